/**
 * Merges the books of a link's members into one ladder, best level first, grouped on the way.
 *
 * Every level keeps each member's size; the total counts live members only, so a venue that cannot be trusted is seen and not
 * counted. Groups are side-aware: bids round down, asks round up, so a group never looks better than its levels. An inverted
 * member is the same book with its sides exchanged: a side's key is already the other side's price.
 */
import type { LadderSide } from '../../src-shared/contract/ladder-frame.ts';
import { LADDER_LEVELS_MAX } from '../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ASK, BID, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Book } from '../book/book.ts';

/** A book as seen from the ladder. */
export type Member = { readonly book: Book; readonly inverted: boolean };

/** True when the member's sizes may be added up. */
export function isLive(book: Book): boolean {
  return book.sync.phase === 'synced';
}

type Column = { keys: Float64Array; sizes: Float64Array; count: number; at: number };

const column = (levels: number): Column => ({
  keys: new Float64Array(levels),
  sizes: new Float64Array(levels),
  count: 0,
  at: 0,
});

/** One per shard; its buffers are reused from ladder to ladder. */
export class Consolidator {
  /** Set by the last merge: a side had more levels than a ladder holds. */
  cut = false;
  /** Set by the last merge: different prices at which a live member has a size, whatever was grouped or cut. */
  levels = 0;
  /** ... and every member's contracts on that side. */
  readonly depths: number[] = [];
  private readonly columns: Column[] = [];

  /** Merges one side into `out`, whose room must be for `members.length` members. */
  merge(members: readonly Member[], side: Side, groupMicros: number, out: LadderSide): void {
    const count = members.length;
    for (let m = 0; m < count; m++) this.load(m, members[m]!, side);
    out.count = 0;
    this.levels = 0;
    let isFull = false;
    let price = -1;
    for (;;) {
      let bestKey = -1;
      for (let m = 0; m < count; m++) {
        const from = this.columns[m]!;
        if (from.at < from.count && from.keys[from.at]! > bestKey) bestKey = from.keys[from.at]!;
      }
      if (bestKey < 0) return;
      const levelPrice = groupPrice(side, bestKey, groupMicros);
      if (!isFull && (levelPrice !== price || out.count === 0)) {
        isFull = out.count === out.prices.length;
        if (isFull) this.cut = true;
        else {
          price = levelPrice;
          out.prices[out.count] = price;
          out.totals[out.count] = 0;
          out.sizes.fill(0, out.count * count, (out.count + 1) * count);
          out.count++;
        }
      }
      if (this.take(members, bestKey, isFull ? null : out)) this.levels++;
    }
  }

  private load(m: number, member: Member, side: Side): void {
    const fromBids = (side === BID) !== member.inverted;
    const from = fromBids ? member.book.bids : member.book.asks;
    let into = this.columns[m];
    if (!into || into.keys.length < from.count) {
      into = column(Math.max(LADDER_LEVELS_MAX, from.count * 2));
      this.columns[m] = into;
    }
    into.count = from.copyBest(into.keys, into.sizes, from.count);
    into.at = 0;
    let depth = 0;
    for (let level = 0; level < into.count; level++) depth += into.sizes[level]!;
    this.depths[m] = depth;
  }

  /** Takes every member's level of this key, into the last row unless there is no room; true when one of them is live. */
  private take(members: readonly Member[], key: number, out: LadderSide | null): boolean {
    const row = out === null ? 0 : out.count - 1;
    let isCounted = false;
    for (let m = 0; m < members.length; m++) {
      const from = this.columns[m]!;
      if (from.at >= from.count || from.keys[from.at] !== key) continue;
      const size = from.sizes[from.at]!;
      const counts = isLive(members[m]!.book);
      from.at++;
      if (counts) isCounted = true;
      if (out === null) continue;
      out.sizes[row * members.length + m]! += size;
      if (counts) out.totals[row]! += size;
    }
    return isCounted;
  }
}

/** The row a level belongs to: its price, or the group's edge away from the touch. */
function groupPrice(side: Side, key: number, groupMicros: number): number {
  if (side === ASK) {
    const price = ONE_MICROS - key;
    return groupMicros === 0 ? price : Math.min(ONE_MICROS, Math.ceil(price / groupMicros) * groupMicros);
  }
  return groupMicros === 0 ? key : Math.floor(key / groupMicros) * groupMicros;
}
