/**
 * An instrument: one book, as the engine needs to know it.
 *
 * It is the part of a listing that decoding and the checks use, plus the link that decides which shard keeps it: all members
 * of a link live in one shard, so that their consolidated book is made without crossing a thread.
 */
import type { FeeSchedule } from './fees.ts';
import type { Listing, ListingId, VenueId } from './listing.ts';
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
  /** When trading ends; absent or null: not known. */
  readonly closeTimeMs?: Millis | null;
  readonly venueData: Readonly<Record<string, string>>;
};

/** The part of a listing that the engine keeps a book for. */
export function instrumentOf({ id, venue, symbols, priceGrid, fees, closeTimeMs, venueData }: Listing): Instrument {
  return { id, venue, symbols, priceGrid, fees, closeTimeMs, venueData };
}
