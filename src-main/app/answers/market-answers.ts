/** What windows are answered about markets: rows of the catalogue with the links they are part of. */
import type { MarketPage, SearchHit } from '../../../src-shared/contract/window-main.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { MarketRows } from '../../catalog/catalog-calls.ts';
import type { LinkBook } from '../../links/link-book.ts';

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
