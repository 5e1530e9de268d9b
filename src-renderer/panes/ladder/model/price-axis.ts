/**
 * Maps prices to rows, in ascending order.
 *
 * Every step of the grid is a row whether or not it has a level, so rows do not move. The members of a link may have different
 * grids: a row exists wherever one of them allows a price.
 */
import { ONE_MICROS, type PriceMicros } from '../../../../src-shared/domain/micros.ts';
import { type PriceGrid, stepAtMicros } from '../../../../src-shared/domain/price-grid.ts';

export class PriceAxis {
  /** Rows from the price 0 (row 0) to the price 1. */
  readonly rows: number;
  readonly grid: PriceGrid;
  private readonly firstRows: readonly number[];

  constructor(grid: PriceGrid) {
    this.grid = grid;
    const firstRows: number[] = [];
    let row = 0;
    for (const range of grid) {
      firstRows.push(row);
      row += (range.endMicros - range.startMicros) / range.stepMicros;
    }
    this.firstRows = firstRows;
    this.rows = row + 1;
  }

  /** The price of a row in millionths, -1 outside the axis. */
  priceAt(row: number): number {
    if (row < 0 || row >= this.rows) return -1;
    let at = this.grid.length - 1;
    while (at > 0 && this.firstRows[at]! > row) at--;
    const range = this.grid[at]!;
    return range.startMicros + (row - this.firstRows[at]!) * range.stepMicros;
  }

  /** The row of the price or, for a price between two rows, the one below: where a bid belongs. */
  rowAtOrBelow(priceMicros: number): number {
    const at = this.rangeOf(priceMicros);
    const range = this.grid[at]!;
    return this.firstRows[at]! + Math.floor((priceMicros - range.startMicros) / range.stepMicros);
  }

  /** The row of the price or the one above: where an ask belongs. */
  rowAtOrAbove(priceMicros: number): number {
    const at = this.rangeOf(priceMicros);
    const range = this.grid[at]!;
    return this.firstRows[at]! + Math.ceil((priceMicros - range.startMicros) / range.stepMicros);
  }

  private rangeOf(priceMicros: number): number {
    let at = this.grid.length - 1;
    while (at > 0 && this.grid[at]!.startMicros > priceMicros) at--;
    return at;
  }
}

/** The grid that allows every price one of these grids allows. No grid: whole cents. */
export function mergeGrids(grids: readonly PriceGrid[]): PriceGrid {
  const edges = new Set<number>([0, ONE_MICROS]);
  for (const grid of grids) for (const range of grid) edges.add(range.startMicros);
  const sorted = [...edges].sort((a, b) => a - b);
  const merged: { startMicros: number; endMicros: number; stepMicros: number }[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const startMicros = sorted[i]!;
    const endMicros = sorted[i + 1]!;
    let stepMicros = endMicros - startMicros;
    if (grids.length === 0) stepMicros = 10_000;
    for (const grid of grids)
      stepMicros = greatestCommonDivisor(stepMicros, stepAtMicros(grid, startMicros as PriceMicros));
    const last = merged[merged.length - 1];
    if (last !== undefined && last.stepMicros === stepMicros) last.endMicros = endMicros;
    else merged.push({ startMicros, endMicros, stepMicros });
  }
  return merged;
}

/** The grid of the opposite outcome. */
export function mirrorGrid(grid: PriceGrid): PriceGrid {
  return grid
    .map(({ startMicros, endMicros, stepMicros }) => ({
      startMicros: ONE_MICROS - endMicros,
      endMicros: ONE_MICROS - startMicros,
      stepMicros,
    }))
    .reverse();
}

/** True when both have the same rows. */
export function sameGrid(a: PriceGrid, b: PriceGrid): boolean {
  return (
    a.length === b.length &&
    a.every((range, i) => range.startMicros === b[i]?.startMicros && range.stepMicros === b[i]?.stepMicros)
  );
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
