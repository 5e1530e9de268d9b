/** Receive stamps. */
import { expect, it } from 'vitest';
import { ReceiveClock } from '../../../../src-main/feed/receive-clock.ts';

it('stamps with the monotonic clock, never backwards', () => {
  const clock = new ReceiveClock();
  const before = Number(process.hrtime.bigint());
  let last = before;
  for (let stamp = 0; stamp < 1_000; stamp++) {
    clock.stamp();
    expect(clock.nanos).toBeGreaterThanOrEqual(last);
    last = clock.nanos;
  }
  expect(clock.nanos).toBeLessThanOrEqual(Number(process.hrtime.bigint()));
});

it('stamps with the wall clock in microseconds, carried forward by the monotonic one', () => {
  const clock = new ReceiveClock();
  const beforeMs = Date.now();
  clock.stamp();
  const first = { nanos: clock.nanos, micros: clock.micros };
  clock.stamp();
  expect(first.micros / 1_000).toBeGreaterThanOrEqual(beforeMs - 1);
  expect(first.micros / 1_000).toBeLessThanOrEqual(Date.now() + 1);
  expect(clock.micros - first.micros).toBeCloseTo((clock.nanos - first.nanos) / 1_000, 0);
});
