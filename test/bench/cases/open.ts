/**
 * Opening a session of 1 GiB: from its path to what is where in it and what its markets are, as a window or a command needs it.
 *
 * The first opening counts; those after it are told as `again`. The file was just written, so that the disk's own speed is no part of
 * the figure. With `--quick` it is not measured: writing it takes most of a minute.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../../../src-main/session/session-reader.ts';
import { writeMadeSession } from '../frames/made-session.ts';
import { answer, caseArguments, median, mustEqual } from '../suite/measure.ts';

const SEED = 20_261_130;
const RATE = 5_000;
const BYTES = 2 ** 30;
const DISTINCT_FRAMES = 60_000;
const AGAIN = 5;

const { quick } = caseArguments();
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
try {
  if (quick) answer({});
  else await measure();
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function measure(): Promise<void> {
  const { path, frames } = writeMadeSession(folder, {
    seed: SEED,
    ratePerSecond: RATE,
    frames: Number.POSITIVE_INFINITY,
    bytes: BYTES,
    distinctFrames: DISTINCT_FRAMES,
  });
  const open = async (): Promise<number> => {
    const startMs = performance.now();
    const reader = await openSession(path);
    const { listings } = await reader.catalog();
    const ms = performance.now() - startMs;
    mustEqual(reader.summary.messages, frames, 'messages');
    if (listings.length === 0 || reader.summary.bytes < BYTES) throw new Error('the session is not what was written');
    return ms;
  };
  const first = await open();
  const again: number[] = [];
  for (let i = 0; i < AGAIN; i++) again.push(await open());
  answer({ 'session.openMs': first, 'session.openMs.again': median(again), 'session.openMs.messages': frames });
}
