/** What windows are answered about markets: rows of the catalogue with the links they are part of. */
import type {
  MarketPage,
  MarketQuery,
  MarketState,
  Search,
  SearchHit,
} from '../../../src-shared/contract/window-main.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import { type Catalog, marketState } from '../../catalog/catalog.ts';
import type { MarketRows } from '../../catalog/catalog-calls.ts';
import { type MatchedRows, matchMarkets } from '../../catalog/market-query.ts';
import type { LinkBook } from '../../links/link-book.ts';

/** A search is a query that asks for the best. */
export function searchQuery({ text, venues, limit }: Search): MarketQuery {
  return {
    text,
    venues,
    categories: [],
    tags: [],
    tiers: [],
    states: [],
    closesWithinMs: null,
    volumeMin: 0,
    sort: 'rank',
    descending: true,
    offset: 0,
    limit,
  };
}

/** The first listings of a query, without a count of the rest. */
export function firstListings(catalog: Catalog, query: MarketQuery, nowMs: number): readonly Listing[] {
  const { rows } = matchMarkets(catalog, query, nowMs, query.limit);
  return [...rows].map((row) => catalog.listingAt(row)).filter((listing) => listing !== undefined);
}

/** The page of a query's result. */
export function pageRows(catalog: Catalog, matched: MatchedRows, query: MarketQuery, nowMs: number): MarketRows {
  const rows: { listing: Listing; state: MarketState }[] = [];
  for (const row of matched.rows.subarray(query.offset, query.offset + query.limit)) {
    // The result may be some seconds old.
    const listing = catalog.columns.isAlive(row) ? catalog.listingAt(row) : undefined;
    if (listing) rows.push({ listing, state: marketState(catalog.columns, row, nowMs) });
  }
  return { total: matched.total, rows, categories: matched.categories, tags: matched.tags };
}

/** How many links with a listing are suggested and wait for a person. */
export type SuggestedOf = (id: ListingId) => number;

export function searchHits(
  listings: readonly Listing[],
  links: LinkBook,
  suggestedOf: SuggestedOf,
): readonly SearchHit[] {
  return listings.map((listing) => hitOf(listing, links, suggestedOf));
}

export function marketPage({ rows, ...page }: MarketRows, links: LinkBook, suggestedOf: SuggestedOf): MarketPage {
  return { ...page, rows: rows.map(({ listing, state }) => ({ ...hitOf(listing, links, suggestedOf), state })) };
}

function hitOf(listing: Listing, links: LinkBook, suggestedOf: SuggestedOf): SearchHit {
  return { listing, link: links.ofListing(listing.id), suggested: suggestedOf(listing.id) };
}
