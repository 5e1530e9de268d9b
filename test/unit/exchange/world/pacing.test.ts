import { expect, test } from 'vitest';
import { Pacer } from '../../../../src-exchange/world/pacing.ts';

/** Work that ends its pacer after so many steps, and what it took. */
function runFor(
  ratePerSecond: number,
  steps: number,
  step: () => number = () => 1,
): Promise<{ flushes: number; ms: number }> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let done = 0;
    let flushes = 0;
    const work = {
      step: () => {
        done += 1;
        return step();
      },
      flush: () => {
        flushes += 1;
        if (done < steps) return;
        done = Number.NEGATIVE_INFINITY;
        pacer.stop();
        resolve({ flushes, ms: performance.now() - startedMs });
      },
    };
    const pacer = new Pacer(work, ratePerSecond, Number.POSITIVE_INFINITY);
    pacer.start();
  });
}

test('messages never come faster than the rate', async () => {
  const { ms } = await runFor(2_000, 200);
  expect(ms).toBeGreaterThanOrEqual(99);
});

test('a step of several messages counts as several', async () => {
  const { ms } = await runFor(2_000, 50, () => 4);
  expect(ms).toBeGreaterThanOrEqual(97);
});

test('slow work is cut into turns, so that others have theirs', async () => {
  const { flushes } = await runFor(100_000, 96, () => {
    const untilMs = performance.now() + 0.5;
    while (performance.now() < untilMs);
    return 1;
  });
  expect(flushes).toBeGreaterThanOrEqual(6);
});

test('it stops by itself when its time has run', async () => {
  let steps = 0;
  const ended = new Promise<void>((resolve) => {
    const pacer: Pacer = new Pacer(
      {
        step: () => {
          steps += 1;
          return 1;
        },
        flush: () => setImmediate(() => (pacer.isRunning ? undefined : resolve())),
      },
      1_000,
      50,
    );
    pacer.start();
  });
  await ended;
  expect(steps).toBeGreaterThan(0);
  expect(steps).toBeLessThanOrEqual(50);
});

test.each([0, -1, Number.NaN, 100_001])('a rate of %s is refused', (rate) => {
  expect(() => new Pacer({ step: () => 1, flush: () => {} }, rate, 1)).toThrow(RangeError);
});
