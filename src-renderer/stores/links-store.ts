/** The links between listings, by id, as main last sent them. */
import { createStore } from 'zustand/vanilla';
import { isLinkId, type Link, listingsNamed } from '../../src-shared/domain/link.ts';
import { applyDifference, type LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export const linksStore = createStore<ReadonlyMap<string, Link>>(() => new Map());

/** Grows with every change of a link, shown or not: what was requested about links is out of date then. */
export const linksRevisionStore = createStore<number>(() => 0);

/** Replaces all links. */
export function setLinks(links: readonly Link[], revision = 0): void {
  linksStore.setState(new Map(links.map((link) => [link.id, link])), true);
  linksRevisionStore.setState(revision, true);
}

/** Takes what changed since the revision before. */
export function changeLinks(difference: LinkDifference, revision: number): void {
  if (difference.removed.length > 0 || difference.changed.length > 0) {
    const links = new Map(linksStore.getState());
    applyDifference(links, difference);
    linksStore.setState(links, true);
  }
  linksRevisionStore.setState(revision, true);
}

/** Shown in place of a link that no longer exists. */
export const LINK_GONE_TEXT =
  'This link no longer exists: it was rejected, split or only previewed. Press / to search its markets or K to review links.';

/** Whether a target is a link that no longer exists. Main's hello brings the links before anything is shown. */
export function isLinkGone(target: string, links: ReadonlyMap<string, Link>): boolean {
  return isLinkId(target) && !links.has(target);
}

/** The listings of a target: the members of a link in order, those in its id when it no longer exists, or the listing itself. */
export function targetListings(target: string): readonly ListingId[] {
  return (
    linksStore
      .getState()
      .get(target)
      ?.members.map((member) => member.listing) ?? listingsNamed(target)
  );
}
