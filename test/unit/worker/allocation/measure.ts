/**
 * Run as a program with --expose-gc and a young generation larger than any part of the run: says how many bytes of heap each
 * stage of the hot path leaves behind per event. Nothing is collected meanwhile, so what the heap grows by is what was allocated.
 *
 * `broken`: the same with an object an event, which the measurement must find.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { CHANNEL, FrameBatchReader, FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import { type MadeMarket, VenueClock } from '../../../bench/frames/made-market.ts';
import { MADE_VENUES, WORDY_VENUE } from '../../../bench/frames/made-venues.ts';
import { seededRandom } from '../../../bench/frames/random.ts';
import { OwnBooks } from '../../../bench/suite/own-books.ts';

const SEED = 20_261_121;
const START_MS = 1_790_000_000_000;
const LEVELS = 25;
const CONNECTION = 1;
const BATCH_FRAMES = 10_000;
/** Until the engine's compilers have settled. */
const WARM_BATCHES = 6;
const BATCHES = process.argv.includes('short') ? 10 : 50;

const isBroken = process.argv.includes('broken');
const collect = globalThis.gc;
if (!collect) throw new Error('run it with --expose-gc');

/** Collections that nobody asked for: with one of them the growth would say too little. */
let collections = 0;
const observer = new PerformanceObserver(() => {});
observer.observe({ entryTypes: ['gc'] });
const countCollections = (): void => {
  for (const { detail } of observer.takeRecords() as (PerformanceEntry & { detail: { flags: number } })[]) {
    if ((detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) === 0) collections++;
  }
};

/** Left behind by a broken run. */
const litter: object[] = [];
const encoder = new TextEncoder();

/** Bytes that the work leaves on the heap. */
function grownBy(work: () => void): number {
  collect!();
  countCollections();
  const before = process.memoryUsage().heapUsed;
  work();
  const grown = process.memoryUsage().heapUsed - before;
  countCollections();
  return grown;
}

/** `bytesPerEvent`: the median over the batches, for the compilers may still be at work in some. */
type Stage = { readonly events: number; readonly bytesPerEvent: number };

function stageOf(parts: readonly { readonly events: number; readonly bytes: number }[]): Stage {
  const ratios = parts.map(({ events, bytes }) => bytes / events).sort((a, b) => a - b);
  return { events: parts.reduce((sum, { events }) => sum + events, 0), bytesPerEvent: ratios[ratios.length >> 1]! };
}

function books(make: (random: () => number, clock: VenueClock) => MadeMarket): Stage {
  const random = seededRandom(SEED);
  const market = make(random, new VenueClock(random, START_MS));
  const own = new OwnBooks();
  own.add([market], CONNECTION);
  const decoder = own.decoder(market.instrument.venue);
  const writer = new FrameBatchWriter();
  const batchOf = (texts: readonly string[]): Uint8Array => {
    for (const text of texts) writer.add(CONNECTION, CHANNEL.text, START_MS * 1_000, 1, encoder.encode(text));
    return writer.take();
  };
  own.take(decoder, batchOf([market.snapshot()]));
  const parts: { events: number; bytes: number }[] = [];
  for (let number = 0; number < WARM_BATCHES + BATCHES; number++) {
    const batch = batchOf(Array.from({ length: BATCH_FRAMES }, () => market.next()));
    const before = own.applier.events;
    const grown = grownBy(() => {
      own.take(decoder, batch);
      if (isBroken) for (let i = 0; i < BATCH_FRAMES; i++) litter.push({ i });
    });
    litter.length = 0;
    if (number >= WARM_BATCHES) parts.push({ events: own.applier.events - before, bytes: grown });
  }
  return stageOf(parts);
}

/** Main's part: frames are copied into a batch and read again; only the batch itself, off the heap, is made. */
function batches(): Stage {
  const random = seededRandom(SEED);
  const market = WORDY_VENUE.create(random, new VenueClock(random, START_MS), LEVELS);
  const frames = Array.from({ length: 100 }, () => encoder.encode(market.next()));
  const writer = new FrameBatchWriter();
  const reader = new FrameBatchReader();
  let read = 0;
  const work = (): void => {
    for (let i = 0; i < BATCH_FRAMES; i++) {
      writer.add(CONNECTION, CHANNEL.text, START_MS * 1_000 + i, i, frames[i % frames.length]!);
      if (isBroken) litter.push({ i });
      if (!writer.full) continue;
      reader.open(writer.take());
      while (reader.next()) read++;
    }
  };
  const parts: { events: number; bytes: number }[] = [];
  for (let number = 0; number < WARM_BATCHES + BATCHES; number++) {
    const bytes = grownBy(work);
    litter.length = 0;
    if (number >= WARM_BATCHES) parts.push({ events: BATCH_FRAMES, bytes });
  }
  if (read < BATCHES * BATCH_FRAMES) throw new Error('the reader did not read what was written');
  return stageOf(parts);
}

const stages = {
  ...Object.fromEntries(
    MADE_VENUES.map(({ id, create }) => [id, books((random, clock) => create(random, clock, LEVELS))]),
  ),
  batches: batches(),
};
process.stdout.write(`${JSON.stringify({ stages, collections })}\n`);
