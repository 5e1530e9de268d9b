/**
 * The prices a market allows: one or more ranges, each with its own step.
 *
 * Polymarket has a single range, Kalshi may be finer near 0 and 1 (tapered). A grid can change while a market lives.
 */
import { ONE_MICROS, type PriceMicros } from './micros.ts';

/** Prices from `startMicros` to `endMicros` in steps of `stepMicros`. */
export type PriceRange = {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly stepMicros: number;
};

/** Ranges in ascending order, touching, covering 0..1_000_000. */
export type PriceGrid = readonly PriceRange[];

/** A grid with one step everywhere. */
export function uniformGrid(stepMicros: number): PriceGrid {
  return [{ startMicros: 0, endMicros: ONE_MICROS, stepMicros }];
}

/** True when the ranges are ascending, touching, of positive whole steps, and cover 0..1. */
export function isPriceGrid(grid: PriceGrid): boolean {
  let at = 0;
  for (const range of grid) {
    if (range.startMicros !== at || range.endMicros <= range.startMicros) return false;
    if (!Number.isInteger(range.stepMicros) || range.stepMicros <= 0) return false;
    if ((range.endMicros - range.startMicros) % range.stepMicros !== 0) return false;
    at = range.endMicros;
  }
  return at === ONE_MICROS;
}

/** The step of the range that holds the price. */
export function stepAtMicros(grid: PriceGrid, price: PriceMicros): number {
  for (const range of grid) if (price < range.endMicros) return range.stepMicros;
  return grid[grid.length - 1]?.stepMicros ?? ONE_MICROS;
}

/** The smallest step of the grid: the row height of an ungrouped ladder. */
export function finestStepMicros(grid: PriceGrid): number {
  let finest = ONE_MICROS;
  for (const range of grid) if (range.stepMicros < finest) finest = range.stepMicros;
  return finest;
}

/** The one step that every price of the grid is a multiple of, 0 when there is none. */
export function regularStepMicros(grid: PriceGrid): number {
  const step = finestStepMicros(grid);
  const regular = grid.every(({ startMicros, stepMicros }) => startMicros % step === 0 && stepMicros % step === 0);
  return regular && ONE_MICROS % step === 0 ? step : 0;
}

/** True when the price is one the grid allows. */
export function isOnGrid(grid: PriceGrid, price: PriceMicros): boolean {
  for (const range of grid) {
    if (price <= range.endMicros) return (price - range.startMicros) % range.stepMicros === 0;
  }
  return false;
}
