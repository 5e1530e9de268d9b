/**
 * Memory of the whole engine, alone in its process: resident memory with 200,000 synced books of 20 levels a side (`books`), and
 * with one million registered instruments that no connection carries (`instruments`), the exercise.
 *
 * The engine is the product's, with one shard inline, and gets over its process channel what main would send: instruments,
 * connections of 500 books, frames in batches. Read at rest, after its own clock has run for a while and without forcing a
 * collection: what the system sees. The figure counts only when its own health says that every book is synced. With --quick there
 * are a tenth as many, under another name.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { CHANNEL, FrameBatchWriter } from '../../../src-shared/contract/frame-batch.ts';
import type { MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import { FRAME_INTERVAL_DEFAULT_MS } from '../../../src-shared/domain/limits.ts';
import type { EngineAnswer, EngineOrder } from '../suite/engine-process.ts';
import { answer, caseArguments, mustEqual } from '../suite/measure.ts';
import { type QuietChunk, quietChunks } from '../suite/quiet-markets.ts';

const ENGINE = new URL('../suite/engine-process.ts', import.meta.url);

type Parcel = (MainToEngine | Uint8Array<ArrayBuffer>)[];

const { variant, quick } = caseArguments();
const writer = new FrameBatchWriter();
const engine = fork(ENGINE, { serialization: 'advanced' });
try {
  await ask(engine, {
    kind: 'take',
    parcel: [{ kind: 'settings', settings: { shards: 0, frameIntervalMs: FRAME_INTERVAL_DEFAULT_MS, clock: 'wall' } }],
  });
  if (variant === 'books') await measureBooks(quick ? 20_000 : 200_000);
  else if (variant === 'instruments') await measureInstruments(quick ? 100_000 : 1_000_000);
  else throw new Error(`unknown variant ${variant}`);
} finally {
  engine.kill();
}
process.exit(0);

async function measureBooks(books: number): Promise<void> {
  for (const chunk of quietChunks(books)) {
    await ask(engine, { kind: 'take', parcel: [...registration(chunk), ...coverage(chunk), ...snapshots(chunk)] });
  }
  const { rssMiB, peakMiB, emptyMiB, health } = await rest(books);
  mustEqual(health.synced, books, 'synced books');
  mustEqual(health.decodeErrors, 0, 'decode errors');
  const name = quick ? 'memory.books20k' : 'memory.books200k';
  answer({ [`${name}MiB`]: rssMiB, [`${name}PeakMiB`]: peakMiB, 'memory.emptyMiB': emptyMiB });
}

async function measureInstruments(instruments: number): Promise<void> {
  for (const chunk of quietChunks(instruments)) await ask(engine, { kind: 'take', parcel: registration(chunk) });
  const { rssMiB, peakMiB } = await rest(instruments);
  const name = quick ? 'memory.instruments100k' : 'memory.instruments1m';
  answer({ [`${name}MiB`]: rssMiB, [`${name}PeakMiB`]: peakMiB });
}

async function rest(books: number): Promise<Extract<EngineAnswer, { kind: 'rested' }>> {
  const rested = await ask(engine, { kind: 'rest', books });
  if (rested.kind !== 'rested') throw new Error('the engine answered something else');
  return rested;
}

function ask(child: ChildProcess, order: EngineOrder): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the engine ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as EngineAnswer);
    });
    child.send(order);
  });
}

function registration({ instruments }: QuietChunk): Parcel {
  return [{ kind: 'instruments', add: instruments, remove: [] }];
}

function coverage({ connection, instruments }: QuietChunk): Parcel {
  const { venue } = instruments[0]!;
  const opened = { connection, venue, transport: 'stream', reason: 'none', atMs: Date.now() } as const;
  return [
    { kind: 'connection', change: 'opened', ...opened },
    { kind: 'subscriptions', connection, add: instruments.map(({ id }) => id), remove: [] },
  ];
}

function snapshots({ connection, snapshots: made }: QuietChunk): Parcel {
  const batches: Parcel = [];
  for (const bytes of made()) {
    writer.add(connection, CHANNEL.text, Date.now() * 1_000, Number(process.hrtime.bigint()), bytes);
    if (writer.full) batches.push(writer.take());
  }
  if (writer.frames > 0) batches.push(writer.take());
  return batches;
}
