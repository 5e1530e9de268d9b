/**
 * Holds which links the user asked to review: those of a market, or a single one. The shell opens the Links pane, which follows.
 */
import { createStore } from 'zustand/vanilla';
import type { LinkShelf } from '../../src-shared/contract/window-main.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { isLinkGone, linksStore } from './links-store.ts';

export type LinkReview = {
  /** Only links with this listing are listed; null: all. */
  readonly listing: ListingId | null;
  /** Where the cursor begins; null: at the top. */
  readonly link: string | null;
  readonly shelf: LinkShelf;
  /** Grows with every request. */
  readonly asks: number;
};

export const linkReviewStore = createStore<LinkReview>(() => ({
  ...{ listing: null, link: null, shelf: 'suggested', asks: 0 },
}));

/** Requests a review of the links of a listing, of one link, or (null) of all suggested links. */
export function reviewLinks(target: string | null): void {
  const links = linksStore.getState();
  const link = target === null ? undefined : links.get(target);
  const isGone = target !== null && isLinkGone(target, links);
  linkReviewStore.setState(({ listing, asks }) => ({
    // The list is unchanged after a look at the ladder of a link.
    listing: link === undefined && !isGone ? target : listing,
    link: link?.id ?? null,
    shelf: link?.status === 'confirmed' ? 'confirmed' : 'suggested',
    asks: asks + 1,
  }));
}

/** Lists the links of all markets again. */
export function reviewAll(): void {
  linkReviewStore.setState({ listing: null });
}
