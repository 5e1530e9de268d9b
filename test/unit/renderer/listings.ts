/** Listings for the window's tests. */
import type { Listing } from '../../../src-shared/domain/listing.ts';
import { listing } from '../listings.ts';

/** A plain open listing; the venue is what its id starts with. */
export function listingOf(id: string, facts: Partial<Listing> = {}): Listing {
  const venue = id.slice(0, id.indexOf(':'));
  return listing(venue, id.slice(venue.length + 1), { title: `Title of ${id}`, ...facts });
}
