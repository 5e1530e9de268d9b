/**
 * A link: listings of several venues judged to be the same contract.
 *
 * Each member has an orientation: an inverted member's book is mirrored (a bid at p is an ask at 1 - p) wherever the
 * link is shown. Only the user confirms a link; what a program finds is a suggestion and never counts in totals or edges.
 */
import type { ListingId, Resolution } from './listing.ts';
import type { Millis } from './time.ts';

export type Orientation = 'same' | 'inverted';

export type LinkStatus = 'suggested' | 'confirmed' | 'rejected';

export type LinkMember = { readonly listing: ListingId; readonly orientation: Orientation };

/** What the user can do with a link; `split` takes one listing out of it. */
export const LINK_ACTIONS = ['confirm', 'reject', 'flip', 'split'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** Who did what with a link, and when. */
export type LinkDecision = { readonly action: LinkAction; readonly by: string; readonly atMs: Millis };

/** The venues settled the same contract differently. */
export type LinkDisagreement = {
  readonly seenMs: Millis;
  /** As each venue says it, in the venue's own terms. */
  readonly results: readonly { readonly listing: ListingId; readonly resolution: Resolution }[];
};

export type Link = {
  readonly id: string;
  readonly title: string;
  readonly status: LinkStatus;
  /** Two or more, each listing at most once. */
  readonly members: readonly LinkMember[];
  /** Oldest first; none while it is a suggestion. */
  readonly decisions?: readonly LinkDecision[];
  readonly disagreement?: LinkDisagreement;
};

/** The orientation of a relative to c, given that of a to b and of b to c. */
export function compose(a: Orientation, b: Orientation): Orientation {
  return a === b ? 'same' : 'inverted';
}

/** No venue is called so. */
const ID_BEGIN = 'link:';
const ID_JOINT = '+';

/** The id of the link that joins these listings, whatever their order. */
export function linkId(listings: readonly ListingId[]): string {
  return `${ID_BEGIN}${[...listings].sort().join(ID_JOINT)}`;
}

/** Whether an id is a link's, whether or not there still is such a link. */
export function isLinkId(id: string): boolean {
  return id.startsWith(ID_BEGIN);
}

/** The listings that a link's id names, or the listing that the id is. */
export function listingsNamed(id: string): readonly ListingId[] {
  return isLinkId(id) ? id.slice(ID_BEGIN.length).split(ID_JOINT) : [id];
}
