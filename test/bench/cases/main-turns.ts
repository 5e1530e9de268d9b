/**
 * The longest turn of main's thread, in processor time, while users do the things that are large: 200 sessions are listed, a session of
 * 200 MB is verified, exported and repaired after a crash, a link is confirmed among 10,000, and 200,000 markets are searched.
 *
 * The app is the product's own, with its threads and its engine, without venues; a window asks it over a port, from a thread of its own. Main
 * is this thread. `gc` figures are the collections that were taken off.
 */
import { copyFileSync, mkdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CrossbookApp, createApp } from '../../../src-main/app/app.ts';
import { nodeEngine } from '../../../src-main/host/node/node-engine.ts';
import { LinkStore } from '../../../src-main/links/link-store.ts';
import { findPaths } from '../../../src-main/profile/paths.ts';
import { defaultSettings } from '../../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../../src-main/profile/state.ts';
import { LINKS_MAX } from '../../../src-shared/domain/limits.ts';
import { linkId } from '../../../src-shared/domain/link.ts';
import { EXPORT_TABLES, type ExportPlan } from '../../../src-shared/domain/session.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { writeMadeSession } from '../frames/made-session.ts';
import { BenchWindow } from '../suite/bench-window.ts';
import { fillCatalog } from '../suite/filled-catalog.ts';
import { answer, caseArguments, mustEqual, pause, until, type Values } from '../suite/measure.ts';
import { TurnMeter } from '../suite/turn-meter.ts';

const SEED = 20_261_130;
const RATE = 5_000;
const SESSIONS = 200;
const SMALL_FRAMES = 500;
const DISTINCT_FRAMES = 60_000;
const SEARCHES = 40;
const SHOWN = 50;
const TORN_BYTES = 1_000;
/** Above every process number that a system gives. */
const NO_PROCESS = 2 ** 22 + 1;
const WITHIN_MS = 600_000;

const { quick } = caseArguments();
const bytes = quick ? 20_000_000 : 200_000_000;
const markets = quick ? 20_000 : 200_000;
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
const paths = findPaths('live', folder);
const sessions = join(paths.data, 'sessions');

/** Writes a session and gives it a name of its own. */
function writeSession(id: string, frames: number, size = Number.POSITIVE_INFINITY): string {
  const distinctFrames = Math.min(frames, DISTINCT_FRAMES);
  const options = { seed: SEED, ratePerSecond: RATE, frames, bytes: size, distinctFrames };
  const { path } = writeMadeSession(sessions, options);
  renameSync(path, join(sessions, id));
  return join(sessions, id);
}

/** As many links as there may be; the one at the end was rejected and can be confirmed. */
function writeLinks(): string {
  const [first, second] = [VENUES[0]!.id, VENUES[1]!.id];
  const links = Array.from({ length: LINKS_MAX }, (_, at) => {
    const listings = [`${first}:market-${at}`, `${second}:market-${at}`];
    const isLast = at === LINKS_MAX - 1;
    return {
      id: linkId(listings),
      title: `Will the made-up event number ${at} happen before the end of the year?`,
      status: isLast ? 'rejected' : 'confirmed',
      members: listings.map((listing) => ({ listing, orientation: 'same' })),
      decisions: [{ action: isLast ? 'reject' : 'confirm', by: 'bench', at: '2026-11-30T12:00:00.000Z' }],
    };
  });
  writeFileSync(paths.linksFile, JSON.stringify({ format: 'crossbook-links', version: 1, links }));
  return links.at(-1)!.id;
}

async function openApp(): Promise<CrossbookApp> {
  const { store, warnings } = await LinkStore.open(paths.linksFile, new Date());
  mustEqual(warnings.length, 0, 'warnings about the links');
  const app = createApp({
    mode: 'live',
    version: 'bench',
    hostName: 'bench',
    settings: {
      ...defaultSettings(),
      venues: Object.fromEntries(VENUES.map(({ id }) => [id, { enabled: false, endpoints: {} }])),
    },
    paths,
    state: createStateStore(
      DEFAULT_STATE,
      async () => {},
      () => {},
    ),
    warnings: [],
    launchEngine: nodeEngine(new URL('../../../src-worker/worker.ts', import.meta.url)),
    links: store,
    readPrivateKey: () => Promise.reject(new Error('no venue is open')),
  });
  await app.start();
  return app;
}

/** A copy that ends in the middle of a record, with the mark of a program that is gone. */
function tear(from: string, id: string): void {
  const path = join(sessions, id);
  mkdirSync(path);
  const part = join(path, '0001.mcap');
  copyFileSync(join(from, '0001.mcap'), part);
  truncateSync(part, statSync(part).size - TORN_BYTES);
  writeFileSync(join(path, 'recording.json'), JSON.stringify({ pid: NO_PROCESS, host: hostname() }));
}

const plan: ExportPlan = {
  session: 'large',
  format: 'parquet',
  tables: EXPORT_TABLES,
  listings: [],
  fromMicros: null,
  toMicros: null,
  levels: 10,
  intervalMs: 1_000,
  originals: false,
  hive: false,
  out: '',
};

/** The recorder's thread is killed: as it goes on in a new session, what was cut is repaired. */
async function recover(app: CrossbookApp): Promise<void> {
  await app.recording.start([]);
  // A crash is an event of its own, not part of the turn in which the recording has begun.
  await pause(100);
  app.recording.kill();
  const isRepaired = (): boolean => app.events().some(({ text }) => text.includes('torn') && text.includes('repaired'));
  await until(isRepaired, WITHIN_MS, 'the repair of the session');
  await app.recording.stop();
}

try {
  mkdirSync(sessions, { recursive: true });
  mkdirSync(dirname(paths.catalogFile), { recursive: true });
  const large = writeSession('large', Number.POSITIVE_INFINITY, bytes);
  for (let at = 1; at < SESSIONS; at++) writeSession(`session-${at}`, SMALL_FRAMES);
  const titles = fillCatalog(paths.catalogFile, markets);
  const link = writeLinks();
  const app = await openApp();
  const window = new BenchWindow((port) => app.attachWindow(1, port));
  const search = (text: string): Promise<number> => window.request('search', { text, venues: [], limit: SHOWN });
  // The catalogue's thread has read its file, and what the start has compiled and collected is over.
  await search('warm');
  await pause(2_000);

  const meter = new TurnMeter();
  const values: Values = {};
  const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    process.stderr.write(`main-turns: ${name}\n`);
    const report = await meter.during(async () => void (await work()));
    for (const [key, value] of Object.entries(report)) values[`mainTurns.${name}.${key}`] = value;
  };
  await measure('idle', () => pause(2_000));
  await measure('list200', async () => mustEqual(await window.request('sessions', {}), SESSIONS, 'sessions listed'));
  await measure('verify', () => window.runJob('verifySession', { session: 'large' }));
  await measure('export', () => window.runJob('exportSession', plan));
  tear(large, 'torn');
  await measure('recover', () => recover(app));
  await measure('confirmLink', () => window.request('decideLink', { action: 'confirm', link, listing: null }));
  await measure('search', async () => {
    for (let at = 0; at < SEARCHES; at++) {
      await search(titles[(at * 7_919) % titles.length]!.split(' ').slice(0, 3).join(' '));
    }
  });
  answer({ ...values, 'mainTurns.sessionBytes': statSync(join(large, '0001.mcap')).size });
  await window.close();
  await app.stop();
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
