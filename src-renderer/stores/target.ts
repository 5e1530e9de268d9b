/** Resolves the target of a pane: one listing, or a link of several. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { VenueCard } from '../../src-shared/contract/window-main.ts';
import { type Link, listingsNamed, type Orientation } from '../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { appStore } from './app-store.ts';
import { isLinkGone, linksStore, targetListings } from './links-store.ts';
import { listingsStore, needListings } from './listings-store.ts';

export type TargetMember = {
  readonly listing: ListingId;
  readonly orientation: Orientation;
  /** Null until main has sent them. */
  readonly facts: Listing | null;
  readonly venue: VenueCard | null;
};

export type TargetInfo = {
  readonly id: string;
  readonly title: string;
  readonly link: Link | null;
  /** A link that no longer exists: it has a title where one is known, and no members. */
  readonly isGone: boolean;
  /** In the order of a ladder frame's members. */
  readonly members: readonly TargetMember[];
};

/** Resolves a target from what is known. */
export function resolveTarget(
  target: string,
  links: ReadonlyMap<string, Link>,
  listings: ReadonlyMap<ListingId, Listing>,
  venues: readonly VenueCard[],
): TargetInfo {
  const link = links.get(target) ?? null;
  const isGone = isLinkGone(target, links);
  const ends = link?.members ?? (isGone ? [] : [{ listing: target, orientation: 'same' as const }]);
  const members = ends.map(({ listing, orientation }) => {
    const facts = listings.get(listing) ?? null;
    // The id starts with the venue's (listingId), so its name is known before the facts are.
    const venueId = facts?.venue ?? listing.slice(0, Math.max(0, listing.indexOf(':')));
    return { listing, orientation, facts, venue: venues.find((card) => card.id === venueId) ?? null };
  });
  const [named] = listingsNamed(target).flatMap((id) => listings.get(id)?.title ?? []);
  const title = link?.title ?? named ?? (isGone ? 'A link that no longer exists' : '');
  return { id: target, title, link, isGone, members };
}

/** The target of a pane; asks main for the facts that are missing. Null for null. */
export function useTarget(target: string | null): TargetInfo | null {
  const links = useStore(linksStore);
  const listings = useStore(listingsStore);
  const venues = useStore(appStore, (app) => app.venues);
  const mode = useStore(appStore, (app) => app.mode);
  const info = useMemo(
    () => (target === null ? null : resolveTarget(target, links, listings, venues)),
    [target, links, listings, venues],
  );
  useEffect(() => {
    return mode === null || info === null ? undefined : needListings(targetListings(info.id));
  }, [mode, info]);
  return info;
}
