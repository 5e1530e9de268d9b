/** The hot path allocates nothing per event: bytes to books of every venue, and main's batches. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, 'measure.ts');
/** Room for what a part of the run allocates at the worst, so that nothing is collected before it is counted. */
const YOUNG_MIB = 128;
const FLAGS = ['--expose-gc', `--min-semi-space-size=${YOUNG_MIB}`, `--max-semi-space-size=${YOUNG_MIB}`];
/** Less than the smallest thing there is, a boxed number of 16 bytes; some sizes beyond 31 bits are boxed. */
const BYTES_PER_EVENT_MAX = 12;
const TIMEOUT_MS = 180_000;

type Stage = { readonly events: number; readonly bytesPerEvent: number };
type Measured = { readonly stages: Readonly<Record<string, Stage>>; readonly collections: number };

async function measure(...words: readonly string[]): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, PROGRAM, ...words]);
  return JSON.parse(stdout) as Measured;
}

describe('the hot path', () => {
  it(
    'leaves nothing on the heap for an event, over a million of them',
    async () => {
      const { stages, collections } = await measure();
      expect(collections).toBe(0);
      expect(Object.values(stages).reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(1_000_000);
      for (const [name, { bytesPerEvent }] of Object.entries(stages))
        expect([name, bytesPerEvent < BYTES_PER_EVENT_MAX, bytesPerEvent]).toEqual([name, true, bytesPerEvent]);
    },
    TIMEOUT_MS,
  );

  it(
    'is found out when it allocates an object a frame',
    async () => {
      const { stages } = await measure('broken', 'short');
      for (const { bytesPerEvent } of Object.values(stages)) expect(bytesPerEvent).toBeGreaterThan(BYTES_PER_EVENT_MAX);
    },
    TIMEOUT_MS,
  );
});
