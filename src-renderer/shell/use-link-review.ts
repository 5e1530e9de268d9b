/** Opens the Links pane whenever a person is sent to review links. */
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
