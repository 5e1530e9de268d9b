/** The Spread pane: the profit between the venues of one market, over time and now. */
import { Scale } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { SpreadView } from './spread-view.tsx';

export const spreadPane: Pane = {
  id: 'spread',
  title: 'Spread',
  icon: Scale,
  component: SpreadView,
  place: 'right',
  opensAtStart: true,
  takesTarget: true,
  many: true,
};
