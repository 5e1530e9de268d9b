/** Listings as the catalogue has them, for tests that need their ids and symbols only. */
import { NO_FEE } from '../../src-shared/domain/fees.ts';
import { type Listing, listingId } from '../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';

export function listing(venue: string, marketId: string, facts: Partial<Listing> = {}): Listing {
  return {
    id: listingId(venue, marketId),
    venue,
    marketId,
    eventId: '',
    title: `Market ${marketId}`,
    outcomes: ['Yes', 'No'],
    symbols: [marketId],
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

/** Markets 1..count. */
export function listings(venue: string, count: number): readonly Listing[] {
  return Array.from({ length: count }, (_, at) => listing(venue, String(at + 1)));
}
