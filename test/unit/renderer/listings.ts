/** Listings for the window's tests. */
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';

/** A plain open listing; the venue is what its id starts with. */
export function listingOf(id: string, facts: Partial<Listing> = {}): Listing {
  return {
    id,
    venue: id.slice(0, id.indexOf(':')),
    marketId: id,
    eventId: '',
    title: `Title of ${id}`,
    outcomes: ['Yes', 'No'],
    symbols: [id],
    status: 'open',
    resolution: null,
    priceGrid: uniformGrid(10_000),
    minOrderSizeMicros: null,
    fees: NO_FEE,
    category: '',
    tags: [],
    closeTimeMs: null,
    volume24h: 0,
    rules: '',
    url: '',
    venueData: {},
    ...facts,
  };
}
