/** Opens the Links pane when a review of links is requested. */
import { useEffect } from 'react';
import { linkReviewStore } from '../stores/link-review-store.ts';
import { workspace } from './dock/workspace.ts';

const LINKS_PANE = 'links';

export function useLinkReview(): void {
  useEffect(
    () =>
      linkReviewStore.subscribe((review, before) => {
        if (review.asks !== before.asks) workspace.open(LINKS_PANE);
      }),
    [],
  );
}
