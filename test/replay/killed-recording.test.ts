/**
 * A recorder that is killed loses nothing that was on the disk, and what is there replays to the exchange's own books. The long form, a
 * minute, is `npm run bench -- --only killed`.
 */
import { expect, it } from 'vitest';
import { killedRecording } from './killed-recording.ts';

const SEED = 20_261_121;
const SECONDS = 3;
const RATE = 5_000;
const TIMEOUT_MS = 120_000;

it(
  `is whole after kill -9, and replays to the truth at its last message (seed ${SEED}, ${RATE} messages a second, ${SECONDS} s)`,
  async () => {
    const { said, verify, last, compared, differences } = await killedRecording({
      seed: SEED,
      ratePerSecond: RATE,
      seconds: SECONDS,
    });
    expect(said).toContain('has been repaired');
    expect(verify).toMatchObject({
      ok: true,
      lost: 0,
      gaps: 0,
      corruptChunks: 0,
      dropped: 0,
      recovered: true,
      problems: [],
    });
    // What it had said was on the disk is there.
    expect(verify.messages).toBeGreaterThanOrEqual(last.written);
    expect(last.written).toBeGreaterThan(0);
    expect(compared).toBeGreaterThan(50);
    expect(differences).toEqual([]);
  },
  TIMEOUT_MS,
);
