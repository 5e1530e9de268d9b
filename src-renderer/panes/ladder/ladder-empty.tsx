/** Shown in a ladder without a market: what it is for and how to start. */
import type { ReactNode } from 'react';

export function LadderEmpty(): ReactNode {
  return (
    <div className="empty">
      <p className="empty-title">No market in this ladder</p>
      <p>
        Choose a market in the watchlist, or press <kbd>/</kbd> to search.
      </p>
      <p className="dim">
        A ladder shows every price of a market with the sizes of all its venues. <kbd>Space</kbd> centres it on the
        touch, <kbd>[</kbd> and <kbd>]</kbd> change the grouping, <kbd>V</kbd> shows the other outcome, <kbd>U</kbd>{' '}
        changes the price unit.
      </p>
    </div>
  );
}
