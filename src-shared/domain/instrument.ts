/**
 * An instrument: one book, as the engine needs to know it.
 *
 * It is the part of a listing that decoding and the checks use, plus the link that decides which shard keeps it: all members
 * of a link live in one shard, so that their consolidated book is made without crossing a thread.
 */
import type { FeeSchedule } from './fees.ts';
import { decidedMsOf, type Listing, type ListingId, type VenueId } from './listing.ts';
import type { PriceGrid } from './price-grid.ts';
import type { Millis } from './time.ts';

export type Instrument = {
  readonly id: ListingId;
  readonly venue: VenueId;
  /** Wire names; the first is the one subscribed to. */
  readonly symbols: readonly string[];
  readonly priceGrid: PriceGrid;
  /** Null: the venue does not state its fee. */
  readonly fees: FeeSchedule | null;
  /** When the market is expected to be decided; absent or null: not known. */
  readonly decidedMs?: Millis | null;
  readonly venueData: Readonly<Record<string, string>>;
};

/** The part of a listing that the engine keeps a book for. */
export function instrumentOf(listing: Listing): Instrument {
  const { id, venue, symbols, priceGrid, fees, venueData } = listing;
  return { id, venue, symbols, priceGrid, fees, decidedMs: decidedMsOf(listing), venueData };
}
