/** The Links pane: listings that may be the same contract on several venues, reviewed and decided by the user. */
import { Link2 } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { LinksView } from './links-view.tsx';

export const linksPane: Pane = {
  id: 'links',
  title: 'Links',
  icon: Link2,
  component: LinksView,
  place: 'centre',
  opensAtStart: false,
  takesTarget: true,
  picks: true,
  many: false,
};
