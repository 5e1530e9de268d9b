/** The Trades pane: every trade of the market on all its venues, newest on top. */
import { ArrowLeftRight } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { TradesView } from './trades-view.tsx';

export const tradesPane: Pane = {
  id: 'trades',
  title: 'Trades',
  icon: ArrowLeftRight,
  component: TradesView,
  place: 'right',
  opensAtStart: true,
  below: true,
  takesTarget: true,
  many: true,
};
