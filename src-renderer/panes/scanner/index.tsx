/** The Scanner pane: all links and the profit between their venues now. */
import { Radar } from 'lucide-react';
import type { Pane } from '../pane.ts';
import { ScannerView } from './scanner-view.tsx';

export const scannerPane: Pane = {
  id: 'scanner',
  title: 'Scanner',
  icon: Radar,
  component: ScannerView,
  place: 'bottom',
  opensAtStart: true,
  takesTarget: true,
  picks: true,
  many: false,
};
