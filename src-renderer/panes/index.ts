/** The registry: one line a pane. Nothing else in the window names one, except to open a market in a ladder. */
import { healthPane } from './health/index.tsx';
import { ladderPane } from './ladder/index.tsx';
import { marketPane } from './market/index.tsx';
import type { Pane } from './pane.ts';
import { sessionsPane } from './sessions/index.tsx';
import { tradesPane } from './trades/index.tsx';
import { watchlistPane } from './watchlist/index.tsx';

export const PANES: readonly Pane[] = [watchlistPane, ladderPane, tradesPane, marketPane, healthPane, sessionsPane];

/** A pane by its id, or null. */
export function paneOf(id: string): Pane | null {
  return PANES.find((pane) => pane.id === id) ?? null;
}
