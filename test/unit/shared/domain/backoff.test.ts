/** The wait before the next attempt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from '../../../../src-shared/domain/limits.ts';
import { Backoff } from '../../../../src-shared/domain/supervision/backoff.ts';

describe('backoff', () => {
  it('doubles its ceiling from the first delay to the longest', () => {
    const backoff = new Backoff(1_000, 30_000);
    expect(Array.from({ length: 8 }, () => backoff.nextMs())).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('waits from one second to thirty with the limits of the feeds', () => {
    const backoff = new Backoff(BACKOFF_FIRST_MS, BACKOFF_MAX_MS);
    const ceilings = Array.from({ length: 7 }, () => backoff.nextMs());
    expect([ceilings[0], ceilings.at(-1)]).toEqual([1_000, 30_000]);
  });

  it('draws from zero up to the ceiling, the ceiling left out', () => {
    const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 5_000 }), (random, firstMs) => {
        let at = 0;
        const backoff = new Backoff(firstMs, 30_000, () => random[at++]!);
        for (const draw of random) {
          const { ceilingMs } = backoff;
          const delayMs = backoff.nextMs();
          expect(delayMs).toBe(Math.floor(draw * ceilingMs));
          expect(ceilingMs).toBeLessThanOrEqual(30_000);
        }
      }),
    );
  });

  it('starts over when it is told that the time was stable', () => {
    const backoff = new Backoff(100, 5_000);
    backoff.nextMs();
    backoff.nextMs();
    backoff.reset();
    expect(backoff.nextMs()).toBe(100);
  });

  it('stays a number after thousands of attempts', () => {
    const backoff = new Backoff(1_000, 30_000);
    for (let attempt = 0; attempt < 5_000; attempt++) backoff.nextMs();
    expect(backoff.nextMs()).toBe(30_000);
  });
});
