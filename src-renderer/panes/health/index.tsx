/** The Health pane: the state of every component, and the event log. */
import { Activity } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { HealthView } from './health-view.tsx';

export const healthPane: Pane = {
  id: 'health',
  title: 'Health',
  icon: Activity,
  component: HealthView,
  place: 'bottom',
  opensAtStart: true,
  takesTarget: false,
  many: false,
};
