/** Merging recordings of one demo run, each with its own holes and restarts, against the exchange's truth and a recording without holes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { startExchange } from '../../../../src-exchange/start.ts';
import { type CrossbookApp, createApp } from '../../../../src-main/app/app.ts';
import type { ReplayApp } from '../../../../src-main/app/replay-app.ts';
import { openExportSource } from '../../../../src-main/export/export-session.ts';
import { demoSettings } from '../../../../src-main/host/demo.ts';
import { demoLinkStore } from '../../../../src-main/host/demo-links.ts';
import { nodeEngine } from '../../../../src-main/host/node/node-engine.ts';
import { mergeSessions } from '../../../../src-main/import/session-merge.ts';
import { findPaths } from '../../../../src-main/profile/paths.ts';
import { loadKey } from '../../../../src-main/profile/secrets.ts';
import { defaultSettings } from '../../../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../../../src-main/profile/state.ts';
import { verifySession } from '../../../../src-main/session/session-verify.ts';
import { listingId } from '../../../../src-shared/domain/listing.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { ExportRun } from '../export/export-run.ts';

const launchEngine = nodeEngine(new URL('../../../../src-worker/worker.ts', import.meta.url));
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Recorder = { readonly app: CrossbookApp; readonly paths: string[] };

async function recorder(exchange: ExchangeHandle, root: string, name: string): Promise<Recorder> {
  const folder = join(root, name);
  const keys = Object.fromEntries(VENUES.map(({ id }) => [id, 'good' as const]));
  const settings = await demoSettings(exchange, { keys }, { ...defaultSettings(), shards: 0 }, folder);
  const app = createApp({
    mode: 'demo',
    version: 'test',
    hostName: 'test',
    settings,
    paths: findPaths('demo', folder),
    state: createStateStore(
      DEFAULT_STATE,
      async () => {},
      () => {},
    ),
    warnings: [],
    launchEngine,
    links: demoLinkStore(exchange.links),
    readPrivateKey: (id) => {
      const venue = VENUES.find((candidate) => candidate.id === id) ?? { id, name: id };
      return loadKey({ venue, settings: settings.venues[id], folder, vault: null });
    },
  });
  ends.push(() => app.stop().catch(() => {}));
  await app.start();
  return { app, paths: [] };
}

async function start({ app, paths }: Recorder): Promise<void> {
  await app.recording.start([]);
  paths.push(app.recording.state!.path);
}

const stop = ({ app }: Recorder): Promise<unknown> => Promise.resolve(app.recording.stop());

/** Waits until every book of the app is the exchange's. */
async function settled({ app }: Recorder, exchange: ExchangeHandle): Promise<void> {
  const truth = (await exchange.truth()).filter(({ resolved }) => !resolved);
  await expect
    .poll(
      async () => {
        const books = new Map((await app.dumpBooks().catch(() => [])).map((book) => [book.listing, book]));
        return truth.filter(({ venue, marketId, bids, asks }) => {
          const book = books.get(listingId(venue, marketId));
          return book?.phase !== 'synced' || JSON.stringify([book.bids, book.asks]) !== JSON.stringify([bids, asks]);
        }).length;
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe(0);
}

it('three recordings with different holes make the books of the recording that had none', {
  timeout: 120_000,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), 'crossbook-merge-'));
  ends.push(() => rm(root, { recursive: true, force: true }));
  const exchange = await startExchange({ seed: 7, ratePerSecond: 1_500, startPaused: true });
  ends.push(() => exchange.close());
  const all: Recorder[] = [];
  const open = async (name: string): Promise<Recorder> => {
    const opened = await recorder(exchange, root, name);
    all.push(opened);
    await settled(opened, exchange);
    return opened;
  };
  const whole = await open('whole');
  const a = await open('a');
  const b = await open('b');
  const c = await open('c');
  // Sockets were opened in this order: frames of one recorder only are lost below.
  const { connectionIds } = await exchange.stats();
  const run = async (events: number): Promise<void> => {
    await exchange.advance(events);
    for (const one of all) await settled(one, exchange);
  };
  for (const one of [whole, a, b]) await start(one);
  await run(800);
  await start(c);
  await exchange.dropNext(numbered.id, 7, connectionIds[numbered.id]![2]!);
  await exchange.dropNext(checked.id, 5, connectionIds[checked.id]![3]!);
  await exchange.advance(800);
  // c has books that are wrong now: nothing numbers what it lost.
  for (const one of [whole, a, b]) await settled(one, exchange);
  // c's machine fails, and starts again: it records from before its books are known.
  await c.app.recording.stop();
  all.splice(all.indexOf(c), 1);
  await c.app.stop();
  await run(300);
  const again = await recorder(exchange, root, 'again');
  all.push(again);
  await start(again);
  await stop(a);
  await run(800);
  await start(a);
  await run(400);
  await stop(b);
  await run(800);
  await start(b);
  await run(400);
  for (const one of all) await stop(one);

  const truth = (await exchange.truth()).filter(({ resolved }) => !resolved);
  const out = join(whole.app.recording.folder, 'merged');
  const report = await mergeSessions({ sources: [a, b, c, again].flatMap(({ paths }) => paths), out, app: 'test' });
  expect(report.holes).toBe(0);
  expect(report.sources.map(({ lacked }) => lacked > 0)).toEqual(Array(6).fill(true));
  expect((await verifySession(out)).problems).toEqual([]);

  const merged = await finalBooks(whole, 'merged');
  for (const { venue, marketId, bids, asks } of truth) {
    const id = listingId(venue, marketId);
    expect(merged.get(id), id).toEqual({ phase: 'synced', bids, asks });
  }
  expect(merged).toEqual(await finalBooks(whole, basename(whole.paths[0]!)));
  const trades = await tradesOf(out);
  expect(trades.length).toBeGreaterThan(20);
  expect(trades).toEqual(await tradesOf(whole.paths[0]!));
});

/** Every trade of a session, as its export has it, in an order that does not depend on receipt. */
async function tradesOf(path: string): Promise<readonly string[]> {
  const run = await ExportRun.create();
  try {
    await run.export(await openExportSource(path), { tables: ['trades'] });
    const rows = await run.rows(
      'SELECT listing, trade_id, taker, price, size, venue_time_us FROM read_parquet($trades.parquet)',
    );
    return rows.map((row) => row.join(' ')).sort();
  } finally {
    await run.remove();
  }
}

/** The books at the end of a session's replay. */
async function finalBooks({ app }: Recorder, session: string): Promise<ReadonlyMap<string, unknown>> {
  const replay = (await app.replay(session)) as ReplayApp;
  await replay.playback.step(() => false);
  const books = await replay.dumpBooks();
  return new Map(books.map(({ listing, phase, bids, asks }) => [listing, { phase, bids, asks }]));
}
