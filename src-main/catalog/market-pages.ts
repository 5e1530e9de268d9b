/** Pages of markets out of the catalogue: what a search or a list shows, without the links, which the catalogue does not know. */
import type { MarketQuery, MarketState, Search } from '../../src-shared/contract/window-main.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { type Catalog, marketState } from './catalog.ts';
import type { MarketRows } from './catalog-calls.ts';
import { type MatchedRows, matchMarkets } from './market-query.ts';

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
