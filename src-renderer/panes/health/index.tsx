/** Health: every long-lived part, how it does and why, and what happened. */
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
