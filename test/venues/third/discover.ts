/** Finds the third venue's markets: numbered pages of two, and one market a request. */
import {
  type ContractTexts,
  type Listing,
  type ListingStatus,
  listingId,
  type Resolution,
} from '../../../src-shared/domain/listing.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../src-shared/domain/time.ts';
import { type Discovery, type DiscoveryPage, type RestRequest, VenueError } from '../../../src-shared/venues/venue.ts';
import { asObject, feesOf, type MarketRecord, textOr, tickGrid } from './wire.ts';

export const THIRD_ID = 'third';
const PAGES_MAX = 1_000;
/** Every price that the venue trades at is on it, for a market that names no tick. */
const SAFE_GRID = uniformGrid(100);

export function createDiscovery(): Discovery {
  return new ThirdDiscovery();
}

class ThirdDiscovery implements Discovery {
  private readonly seen = new Set<string>();
  /** The page to ask for, null when all were seen. */
  private page: number | null = 0;

  next(): RestRequest | null {
    if (this.page === null) return null;
    return { endpoint: 'rest', method: 'GET', path: '/markets', query: [['page', `${this.page}`]], bucket: 'rest' };
  }

  accept(body: Json): DiscoveryPage {
    const { markets, next } = asObject<{ markets?: unknown; next?: unknown }>(body) ?? {};
    if (this.page === null || !Array.isArray(markets)) throw new VenueError('Third sent a page without markets.');
    const problems: string[] = [];
    const listings: Listing[] = [];
    for (const item of markets) {
      const listing = listingOf(item, problems);
      if (listing?.status !== 'open' || this.seen.has(listing.id)) continue;
      this.seen.add(listing.id);
      listings.push(listing);
    }
    // Pages are counted up; any other number would lead round in a circle.
    this.page = next === this.page + 1 && next < PAGES_MAX ? next : null;
    if (this.page === null && next !== null) problems.push('Third named a page out of order; the walk ends here.');
    return { listings, problems };
  }
}

export function marketRequest([marketId]: readonly string[]): RestRequest {
  const path = `/markets/${encodeURIComponent(marketId ?? '')}`;
  return { endpoint: 'rest', method: 'GET', path, query: [], bucket: 'rest', mayBeMissing: true, route: '/markets/' };
}

/** The record of one market; null: it is unknown to the venue. */
export function readMarkets(body: Json): DiscoveryPage {
  if (body === null) return { listings: [], problems: [] };
  if (asObject<MarketRecord>(body) === null) throw new VenueError('Third answered without a market.');
  const problems: string[] = [];
  const listing = listingOf(body, problems);
  return { listings: listing ? [listing] : [], problems };
}

function listingOf(item: unknown, problems: string[]): Listing | null {
  const record = asObject<MarketRecord>(item);
  const marketId = textOr(record?.id);
  if (record === null || !/^\S+$/.test(marketId)) {
    problems.push('A market has no id.');
    return null;
  }
  const fees = feesOf(record.fees);
  if (fees === null) problems.push(`Market ${marketId} states no fee that can be read.`);
  const priceGrid = tickGrid(record.tick);
  if (priceGrid === null) problems.push(`Market ${marketId} names no usable tick.`);
  const resolution = resolutionOf(record.result);
  return {
    id: listingId(THIRD_ID, marketId),
    venue: THIRD_ID,
    marketId,
    eventId: '',
    ...contractOf(record),
    title: textOr(record.title) || marketId,
    symbols: [marketId],
    status: statusOf(record.status, resolution),
    resolution,
    priceGrid: priceGrid ?? SAFE_GRID,
    minOrderSizeMicros: null,
    fees,
    tags: [],
    volume24h: null,
    url: '',
    venueData: {},
  };
}

export function readContract(body: Json): ContractTexts | null {
  const record = asObject<MarketRecord>(body);
  return record === null ? null : contractOf(record);
}

function contractOf({ title, category, closes, rules }: MarketRecord): ContractTexts {
  const closeTimeMs = Date.parse(textOr(closes));
  return {
    title: textOr(title),
    outcomes: ['Yes', 'No'],
    category: textOr(category),
    closeTimeMs: Number.isFinite(closeTimeMs) ? (closeTimeMs as Millis) : null,
    rules: textOr(rules),
  };
}

function statusOf(status: unknown, resolution: Resolution | null): ListingStatus {
  if (resolution !== null) return 'resolved';
  return status === 'open' ? 'open' : 'closed';
}

export function resolutionOf(result: unknown): Resolution | null {
  if (result === 'yes' || result === 'no') return result;
  return textOr(result) === '' ? null : 'other';
}
