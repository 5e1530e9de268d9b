/** The market browser: everything that the venues list, to be filtered, sorted and picked from. */
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
