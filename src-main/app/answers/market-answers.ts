/** Answers to windows about markets: rows of the catalogue with the links they are part of. */
import type { MarketPage, SearchHit } from '../../../src-shared/contract/window-main.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { MarketRows } from '../../catalog/catalog-calls.ts';
import type { CatalogClient } from '../../catalog/catalog-client.ts';
import { searchQuery } from '../../catalog/market-pages.ts';
import type { LinkTable } from '../../links/link-table.ts';
import type { WindowRequestHandlers } from './request-handlers.ts';

/** How many suggested links with a listing the user has not decided on. */
export type SuggestedOf = (id: ListingId) => number;

export function marketHandlers(
  catalog: CatalogClient,
  links: LinkTable,
  suggestedOf: SuggestedOf,
): Pick<WindowRequestHandlers, 'search' | 'markets' | 'listings'> {
  return {
    // A newer search from the same window supersedes the older one.
    search: async (ask, window) => searchHits(await catalog.search(window, searchQuery(ask)), links, suggestedOf),
    markets: async (ask) => marketPage(await catalog.call('markets', [ask]), links, suggestedOf),
    listings: ({ ids }) => catalog.listings(ids),
  };
}

export function searchHits(
  listings: readonly Listing[],
  links: LinkTable,
  suggestedOf: SuggestedOf,
): readonly SearchHit[] {
  return listings.map((listing) => hitOf(listing, links, suggestedOf));
}

export function marketPage({ rows, ...page }: MarketRows, links: LinkTable, suggestedOf: SuggestedOf): MarketPage {
  return { ...page, rows: rows.map(({ listing, state }) => ({ ...hitOf(listing, links, suggestedOf), state })) };
}

function hitOf(listing: Listing, links: LinkTable, suggestedOf: SuggestedOf): SearchHit {
  return { listing, link: links.ofListing(listing.id), suggested: suggestedOf(listing.id) };
}
