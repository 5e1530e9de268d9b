/** The part of a listing that the engine keeps a book for. */
import type { Instrument } from './instrument.ts';
import type { Listing } from './listing.ts';

export function instrumentOf({ id, venue, symbols, priceGrid, fees, closeTimeMs, venueData }: Listing): Instrument {
  return { id, venue, symbols, priceGrid, fees, closeTimeMs, venueData };
}
