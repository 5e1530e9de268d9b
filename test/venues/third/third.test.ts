/**
 * A venue that Crossbook does not come with, made known by the two environment variables alone, is one like any other: in a running app,
 * in its recordings, and in every command.
 *
 * Every thread and program that takes part knows the venue or fails here: the catalogue's (its markets are found), the engine's and its
 * shards' (its books are equal), the recorder's, the tables', the verifier's and the exchange's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { ReplayApp } from '../../../src-main/app/replay-app.ts';
import { VENUES } from '../../../src-main/base/registry.ts';
import { repeat } from '../../../src-main/base/repeat.ts';
import type { DemoCheckReport } from '../../../src-main/cli/demo-check-types.ts';
import type { DoctorReport } from '../../../src-main/cli/doctor.ts';
import { decodeLadderFrame, type LadderFrame, memberTag } from '../../../src-shared/contract/ladder-frame.ts';
import { messagePortWire, nodePort } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort } from '../../../src-shared/contract/port.ts';
import type { VerifyReport } from '../../../src-shared/contract/verify.ts';
import type { EngineToWindow, WindowToEngine } from '../../../src-shared/contract/window-engine.ts';
import type { MainToWindow, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import { linkId } from '../../../src-shared/domain/link.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';
import { VENUES as REGISTERED } from '../../../src-shared/venues/index.ts';
import { type ExchangeApp, hashOf, startExchangeApp } from '../../replay/exchange-app.ts';
import { TestSocket } from '../../unit/exchange/test-client.ts';
import { ExportRun } from '../../unit/main/export/export-run.ts';
import { THIRD_ID } from './discover.ts';

const injected = vi.hoisted(() => {
  const urls = {
    CROSSBOOK_VENUES: new URL('./registry.ts', import.meta.url).href,
    CROSSBOOK_PLAYED_VENUES: new URL('./exchange.ts', import.meta.url).href,
  };
  // Before anything is imported, as a program that is started with them has them.
  Object.assign(process.env, urls);
  return urls;
});

const CLI = join(import.meta.dirname, '../../../src-main/cli.ts');
const EVENTS = 3_000;
const SHARDS = 2;

let running: ExchangeApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-third-'));
  running = await startExchangeApp(SHARDS);
}, 60_000);

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

type Ended<T> = { readonly code: number | null; readonly answer: T; readonly stderr: string };

/** Runs a command that answers with one JSON object. */
async function crossbook<T>(
  args: readonly string[],
  more: Readonly<Record<string, string>> = injected,
): Promise<Ended<T>> {
  const env = { PATH: process.env.PATH, HOME: folder, ...more };
  const child = spawn(process.execPath, [CLI, ...args, '--json'], { env, cwd: folder });
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect(stdout, stderr).not.toBe('');
  return { code, answer: JSON.parse(stdout) as T, stderr };
}

const isThird = (id: string): boolean => id.startsWith(listingId(THIRD_ID, ''));

async function ownMarkets(): Promise<readonly string[]> {
  const truth = await running.exchange.truth();
  return truth.filter(({ venue, resolved }) => venue === THIRD_ID && !resolved).map(({ marketId }) => marketId);
}

test('all its markets are found, and their books are the exchange’s, on shards that are threads', async () => {
  expect(VENUES.map(({ id }) => id)).toEqual([...REGISTERED.map(({ id }) => id), THIRD_ID]);
  const { app, exchange, settled } = running;
  await settled();
  await exchange.advance(EVENTS);
  const books = (await settled()).filter(({ listing }) => isThird(listing));
  expect(books.map(({ listing }) => listing).sort()).toEqual(
    (await ownMarkets()).map((id) => listingId(THIRD_ID, id)).sort(),
  );
  expect(books.length).toBeGreaterThan(3);
  await expect.poll(() => app.health().engine?.shards.length).toBe(SHARDS);
});

test('windows are told what it withholds, and health lists its connection', async () => {
  const { app } = running;
  const { port1, port2 } = new MessageChannel();
  const window = createPort<WindowToMain, MainToWindow>(
    messagePortWire(nodePort(port1), { transferBuffers: false }),
    repeat,
  );
  const hello = new Promise<Extract<MainToWindow, { kind: 'hello' }>>((resolve) => {
    window.onMessage = (message) => {
      if (!(message instanceof Uint8Array) && message.kind === 'hello') resolve(message);
    };
  });
  app.attachWindow(
    1,
    createPort<MainToWindow, WindowToMain>(messagePortWire(nodePort(port2), { transferBuffers: false }), repeat),
  );
  const { venues, links } = await hello;
  window.close();
  expect(venues).toContainEqual(
    expect.objectContaining({ id: THIRD_ID, withholds: ['trades', 'volume'], transport: 'stream' }),
  );
  expect(links.filter(({ members }) => members.length === 3)).toHaveLength(3);
  const { length } = await ownMarkets();
  await expect
    .poll(() => app.health().connections.find(({ venue }) => venue === THIRD_ID), { timeout: 5_000 })
    .toMatchObject({ transport: 'stream', state: 'open', subscribed: length, delivering: length, errors: 0 });
  const { engine, crossChecks } = app.health();
  expect(engine?.decodeErrors).toBe(0);
  expect(crossChecks.map(({ venue }) => venue)).toContain(THIRD_ID);
});

test('a ladder is drawn over three venues, with a live size of each', async () => {
  const { members } = running.exchange.links.find((link) => link.members.length === 3)!;
  const listings = members.map(({ venue, marketId }) => listingId(venue, marketId));
  const ladder = await ladderOf(linkId(listings));
  const tags = members.map(({ orientation }, at) => memberTag(listings[at]!, orientation === 'inverted'));
  expect(ladder.members.map(({ tag }) => tag)).toEqual(tags);
  expect(ladder.members.map(({ phase }) => phase)).toEqual(['synced', 'synced', 'synced']);
  const sizesOf = (member: number): number =>
    [ladder.bids, ladder.asks].reduce(
      (sum, { count, sizes }) =>
        sum +
        Array.from({ length: count }, (_, row) => sizes[row * members.length + member]!).reduce((a, b) => a + b, 0),
      0,
    );
  for (const member of members.keys()) expect(sizesOf(member)).toBeGreaterThan(0);
});

/** The first frame of a link's ladder of which every member is live. */
async function ladderOf(target: string): Promise<LadderFrame> {
  const { port1, port2 } = new MessageChannel();
  const port = createPort<WindowToEngine, EngineToWindow>(
    messagePortWire(nodePort(port1), { transferBuffers: true }),
    repeat,
  );
  try {
    return await new Promise<LadderFrame>((resolve, reject) => {
      port.onMessage = (data) => {
        if (!(data instanceof Uint8Array)) return reject(new Error(JSON.stringify(data)));
        const frame = decodeLadderFrame(data);
        port.post({ kind: 'ack', watch: 1, frame: frame.frame, delayMicros: 0 });
        if (frame.members.every(({ phase }) => phase === 'synced')) resolve(frame);
      };
      running.app.engine()!.adopt(2, port2);
      port.post({ kind: 'watch', watch: 1, of: { what: 'ladder', target, groupMicros: 0 } });
    });
  } finally {
    port.close();
  }
}

test('its recording is verified, exported with its rows, imported again, and replays to the same books', async () => {
  const { app, exchange, settled } = running;
  await app.recording.start([]);
  const { path, session } = app.recording.state!;
  await exchange.advance(EVENTS);
  const books = (await settled()).filter(({ listing }) => isThird(listing));
  await app.recording.stop();

  const verified = await crossbook<{ ok: boolean; problems: readonly string[] }>(['sessions', 'verify', path]);
  expect(verified).toMatchObject({ code: 0, answer: { ok: true, problems: [] } });
  const { answer: info } = await crossbook<{ connections: readonly { venue: string; messages: number }[] }>([
    ...['sessions', 'info', path],
  ]);
  const messages = info.connections.find(({ venue }) => venue === THIRD_ID)!.messages;
  expect(messages).toBeGreaterThan(books.length);

  const run = await ExportRun.create();
  onTestFinished(() => run.remove());
  const tables = await crossbook<{ tables: Record<string, { rows: number }> }>([
    ...['export', path, '--format', 'parquet', '--out', run.folder],
  ]);
  expect(tables.code).toBe(0);
  const rowsOf = async (table: string): Promise<number> => {
    const own = `listing LIKE '${listingId(THIRD_ID, '%')}'`;
    return Number((await run.rows(`SELECT count(*) FROM read_parquet($${table}.parquet) WHERE ${own}`))[0]![0]);
  };
  expect(await rowsOf('markets')).toBe(books.length);
  expect(await rowsOf('trades')).toBe(0);
  expect(await rowsOf('book_deltas')).toBeGreaterThan(messages / 2);
  // Its fees, of which purchases are paid in contracts, are known on either side of a spread.
  for (const side of ['buy_listing', 'sell_listing']) {
    const own = `${side} LIKE '${listingId(THIRD_ID, '%')}' AND fees > 0`;
    const [[spreads] = []] = await run.rows(`SELECT count(*) FROM read_parquet($spreads.parquet) WHERE ${own}`);
    expect(Number(spreads), side).toBeGreaterThan(0);
  }
  for (const { listing, bids, asks } of books) {
    const levels = [
      ...bids.map(([price, size]) => `bid ${price} ${size}`),
      ...asks.map(([price, size]) => `ask ${price} ${size}`),
    ].sort();
    expect(await run.fold(listing, 'arg_max(size, seq)'), listing).toEqual(levels);
  }

  const raw = join(folder, 'raw');
  const exported = await crossbook<{ files: readonly string[]; messages: number }>([
    ...['export', path, '--format', 'raw', '--out', raw],
  ]);
  const file = exported.answer.files.find((name) => !name.endsWith('manifest.json'))!;
  const imported = await crossbook<{ ok: boolean; session: string; path: string; venues: readonly string[] }>([
    ...['sessions', 'import', join(raw, file), '--out', dirname(path)],
  ]);
  expect(imported).toMatchObject({ code: 0, answer: { ok: true, messages: exported.answer.messages } });
  expect(imported.answer.venues).toContain(THIRD_ID);
  expect(imported.answer.session).not.toBe(session);
  const merged = await crossbook<{ messages: number; holes: number; sources: readonly { alone: number }[] }>([
    ...['sessions', 'merge', path, imported.answer.path, '--out', join(folder, 'merged')],
  ]);
  expect(merged.answer, merged.stderr).toMatchObject({ holes: 0, sources: [{ alone: 0 }, { alone: 0 }] });
  const replay = (await app.replay(imported.answer.session)) as ReplayApp;
  await replay.playback.step(() => replay.playback.message + 1 >= exported.answer.messages);
  const replayed = (await replay.dumpBooks()).filter(({ listing }) => isThird(listing));
  expect(hashOf(replayed)).toBe(hashOf(books));
}, 120_000);

test('a file of its messages is recognised, verified and imported', async () => {
  const { exchange } = running;
  const socket = await new TestSocket(exchange.addresses[THIRD_ID]!.ws!).opened();
  onTestFinished(() => socket.end());
  for (const market of await ownMarkets()) await socket.ask({ op: 'subscribe', market });
  await exchange.advance(EVENTS);
  await exchange.restate();
  const file = join(folder, 'messages.ndjson');
  const lines = socket.frames.map((frame, at) => `{"recv_ms":${1_790_000_000_000 + at},"event":${frame}}\n`);
  await writeFile(file, lines.join(''));

  const { code, answer, stderr } = await crossbook<VerifyReport>(['verify', file]);
  expect([code, answer.decodeErrors, answer.crossed], stderr).toEqual([0, 0, 0]);
  expect(answer.files.map(({ venue, messages }) => [venue, messages])).toEqual([[THIRD_ID, lines.length]]);
  expect(answer.markets.map(({ market, phase }) => [market, phase]).sort()).toEqual(
    (await ownMarkets()).map((market) => [market, 'synced']).sort(),
  );
  const imported = await crossbook<object>(['sessions', 'import', file, '--out', join(folder, 'imported')]);
  const { length } = await ownMarkets();
  expect(imported).toMatchObject({
    code: 0,
    answer: { ok: true, venues: [THIRD_ID], markets: length, messages: lines.length, unknown: 0 },
  });
}, 60_000);

test('the doctor reaches it where the settings lead', async () => {
  const { addresses } = running.exchange;
  const venues = Object.fromEntries(VENUES.map(({ id }) => [id, { endpoints: addresses[id] }]));
  const profile = join(folder, 'profile');
  await mkdir(profile, { recursive: true });
  await writeFile(join(profile, 'settings.json'), JSON.stringify({ venues }));
  const { code, answer } = await crossbook<DoctorReport>(['doctor', '--data', profile]);
  expect([code, answer.problems]).toEqual([0, []]);
  expect(answer.venues.find(({ venue }) => venue === THIRD_ID)).toMatchObject({
    ...{
      name: 'Third',
      reachable: true,
      transport: 'stream',
      key: 'needs none',
      url: expect.stringContaining('127.0.0.1'),
    },
  });
});

test('the demo holds with it, and without it where it is not played', async () => {
  const check = ['demo', '--check', '5', '--rate', '200'];
  const played = await crossbook<DemoCheckReport>(check);
  expect(played.answer, played.stderr).toMatchObject({ ok: true, mismatches: 0, decodeErrors: 0 });
  const { CROSSBOOK_VENUES } = injected;
  const absent = await crossbook<DemoCheckReport>(check, { CROSSBOOK_VENUES });
  expect(absent.answer, absent.stderr).toMatchObject({ ok: true, mismatches: 0, decodeErrors: 0 });
  expect(played.answer.books.total - absent.answer.books.total).toBe((await ownMarkets()).length);
}, 120_000);
