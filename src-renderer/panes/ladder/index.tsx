/** The Ladder pane: the order book of one market, all its venues on one price axis. */
import { AlignVerticalSpaceAround } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { LadderPane } from './ladder-pane.tsx';

export const ladderPane: Pane = {
  id: 'ladder',
  title: 'Ladder',
  icon: AlignVerticalSpaceAround,
  component: LadderPane,
  place: 'centre',
  opensAtStart: true,
  takesTarget: true,
  many: true,
};
