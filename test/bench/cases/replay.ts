/**
 * Replay as fast as possible: messages a second from the session's file to the books, and the same frames decoded and applied from
 * memory.
 *
 * `session` is the product's own path: reader, player, batches, the engine in its thread; the time ends when the engine answers a
 * question put behind the last frame. The CPU time of main's thread and of all others (engine, unpacking) is told too. `memory` is the product's decoder and books fed from ready-made batches, as in decode-apply.
 * The figures count only when every book equals the made-up markets' own. The most memory that the replay ever had is told too.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNEL, FrameBatchWriter } from '../../../src-shared/contract/frame-batch.ts';
import { MadeFrames, writeMadeSession } from '../frames/made-session.ts';
import { madeVenue } from '../frames/made-venues.ts';
import { NaiveBooks } from '../frames/naive-book.ts';
import { peakMiB, rssMiB } from '../suite/collect.ts';
import { answer, caseArguments, Slices, until } from '../suite/measure.ts';
import { OwnBooks } from '../suite/own-books.ts';
import { mustBeBooks, openReplay } from '../suite/replayed.ts';

const SEED = 20_261_127;
const RATE = 5_000;
const DEADLINE_MS = 60_000;
const BATCHES_PER_SLICE = 10;

const { variant, quick } = caseArguments();
const frames = quick ? 300_000 : 1_000_000;

if (variant === 'session') await measureSession();
else if (variant === 'memory') measureMemory();
else throw new Error(`unknown variant ${variant}`);
process.exit(0);

async function measureSession(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
  try {
    const { path, books } = writeMadeSession(folder, { seed: SEED, ratePerSecond: RATE, frames });
    const replay = await openReplay(path, folder);
    const before = rssMiB();
    const startMs = performance.now();
    const [main, all] = [process.threadCpuUsage(), process.cpuUsage()];
    replay.playback.play(0);
    await until(() => replay.playback.atEnd, DEADLINE_MS, 'the end of the replay');
    const dumps = await replay.dumpBooks();
    const seconds = (performance.now() - startMs) / 1_000;
    const mainNs = nanosOf(process.threadCpuUsage(main)) / frames;
    const allNs = nanosOf(process.cpuUsage(all)) / frames;
    mustBeBooks(dumps, books);
    answer({
      'replay.messagesPerSecond': frames / seconds,
      'replay.mainCpuNs': mainNs,
      'replay.otherCpuNs': allNs - mainNs,
      'replay.peakMiBAbove': Math.max(0, peakMiB() - before),
    });
    await replay.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nanosOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) * 1_000;
}

/** Batches are made as they are needed, outside of the measured time: a million frames do not lie in memory. */
function measureMemory(): void {
  const made = new MadeFrames(SEED, RATE);
  const books = new OwnBooks();
  const { markets } = made;
  const venues = [...new Set(markets.map(({ instrument }) => instrument.venue))];
  venues.forEach((venue, at) => {
    books.add(
      markets.filter(({ instrument }) => instrument.venue === venue),
      at + 1,
    );
  });
  const references = venues.map((venue) => new NaiveBooks(madeVenue(venue).fold));
  const decoders = venues.map((venue) => books.decoder(venue));
  const writers = venues.map(() => new FrameBatchWriter());
  const slices = new Slices();
  let ready: { readonly venue: number; readonly batch: Uint8Array; readonly frames: number }[] = [];
  const run = (): void => {
    const parcel = ready;
    ready = [];
    const count = parcel.reduce((sum, one) => sum + one.frames, 0);
    slices.time(count, () => {
      for (let i = 0; i < parcel.length; i++) books.take(decoders[parcel[i]!.venue]!, parcel[i]!.batch);
    });
  };
  for (let i = 0; i < frames; i++) {
    const { connection, micros, nanos, bytes } = made.next();
    const venue = connection - 1;
    references[venue]!.take(Buffer.from(bytes).toString());
    const writer = writers[venue]!;
    writer.add(connection, CHANNEL.text, micros, nanos, bytes);
    if (!writer.full) continue;
    ready.push({ venue, frames: writer.frames, batch: writer.take() });
    if (ready.length === BATCHES_PER_SLICE) run();
  }
  writers.forEach((writer, venue) => {
    if (writer.frames > 0) ready.push({ venue, frames: writer.frames, batch: writer.take() });
  });
  run();
  venues.forEach((venue, at) => {
    books.verify(
      markets.filter(({ instrument }) => instrument.venue === venue),
      references[at]!,
    );
  });
  answer({ 'replay.memory.messagesPerSecond': 1e9 / slices.median });
}
