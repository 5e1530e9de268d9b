/** The registry of panes: one line each. Nothing else in the window names a pane, except to open a market in a ladder. */
import { alertsPane } from './alerts/index.tsx';
import { healthPane } from './health/index.tsx';
import { ladderPane } from './ladder/index.tsx';
import { linksPane } from './links/index.tsx';
import { marketPane } from './market/index.tsx';
import { marketsPane } from './markets/index.tsx';
import type { Pane } from './pane.ts';
import { scannerPane } from './scanner/index.tsx';
import { sessionsPane } from './sessions/index.tsx';
import { spreadPane } from './spread/index.tsx';
import { tradesPane } from './trades/index.tsx';
import { watchlistPane } from './watchlist/index.tsx';

export const PANES: readonly Pane[] = [
  watchlistPane,
  ladderPane,
  spreadPane,
  tradesPane,
  marketPane,
  marketsPane,
  linksPane,
  healthPane,
  scannerPane,
  sessionsPane,
  alertsPane,
];

/** A pane by its id, or null. */
export function paneOf(id: string): Pane | null {
  return PANES.find((pane) => pane.id === id) ?? null;
}
