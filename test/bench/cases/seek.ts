/**
 * Seeking in a session of one hour at 300 messages a second, over a million in all, its books written every minute.
 *
 * A seek ends when the engine has answered for the books at the moment. Moments are drawn from a seed. Some of the books that were
 * reached are compared with the made-up markets' own at that very message.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpsOf, MADE_START_MICROS, MadeFrames, writeMadeSession } from '../frames/made-session.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments } from '../suite/measure.ts';
import { mustBeBooks, openReplay } from '../suite/replayed.ts';

const SEED = 20_261_128;
const RATE = 300;
const SECONDS = 3_600;
const COMPARED = 3;
const MICROS_PER_SECOND = 1_000_000;

const { quick } = caseArguments();
const seeks = quick ? 20 : 60;
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
try {
  const { path } = writeMadeSession(folder, { seed: SEED, ratePerSecond: RATE, frames: RATE * SECONDS });
  const replay = await openReplay(path, folder);
  const random = seededRandom(SEED);
  const times: number[] = [];
  for (let i = 0; i < seeks; i++) {
    const atMicros = MADE_START_MICROS + Math.floor(random() * SECONDS * MICROS_PER_SECOND);
    const startMs = performance.now();
    await replay.playback.seek(atMicros);
    const dumps = await replay.dumpBooks();
    times.push(performance.now() - startMs);
    if (i >= COMPARED) continue;
    const made = new MadeFrames(SEED, RATE);
    for (let frame = 0; frame < replay.playback.message; frame++) made.next();
    mustBeBooks(dumps, dumpsOf(made));
  }
  await replay.stop();
  const ascending = times.sort((a, b) => a - b);
  const at = (share: number): number => ascending[Math.min(seeks - 1, Math.ceil(seeks * share) - 1)]!;
  answer({ 'seek.msP95': at(0.95), 'seek.msP50': at(0.5), 'seek.msMax': at(1) });
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
