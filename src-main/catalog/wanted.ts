/**
 * Decides which books to follow, most wanted first: what a window shows, the watchlist, linked markets; then, as far as the
 * settings allow, the markets that are decided soonest, and among those of a tier the most traded.
 *
 * A market that is followed keeps its slot against others of its tier: volumes change all the time, and a slot that changes hands costs a
 * snapshot. Markets that ended take no slot. Those shown or watched are followed all the same, so that they are seen to have ended.
 */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionScope } from '../../src-shared/domain/subscription-scope.ts';
import { type Tier, tierOf } from '../../src-shared/domain/tier.ts';
import { topOf } from '../base/top-of.ts';
import type { Catalog } from './catalog.ts';
import { FOLLOWED, OPEN } from './market-columns.ts';

/** Tiers that are followed by themselves with `soon`. */
const SOON: Tier = 2;
/** Below all tiers. */
const OVERDUE = -1;
/**
 * An hour after its time a market that is still called open gives its slot to any other; a date in the past does not
 * always end trading.
 */
export const OVERDUE_MS = 3_600_000;

export type WantedInput = {
  /** What windows show, then the watchlist; the catalogue adds the members of links. Each is followed whatever the scope. */
  readonly asked: readonly ListingId[];
  readonly scope: SubscriptionScope;
  readonly max: number;
};

export type Wanted = {
  readonly rows: readonly number[];
  /** Open markets of the scope that found no slot. */
  readonly leftOut: number;
};

export function wantedMarkets(catalog: Catalog, input: WantedInput, nowMs: number): Wanted {
  const { columns } = catalog;
  const { asked, scope, max } = input;
  const rows = new Set<number>();
  const without = new Set<number>();
  let slots = 0;
  for (const id of asked) {
    const row = catalog.rowOf(id);
    if (row < 0 || rows.has(row)) continue;
    const takesSlot = Number.isNaN(columns.ended[row]!);
    if (takesSlot && slots >= max) without.add(row);
    else {
      rows.add(row);
      if (takesSlot) slots++;
    }
  }
  if (scope === 'watchlist') return { rows: [...rows], leftOut: without.size };
  const least = scope === 'all' ? OVERDUE : SOON;
  const rest: number[] = [];
  for (let row = 0; row < columns.rowCount; row++) {
    if (!columns.isAlive(row) || columns.status[row] !== OPEN || rows.has(row) || without.has(row)) continue;
    // Kept from an earlier run, and over since: it is not followed before the venue lists it again.
    if (columns.closes[row]! <= nowMs && columns.walk[row] === 0) continue;
    if (urgency(columns.decided[row]!, nowMs) >= least) rest.push(row);
  }
  const room = Math.max(0, max - slots);
  const bySoonest = (a: number, b: number): number =>
    urgency(columns.decided[b]!, nowMs) - urgency(columns.decided[a]!, nowMs) ||
    (columns.flags[b]! & FOLLOWED) - (columns.flags[a]! & FOLLOWED) ||
    columns.volume[b]! - columns.volume[a]! ||
    a - b;
  for (const row of topOf(rest, room, bySoonest)) rows.add(row);
  return { rows: [...rows], leftOut: without.size + Math.max(0, rest.length - room) };
}

/** The tier, or less than all for a market whose time is long over. */
function urgency(decided: number, nowMs: number): number {
  return decided < nowMs - OVERDUE_MS ? OVERDUE : tierOf(decided, nowMs);
}
