import { expect, test } from 'vitest';
import { namedGrid, uniformGrid } from '../../../../src-exchange/model/price-grid.ts';

const TAPERED = namedGrid('tapered in a test', [
  { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
  { startMicros: 100_000, endMicros: 900_000, stepMicros: 10_000 },
  { startMicros: 900_000, endMicros: 1_000_000, stepMicros: 1_000 },
]);

test('a cent grid holds 99 prices, never 0 or 1', () => {
  const grid = uniformGrid(10_000);
  expect(grid.prices).toHaveLength(99);
  expect([grid.prices[0], grid.prices.at(-1)]).toEqual([10_000, 990_000]);
});

test('a tapered grid is fine at both ends and mirrors itself', () => {
  const { prices } = TAPERED;
  expect(prices).toHaveLength(99 + 80 + 100);
  const mirrored = prices.map((price) => 1_000_000 - price).reverse();
  expect(mirrored).toEqual(prices);
});

test('a price off the grid finds its neighbours', () => {
  const grid = uniformGrid(10_000);
  expect(grid.priceAt(grid.floorIndex(123_456))).toBe(120_000);
  expect(grid.priceAt(grid.ceilIndex(123_456))).toBe(130_000);
  expect(grid.floorIndex(120_000)).toBe(grid.ceilIndex(120_000));
  expect(grid.floorIndex(9_999)).toBe(-1);
  expect(grid.ceilIndex(990_001)).toBe(99);
});

test('the step in force depends on the price', () => {
  expect([50_000, 500_000, 950_000].map((price) => TAPERED.stepAt(price))).toEqual([1_000, 10_000, 1_000]);
});
