/**
 * Places one side of a ladder frame on the price axis: the row of each level, and the cumulative size from the touch to it.
 *
 * Levels stay as the engine sent them, best first; a mirrored side (the NO view) only exchanges prices and sides. Sums are of
 * integers and count live members only, like the totals of the frame.
 */
import type { LadderSide } from '../../../../src-shared/contract/ladder-frame.ts';
import { LADDER_LEVELS_MAX } from '../../../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import type { PriceAxis } from './price-axis.ts';

const NOTHING = new Float64Array(0);

export class BookSide {
  readonly isBid: boolean;
  count = 0;
  members = 0;
  /** The axis row of each level: descending for bids, ascending for asks. */
  rows = new Int32Array(LADDER_LEVELS_MAX);
  /** In the terms of the view, millionths. */
  prices = new Float64Array(LADDER_LEVELS_MAX);
  /** Live size from the touch to the level, both included. */
  cums = new Float64Array(LADDER_LEVELS_MAX);
  /** Live size of the level; the frame's own column. */
  totals: Float64Array = NOTHING;
  /** `members` numbers a level; the frame's own column. */
  sizes: Float64Array = NOTHING;

  constructor(isBid: boolean) {
    this.isBid = isBid;
  }

  clear(): void {
    this.count = 0;
  }

  /** `mirrored`: `side` is the other outcome's other side. */
  load(side: LadderSide, members: number, axis: PriceAxis, mirrored: boolean): void {
    const count = side.count;
    if (count > this.rows.length) this.grow(count);
    this.count = count;
    this.members = members;
    this.totals = side.totals;
    this.sizes = side.sizes;
    let cum = 0;
    for (let level = 0; level < count; level++) {
      const price = mirrored ? ONE_MICROS - side.prices[level]! : side.prices[level]!;
      cum += side.totals[level]!;
      this.prices[level] = price;
      this.rows[level] = this.isBid ? axis.rowAtOrBelow(price) : axis.rowAtOrAbove(price);
      this.cums[level] = cum;
    }
  }

  private grow(levels: number): void {
    this.rows = new Int32Array(levels);
    this.prices = new Float64Array(levels);
    this.cums = new Float64Array(levels);
  }
}
