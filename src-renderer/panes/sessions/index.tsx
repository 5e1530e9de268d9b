/** The Sessions pane: recordings, and the actions on them. */
import { Disc3 } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { SessionsView } from './sessions-view.tsx';

export const sessionsPane: Pane = {
  id: 'sessions',
  title: 'Sessions',
  icon: Disc3,
  component: SessionsView,
  place: 'bottom',
  opensAtStart: false,
  takesTarget: false,
  many: false,
};
