/** The Watchlist pane: the user's markets with their best prices. */
import { ListOrdered } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { WatchlistView } from './watchlist-view.tsx';

export const watchlistPane: Pane = {
  id: 'watchlist',
  title: 'Watchlist',
  icon: ListOrdered,
  component: WatchlistView,
  place: 'left',
  opensAtStart: true,
  takesTarget: true,
  picks: true,
  many: false,
};
