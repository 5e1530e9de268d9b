/**
 * Ingest on loopback: frames a second from the socket to the book, and against a bare `ws` client that only counts.
 *
 * A server in another process floods 602-byte Polymarket frames of 40 markets in bursts. `ours` is the product's own path: its
 * Connection and session, the receive stamp, the BatchRouter, the engine in its thread, decode, checks, books; the time ends when
 * the engine answers a question put behind the last frame. `bare` is a `ws` client with the same options and the same flood. A
 * figure counts only when nothing was dropped and every book equals a naive fold.
 */
import { type ChildProcess, fork } from 'node:child_process';
import WebSocket from 'ws';
import { Connection } from '../../../src-main/feed/connection.ts';
import { nodeEngine } from '../../../src-main/host/node/node-engine.ts';
import { BatchRouter } from '../../../src-main/route/batch-router.ts';
import type { BookDump, EngineToMain } from '../../../src-shared/contract/main-engine.ts';
import { FRAME_BYTES_MAX, FRAME_INTERVAL_DEFAULT_MS } from '../../../src-shared/domain/limits.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { levelsText } from '../frames/naive-book.ts';
import type { FloodAnswer, FloodOrder } from '../suite/flood-server.ts';
import { answer, caseArguments, mustEqual } from '../suite/measure.ts';

const ENGINE = new URL('../../../src-worker/worker.ts', import.meta.url);
const SERVER = new URL('../suite/flood-server.ts', import.meta.url);
const REPORT_EVERY = 1_000;
/** A PONG is no frame of the flood. */
const WORD_BYTES_MAX = 10;

const { variant, quick } = caseArguments();
const warm = quick ? 20_000 : 60_000;
const timed = quick ? 80_000 : 300_000;

const server = fork(SERVER, { serialization: 'advanced' });
try {
  const flood = await ready(server);
  if (variant === 'ours') await measureOurs(flood);
  else if (variant === 'bare') await measureBare(flood);
  else throw new Error(`unknown variant ${variant}`);
} finally {
  server.kill();
}
process.exit(0);

function order(message: FloodOrder): void {
  server.send(message);
}

function ready(child: ChildProcess): Promise<FloodAnswer> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as FloodAnswer));
    child.once('exit', (code) => reject(new Error(`the flood's server ended with code ${code}`)));
    order({ kind: 'make', frames: warm + timed });
  });
}

async function measureOurs({ url, instruments, books }: FloodAnswer): Promise<void> {
  const venue = VENUES.find(({ id }) => id === instruments[0]!.venue)!;
  const router = new BatchRouter();
  const engine = nodeEngine(ENGINE)();
  let received = 0;
  let target = 1;
  let onFrames: () => void = () => {};
  let onBooks: (books: readonly BookDump[]) => void = () => {};
  engine.port.onMessage = (data) => {
    const message = data as EngineToMain;
    if (message.kind === 'taken') {
      router.taken(message.frames);
      order({ kind: 'taken', frames: message.frames });
    } else if (message.kind === 'books') onBooks(message.books);
    else if (message.kind === 'resync') throw new Error(`books ask for snapshots (${message.reason})`);
  };
  engine.onExit = (reason) => {
    throw new Error(`the engine stopped (${reason})`);
  };
  router.setPort(engine.port);
  router.post({ kind: 'settings', settings: { shards: 0, frameIntervalMs: FRAME_INTERVAL_DEFAULT_MS, clock: 'wall' } });
  router.post({ kind: 'instruments', add: instruments, remove: [] });
  const connection = new Connection({
    venue,
    url,
    headers: () => ({}),
    random: Math.random,
    output: {
      frame(id, channel, micros, nanos, bytes) {
        router.frame(id, channel, micros, nanos, bytes);
        if (bytes.length > WORD_BYTES_MAX && ++received === target) onFrames();
      },
      connection: (id, of, transport, change, reason) =>
        router.post({ kind: 'connection', connection: id, venue: of, transport, change, reason, atMs: Date.now() }),
      gone: (id) => router.post({ kind: 'gone', connection: id }),
      handOver: (id, listings) => router.post({ kind: 'hand-over', connection: id, listings }),
      cover: (id, add, remove) => router.post({ kind: 'subscriptions', connection: id, add, remove }),
      log: () => {},
      nextConnection: () => 1,
    },
  });
  connection.add(instruments.map(({ id, symbols }) => ({ symbol: symbols[0]!, listing: id, all: symbols })));

  /** Everything sent before the question has been applied when it is answered. */
  const ask = (listings: readonly string[]): Promise<readonly BookDump[]> =>
    new Promise((resolve) => {
      onBooks = resolve;
      router.post({ kind: 'dump', id: 0, listings });
    });
  const carry = async (frames: number): Promise<number> => {
    target = received + frames;
    const startMs = performance.now();
    await new Promise<void>((resolve) => {
      onFrames = resolve;
      order({ kind: 'send', frames });
    });
    await ask([instruments[0]!.id]);
    return performance.now() - startMs;
  };

  const connected = new Promise<void>((resolve) => {
    onFrames = resolve;
  });
  connection.start(0);
  await connected;
  await carry(warm);
  const ms = await carry(timed);
  const dumps = new Map((await ask([])).map((dump) => [dump.listing, dump]));
  mustEqual(router.droppedFrames, 0, 'dropped frames');
  for (const [listing, levels] of books) {
    const { phase, reason, bids, asks } = dumps.get(listing)!;
    mustEqual(phase, 'synced', `the phase of ${listing} (${reason})`);
    mustEqual(levelsText(bids, asks), levels, `the book of ${listing}`);
  }
  answer({ 'ingest.loopback.framesPerSecond': (timed / ms) * 1_000 });
}

async function measureBare({ url }: FloodAnswer): Promise<void> {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: FRAME_BYTES_MAX,
  });
  let received = -1;
  let onFrames: () => void = () => {};
  let target = 0;
  socket.on('message', () => {
    received++;
    if (received > 0 && received % REPORT_EVERY === 0) order({ kind: 'taken', frames: REPORT_EVERY });
    if (received === target) onFrames();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const carry = (frames: number): Promise<number> => {
    target += frames;
    const startMs = performance.now();
    order({ kind: 'send', frames });
    return new Promise((resolve) => {
      onFrames = () => resolve(performance.now() - startMs);
    });
  };
  await new Promise<void>((resolve) => {
    onFrames = resolve;
    socket.send('{"assets_ids":[],"type":"market"}');
  });
  await carry(warm);
  const ms = await carry(timed);
  answer({ 'ingest.bareWs.framesPerSecond': (timed / ms) * 1_000 });
}
