/** The Markets pane: the browser of all known markets. */
import { TableProperties } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { MarketsView } from './markets-view.tsx';

export const marketsPane: Pane = {
  id: 'markets',
  title: 'Markets',
  icon: TableProperties,
  component: MarketsView,
  place: 'centre',
  opensAtStart: false,
  takesTarget: true,
  picks: true,
  many: false,
};
