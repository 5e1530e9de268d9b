/**
 * Decides how trading differs between venues: what an order may be, and in which order its effects are published.
 */
import type { PriceGrid } from './price-grid.ts';

export interface TradingRules {
  /** The smallest step of a size, in millionths of a contract. */
  readonly sizeStepMicros: number;
  /** Share of orders that are not whole contracts. */
  readonly oddShare: number;
  /** True: each level that an order takes is followed by its trade. False: all changes, then all trades, then the book. */
  readonly tradesByLevel: boolean;
  /**
   * True: what an order leaves at its limit may show before the levels it takes are gone, so that the book is crossed
   * inside messages of one timestamp, never at rest.
   */
  readonly restsFirst: boolean;
  /** True: orders stay when the grid changes. False: all go, and others come on the new grid. */
  readonly keepsOrders: boolean;
  /** The grid that the fault `grid-change` moves a market to. */
  otherGrid(grid: PriceGrid): PriceGrid;
  /** The grid that the venue moves a market to at this sum of best bid and ask; undefined: it stays. */
  gridAt?(grid: PriceGrid, doubleMidMicros: number): PriceGrid | undefined;
}
