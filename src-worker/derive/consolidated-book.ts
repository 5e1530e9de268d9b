/**
 * Merges the books of a link's members into one ladder, best level first, grouped on the way.
 *
 * Every level keeps each member's size; the total counts live members only, so a venue that cannot be trusted is seen and not
 * counted. Groups are side-aware: bids round down, asks round up, so a group never looks better than its levels. An inverted
 * member is the same book with its sides exchanged: a side's key is already the other side's price.
 */
import { type LadderSide, ladderSide } from '../../src-shared/contract/ladder-frame.ts';
import { ASK, BID, type Side } from '../../src-shared/domain/event-buffer.ts';
import { LADDER_LEVELS_MAX } from '../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
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
  private readonly columns: Column[] = [];

  /** Merges one side into `out`, whose room must be for `members.length` members. */
  merge(members: readonly Member[], side: Side, groupMicros: number, out: LadderSide): void {
    const count = members.length;
    for (let m = 0; m < count; m++) this.load(m, members[m]!, side);
    out.count = 0;
    let price = -1;
    for (;;) {
      let bestKey = -1;
      for (let m = 0; m < count; m++) {
        const from = this.columns[m]!;
        if (from.at < from.count && from.keys[from.at]! > bestKey) bestKey = from.keys[from.at]!;
      }
      if (bestKey < 0) return;
      const levelPrice = groupPrice(side, bestKey, groupMicros);
      if (levelPrice !== price || out.count === 0) {
        if (out.count === out.prices.length) {
          this.cut = true;
          return;
        }
        price = levelPrice;
        out.prices[out.count] = price;
        out.totals[out.count] = 0;
        out.sizes.fill(0, out.count * count, (out.count + 1) * count);
        out.count++;
      }
      this.take(members, bestKey, out);
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
  }

  private take(members: readonly Member[], key: number, out: LadderSide): void {
    const row = out.count - 1;
    for (let m = 0; m < members.length; m++) {
      const from = this.columns[m]!;
      if (from.at >= from.count || from.keys[from.at] !== key) continue;
      const size = from.sizes[from.at]!;
      out.sizes[row * members.length + m]! += size;
      if (isLive(members[m]!.book)) out.totals[row]! += size;
      from.at++;
    }
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

/** Room for a ladder of so many members. */
export function ladderRoom(members: number): LadderSide {
  return ladderSide(LADDER_LEVELS_MAX, members);
}
