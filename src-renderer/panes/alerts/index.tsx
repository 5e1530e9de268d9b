/** The Alerts pane: rules and log. */
import { Bell } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { AlertsView } from './alerts-view.tsx';

export const alertsPane: Pane = {
  id: 'alerts',
  title: 'Alerts',
  icon: Bell,
  component: AlertsView,
  place: 'bottom',
  opensAtStart: false,
  takesTarget: true,
  picks: true,
  many: false,
};
