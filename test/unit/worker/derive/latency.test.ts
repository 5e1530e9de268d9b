/** What is read of a hop is of the last minute, whatever becomes of the clock. */
import { expect, it } from 'vitest';
import { LATENCY_TURN_MS, Latency } from '../../../../src-worker/derive/latency.ts';

const START_MS = 1_795_000_000_000;

it('forgets what is older than two turns', () => {
  const latency = new Latency();
  latency.turn(START_MS);
  latency.record(50_000);
  latency.turn(START_MS + LATENCY_TURN_MS);
  latency.record(1_000);
  expect(latency.summary()).toMatchObject({ count: 2 });
  latency.turn(START_MS + 2 * LATENCY_TURN_MS);
  expect(latency.summary().max).toBeLessThan(2);
});

it('goes on forgetting when the clock is set back', () => {
  const latency = new Latency();
  latency.turn(START_MS);
  latency.record(50_000);
  const backMs = START_MS - 3_600_000;
  latency.turn(backMs);
  latency.turn(backMs + LATENCY_TURN_MS);
  latency.record(1_000);
  expect(latency.summary()).toMatchObject({ count: 1 });
  expect(latency.summary().max).toBeLessThan(2);
});
