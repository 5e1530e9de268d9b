import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceMicros } from '../../../../src-shared/domain/micros.ts';
import {
  finestStepMicros,
  isOnGrid,
  isPriceGrid,
  type PriceGrid,
  stepAtMicros,
  uniformGrid,
} from '../../../../src-shared/domain/price-grid.ts';
import { SEED } from '../../../venues/seed.ts';

const TAPERED: PriceGrid = [
  { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
  { startMicros: 100_000, endMicros: 900_000, stepMicros: 10_000 },
  { startMicros: 900_000, endMicros: 1_000_000, stepMicros: 1_000 },
];

const price = (micros: number) => micros as PriceMicros;

describe('isPriceGrid', () => {
  it('takes a grid of one step and a tapered one', () => {
    for (const step of [100, 1_000, 2_500, 5_000, 10_000, 100_000]) expect(isPriceGrid(uniformGrid(step))).toBe(true);
    expect(isPriceGrid(TAPERED)).toBe(true);
  });

  it.each<[string, PriceGrid]>([
    ['nothing', []],
    ['a step that does not fit its range', uniformGrid(30_000)],
    ['no step', uniformGrid(0)],
    ['a negative step', uniformGrid(-10_000)],
    ['a step in fractions of a millionth', uniformGrid(0.5)],
    ['no number', uniformGrid(Number.NaN)],
    ['a range that does not begin at 0', TAPERED.slice(1)],
    ['a range that does not end at 1', TAPERED.slice(0, 2)],
    ['a hole', [TAPERED[0]!, TAPERED[2]!]],
    ['ranges in the wrong order', [...TAPERED].reverse()],
    ['an empty range', [{ startMicros: 0, endMicros: 0, stepMicros: 1 }, ...TAPERED]],
  ])('refuses %s', (_name, grid) => {
    expect(isPriceGrid(grid)).toBe(false);
  });
});

describe('steps', () => {
  it('are those of the range that holds the price, a border belonging to the upper range', () => {
    expect(
      [0, 99_999, 100_000, 500_000, 899_999, 900_000, 1_000_000].map((at) => stepAtMicros(TAPERED, price(at))),
    ).toEqual([1_000, 1_000, 10_000, 10_000, 10_000, 1_000, 1_000]);
  });

  it('know the finest of a grid', () => {
    expect(finestStepMicros(TAPERED)).toBe(1_000);
    expect(finestStepMicros(uniformGrid(2_500))).toBe(2_500);
  });
});

describe('isOnGrid', () => {
  it('tells prices of a tapered grid from those between its rows', () => {
    for (const on of [0, 1_000, 99_000, 100_000, 110_000, 890_000, 900_000, 901_000, 1_000_000]) {
      expect(isOnGrid(TAPERED, price(on))).toBe(true);
    }
    for (const off of [500, 99_500, 101_000, 105_000, 895_000, 900_500, 999_999, 1_000_001]) {
      expect(isOnGrid(TAPERED, price(off))).toBe(false);
    }
  });

  it(`agrees with the list of all prices of a grid (seed ${SEED})`, () => {
    const prices = new Set<number>();
    for (const { startMicros, endMicros, stepMicros } of TAPERED) {
      for (let at = startMicros; at <= endMicros; at += stepMicros) prices.add(at);
    }
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(1_000_000),
          fc.nat(1_000).map((at) => at * 1_000),
        ),
        (at) => {
          expect(isOnGrid(TAPERED, price(at))).toBe(prices.has(at));
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
