/**
 * Computes the length of bars and which levels are walls, from the visible levels.
 *
 * One wall must not make every other bar invisible: a bar is full at a few times the median, and a larger level is full and
 * marked. The full size is a round number and changes only when it is clearly wrong, so bars do not pulse.
 */

/** A wall is at least this many times the median level of its side. */
export const WALL_MEDIANS = 5;
/** With fewer levels than this a median says nothing. */
const WALL_LEVELS_MIN = 5;
/** A bar is full at this many medians, unless no level is so large. */
const FULL_MEDIANS = 6;
/** The full size shrinks when what is needed has fallen below this part of it. */
const SHRINK_BELOW = 0.4;

const ROUND = [1, 2, 5, 10] as const;

/** The smallest 1, 2 or 5 times a power of ten that is not below `size`. */
export function roundUp(size: number): number {
  if (size <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  for (const factor of ROUND) if (factor * power >= size) return factor * power;
  return 10 * power;
}

export class LevelScale {
  /** The size that fills a bar, millionths. */
  barMicros = 1;
  private seen = new Float64Array(0);

  /** The median of the sizes above zero; 0 with too few to tell. */
  median(totals: Float64Array): number {
    if (this.seen.length < totals.length) this.seen = new Float64Array(totals.length);
    let count = 0;
    for (let slot = 0; slot < totals.length; slot++) if (totals[slot]! > 0) this.seen[count++] = totals[slot]!;
    if (count < WALL_LEVELS_MIN) return 0;
    const sorted = this.seen.subarray(0, count).sort();
    const upper = sorted[count >> 1]!;
    return count % 2 === 1 ? upper : (upper + sorted[(count >> 1) - 1]!) / 2;
  }

  /** Takes the medians and the largest level of what is seen. */
  fit(largest: number, bidMedian: number, askMedian: number): void {
    const median = Math.max(bidMedian, askMedian);
    const needed = roundUp(median > 0 ? Math.min(largest, median * FULL_MEDIANS) : largest);
    if (needed > this.barMicros || needed < this.barMicros * SHRINK_BELOW) this.barMicros = needed;
  }
}
