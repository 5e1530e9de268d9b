/**
 * Decides which books to follow, most wanted first: what a window shows, the watchlist, linked markets, then the rest by
 * how much they trade and when they close, up to the limit of a person's settings.
 */
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Catalog } from './catalog.ts';
import type { LinkBook } from './link-book.ts';
import { topOf } from './top-of.ts';

export type WantedInput = {
  readonly catalog: Catalog;
  readonly links: LinkBook;
  /** Listing and link ids that windows show. */
  readonly shown: readonly string[];
  /** Listing and link ids of the watchlist. */
  readonly watchlist: readonly string[];
  readonly max: number;
};

export type Wanted = { readonly listings: readonly Listing[]; readonly leftOut: number };

export function wantedListings(input: WantedInput): Wanted {
  const { catalog, links, max } = input;
  const chosen = new Map<ListingId, Listing>();
  const choose = (listing: Listing | undefined): void => {
    if (listing && listing.status !== 'resolved' && chosen.size < max) chosen.set(listing.id, listing);
  };
  for (const id of [...input.shown, ...input.watchlist])
    for (const listing of links.listingsOf(id)) choose(catalog.get(listing));
  for (const link of links.all()) for (const { listing } of link.members) choose(catalog.get(listing));
  const rest: Listing[] = [];
  for (const listing of catalog.all()) if (listing.status === 'open' && !chosen.has(listing.id)) rest.push(listing);
  const room = Math.max(0, max - chosen.size);
  for (const listing of topOf(rest, room, byInterest)) choose(listing);
  return { listings: [...chosen.values()], leftOut: Math.max(0, rest.length - room) };
}

function byInterest(a: Listing, b: Listing): number {
  return b.volume24h - a.volume24h || closeTime(a) - closeTime(b);
}

function closeTime(listing: Listing): number {
  return listing.closeTimeMs ?? Number.MAX_SAFE_INTEGER;
}
