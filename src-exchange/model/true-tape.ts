/** What was really traded: what the app's trades are compared with. */

import type { VenueId } from './contract-plan.ts';
import { TAPE_KEPT_MAX } from './limits.ts';
import type { Listing } from './listing.ts';
import type { Trade } from './world-sink.ts';

/** A trade as it happened, in YES terms, whatever symbol it was printed on. */
export interface TrueTradeRecord {
  readonly venue: VenueId;
  readonly marketId: string;
  readonly priceMicros: number;
  readonly sizeMicros: number;
  readonly takerSide: 'buy' | 'sell';
  readonly timeMs: number;
}

export class TrueTape {
  readonly counts: Record<VenueId, number>;
  readonly #trades: TrueTradeRecord[] = [];

  constructor(venues: readonly VenueId[]) {
    this.counts = Object.fromEntries(venues.map((venue) => [venue, 0]));
  }

  add({ venue, marketId }: Listing, trade: Trade, timeMs: number): void {
    this.counts[venue] = (this.counts[venue] ?? 0) + 1;
    this.#trades.push({ venue, marketId, ...trade, timeMs });
    if (this.#trades.length > 2 * TAPE_KEPT_MAX) this.#trades.splice(0, TAPE_KEPT_MAX);
  }

  /** Oldest first. */
  list(): readonly TrueTradeRecord[] {
    return this.#trades.slice(-TAPE_KEPT_MAX);
  }
}
