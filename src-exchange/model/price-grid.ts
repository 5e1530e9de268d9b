/**
 * Decides which prices exist: the tick grid of one market.
 *
 * A grid is made of ranges, each with its own step.
 * Prices 0 and 1 are never quoted. All prices are integers of one millionth of a dollar.
 */
export interface PriceRange {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly stepMicros: number;
}

const ONE = 1_000_000;

/** Immutable; shared by every market with the same ticks. */
export class PriceGrid {
  readonly name: string;
  readonly ranges: readonly PriceRange[];
  /** Every quotable price, ascending. */
  readonly prices: readonly number[];
  /** The finest step of the grid. */
  readonly tickMicros: number;

  constructor(name: string, ranges: readonly PriceRange[]) {
    this.name = name;
    this.ranges = ranges;
    const prices: number[] = [];
    let tickMicros = ONE;
    for (const range of ranges) {
      tickMicros = Math.min(tickMicros, range.stepMicros);
      for (let price = range.startMicros; price < range.endMicros; price += range.stepMicros) {
        if (price > 0) prices.push(price);
      }
    }
    this.prices = prices;
    this.tickMicros = tickMicros;
  }

  /** The price at an index; asserts that the index is on the grid. */
  priceAt(index: number): number {
    const price = this.prices[index];
    if (price === undefined) throw new Error(`grid ${this.name} has no index ${index}`);
    return price;
  }

  /** Index of the highest price at or below; -1 when every price is above. */
  floorIndex(priceMicros: number): number {
    const prices = this.prices;
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (prices[middle]! <= priceMicros) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Index of the lowest price at or above; the number of prices when every price is below. */
  ceilIndex(priceMicros: number): number {
    const floor = this.floorIndex(priceMicros);
    return floor >= 0 && this.prices[floor] === priceMicros ? floor : floor + 1;
  }

  /** The step in force at a price. */
  stepAt(priceMicros: number): number {
    for (const range of this.ranges) if (priceMicros < range.endMicros) return range.stepMicros;
    return this.tickMicros;
  }
}

const grids = new Map<string, PriceGrid>();

/** The grid of this name; made once. */
export function namedGrid(name: string, ranges: readonly PriceRange[]): PriceGrid {
  let grid = grids.get(name);
  if (grid === undefined) {
    grid = new PriceGrid(name, ranges);
    grids.set(name, grid);
  }
  return grid;
}

/** One step from 0 to 1. */
export function uniformGrid(stepMicros: number): PriceGrid {
  return namedGrid(`tick ${stepMicros}`, [{ startMicros: 0, endMicros: ONE, stepMicros }]);
}
