/** The Market pane: the terms of a market on each venue. */
import { FileText } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { MarketView } from './market-view.tsx';

export const marketPane: Pane = {
  id: 'market',
  title: 'Market',
  icon: FileText,
  component: MarketView,
  place: 'right',
  opensAtStart: true,
  takesTarget: true,
  many: true,
};
