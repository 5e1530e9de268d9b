/**
 * A link: listings of several venues judged to be the same contract.
 *
 * Each member has an orientation: an inverted member's book is turned round (a bid at p is an ask at 1 - p) wherever the
 * link is shown. Only a person confirms a link.
 */
import type { ListingId } from './listing.ts';

export type Orientation = 'same' | 'inverted';

export type LinkStatus = 'suggested' | 'confirmed' | 'rejected';

export type LinkMember = { readonly listing: ListingId; readonly orientation: Orientation };

export type Link = {
  readonly id: string;
  readonly title: string;
  readonly status: LinkStatus;
  /** Two or more, each listing at most once. */
  readonly members: readonly LinkMember[];
};
