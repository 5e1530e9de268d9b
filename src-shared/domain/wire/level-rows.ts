/**
 * Writes the levels of one side of a snapshot: levels without size are left out, equal prices are added up.
 *
 * Venues send levels in order, so a price seen before is only searched for once the order is broken.
 */
import { EVENT, type EventBuffer, type Side } from './event-buffer.ts';

/** Levels a side may have: every price of the finest grid of any venue, 0.0001. */
export const LEVELS_PER_SIDE_MAX = 10_001;

export class LevelRows {
  private out: EventBuffer;
  private slot = 0;
  private side: Side = 0;
  private timeMs = 0;
  /** First row of the side. */
  private first = 0;
  /** Sign of the step from a price to the next; 0 until two prices were seen. */
  private direction = 0;
  private ordered = true;
  private taken = 0;

  constructor(out: EventBuffer) {
    this.out = out;
  }

  /** Starts a side. The snapshot row must have been written. */
  begin(out: EventBuffer, slot: number, side: Side, timeMs: number): void {
    this.out = out;
    this.slot = slot;
    this.side = side;
    this.timeMs = timeMs;
    this.first = out.length;
    this.direction = 0;
    this.ordered = true;
    this.taken = 0;
  }

  /** Adds a level. False when there are too many, or when the sum of equal prices is beyond what can be held exactly. */
  add(priceMicros: number, sizeMicros: number): boolean {
    if (++this.taken > LEVELS_PER_SIDE_MAX) return false;
    if (sizeMicros === 0) return true;
    const row = this.rowOf(priceMicros);
    if (row < 0) {
      this.out.push(EVENT.level, this.slot, this.side, priceMicros, sizeMicros, this.timeMs);
      return true;
    }
    const sum = this.out.size[row]! + sizeMicros;
    this.out.size[row] = sum;
    return sum <= Number.MAX_SAFE_INTEGER;
  }

  /** The row that holds the price already, or -1. */
  private rowOf(priceMicros: number): number {
    const { price } = this.out;
    const last = this.out.length - 1;
    if (last < this.first) return -1;
    if (this.ordered) {
      const direction = Math.sign(priceMicros - price[last]!);
      if (direction === 0) return last;
      if (this.direction === 0) this.direction = direction;
      if (direction === this.direction) return -1;
      this.ordered = false;
    }
    for (let row = last; row >= this.first; row--) if (price[row] === priceMicros) return row;
    return -1;
  }
}
