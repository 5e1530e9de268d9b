/**
 * Memory of the whole engine, alone in its process: resident memory with 200,000 synced books of 20 levels a side (`books`), and
 * with one million registered instruments that no connection carries (`instruments`), the exercise.
 *
 * The engine is the product's, with one shard inline, and gets what main would send: instruments, connections of 500 books, frames
 * in batches. Read at rest, after the engine's own clock has run for a while and without forcing a collection: what the system
 * sees. The figure counts only when the engine's own health says that every book is synced. With --quick there are a tenth as many,
 * under another name.
 */
import { CHANNEL, FrameBatchWriter } from '../../../src-shared/contract/frame-batch.ts';
import type { EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import type { Port } from '../../../src-shared/contract/port.ts';
import type { EngineHealth } from '../../../src-shared/domain/health.ts';
import { FRAME_INTERVAL_DEFAULT_MS } from '../../../src-shared/domain/limits.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { Engine } from '../../../src-worker/route/engine.ts';
import { peakMiB, rssMiB } from '../suite/collect.ts';
import { answer, caseArguments, mustEqual, pause, until } from '../suite/measure.ts';
import { type QuietChunk, quietChunks } from '../suite/quiet-markets.ts';

const REST_MS = 5_000;
const REPORT_DEADLINE_MS = 30_000;

const { variant, quick } = caseArguments();
const baseMiB = rssMiB();
let health: EngineHealth | null = null;

const port: Port<EngineToMain, MainToEngine> = {
  onMessage: null,
  onClose: null,
  post: (message) => {
    if (message instanceof Uint8Array) throw new Error('the engine sends main no binary frames');
    if (message.kind === 'health') health = message.health;
    if (message.kind === 'resync') throw new Error(`resync of ${message.listings.length} books (${message.reason})`);
  },
  close: () => {},
  pending: () => 0,
};
const entry = new URL('../../../src-worker/shard.ts', import.meta.url);
const engine = new Engine(port, VENUES, entry);
const send = (data: MainToEngine | Uint8Array<ArrayBuffer>): void => port.onMessage?.(data);
send({ kind: 'settings', settings: { shards: 0, frameIntervalMs: FRAME_INTERVAL_DEFAULT_MS, clock: 'wall' } });

if (variant === 'books') await measureBooks();
else if (variant === 'instruments') await measureInstruments();
else throw new Error(`unknown variant ${variant}`);
process.exit(0);

async function measureBooks(): Promise<void> {
  const books = quick ? 20_000 : 200_000;
  const writer = new FrameBatchWriter();
  for (const chunk of quietChunks(books)) {
    register(chunk);
    carry(chunk);
    for (const bytes of chunk.snapshots()) {
      writer.add(chunk.connection, CHANNEL.text, Date.now() * 1_000, Number(process.hrtime.bigint()), bytes);
      if (writer.full) send(writer.take());
    }
    if (writer.frames > 0) send(writer.take());
    // The engine's timers run between two messages, as in its own process.
    await pause(0);
  }
  await rest(books);
  mustEqual(health!.synced, books, 'synced books');
  const name = quick ? 'memory.books20k' : 'memory.books200k';
  answer({ [`${name}MiB`]: rssMiB(), [`${name}PeakMiB`]: peakMiB(), 'memory.emptyMiB': baseMiB });
}

async function measureInstruments(): Promise<void> {
  const instruments = quick ? 100_000 : 1_000_000;
  for (const chunk of quietChunks(instruments)) {
    register(chunk);
    await pause(0);
  }
  await rest(instruments);
  const name = quick ? 'memory.instruments100k' : 'memory.instruments1m';
  answer({ [`${name}MiB`]: rssMiB(), [`${name}PeakMiB`]: peakMiB() });
}

function register({ instruments }: QuietChunk): void {
  // As they come from main: copies.
  send({ kind: 'instruments', add: structuredClone(instruments), remove: [] });
}

function carry({ connection, instruments }: QuietChunk): void {
  const { venue } = instruments[0]!;
  const opened = { connection, venue, transport: 'stream', reason: 'none', atMs: Date.now() } as const;
  send({ kind: 'connection', change: 'opened', ...opened });
  send({ kind: 'cover', connection, add: instruments.map(({ id }) => id), remove: [] });
}

/** Lets the engine's timers do their work over all books, then reads its health. */
async function rest(books: number): Promise<void> {
  const ticks = setInterval(() => engine.tick(), 100);
  await pause(REST_MS);
  clearInterval(ticks);
  health = null;
  engine.sendHealth();
  await until(() => health?.books === books, REPORT_DEADLINE_MS, `a report of ${books} books`);
}
