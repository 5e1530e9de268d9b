/**
 * Finds listings by words: every word must occur in the title, an outcome, the category, a tag or an id.
 *
 * A title that starts with the text comes first, then linked listings, then by volume. Linked listings are told with their link,
 * so that a window can show them as one.
 */
import type { Search, SearchHit } from '../../src-shared/contract/window-main.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { Catalog } from './catalog.ts';
import type { LinkBook } from './link-book.ts';
import { topOf } from './top-of.ts';

const STARTS = 4;
const LINKED = 2;
const OPEN = 1;

type Ranked = { readonly listing: Listing; readonly rank: number };

export function searchCatalog(catalog: Catalog, links: LinkBook, search: Search): readonly SearchHit[] {
  const text = search.text.trim().toLowerCase();
  const words = text.split(/\s+/).filter((word) => word !== '');
  const venues = new Set(search.venues);
  const hits: Ranked[] = [];
  for (const listing of catalog.all()) {
    if (venues.size > 0 && !venues.has(listing.venue)) continue;
    if (words.length > 0) {
      const found = haystack(listing);
      if (!words.every((word) => found.includes(word))) continue;
    }
    const starts = words.length > 0 && listing.title.toLowerCase().startsWith(text) ? STARTS : 0;
    const linked = links.ofListing(listing.id) ? LINKED : 0;
    hits.push({ listing, rank: starts + linked + (listing.status === 'open' ? OPEN : 0) });
  }
  return topOf(hits, search.limit, byRank).map(({ listing }) => ({ listing, link: links.ofListing(listing.id) }));
}

function byRank(a: Ranked, b: Ranked): number {
  return b.rank - a.rank || b.listing.volume24h - a.listing.volume24h || compare(a.listing.title, b.listing.title);
}

const haystacks = new WeakMap<Listing, string>();

function haystack(listing: Listing): string {
  let text = haystacks.get(listing);
  if (text === undefined) {
    text = [listing.title, ...listing.outcomes, listing.category, ...listing.tags, listing.marketId, listing.venue]
      .join(' ')
      .toLowerCase();
    haystacks.set(listing, text);
  }
  return text;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
