/**
 * What a pane declares (id, title, place) and what the shell gives it.
 *
 * Adding a pane is one folder that exports a `Pane` and one line in `index.ts`. A pane never imports another pane. It reads stores and
 * watches through the clients; docking, titles, colour channels and hotkeys belong to the shell.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Channel } from '../stores/selection-store.ts';

/** What a pane saves with the layout: plain JSON values. */
export type PaneMemory = Readonly<Record<string, string | number | boolean | null>>;

/** Commands that hotkeys and the palette send to the active pane. */
export const PANE_COMMANDS = [
  'recentre',
  'group-finer',
  'group-coarser',
  'flip-outcome',
  'alert-here',
  'filter',
] as const;
export type PaneCommand = (typeof PANE_COMMANDS)[number];

/** Where a pane registers for commands. A handler returns true when it acted; otherwise the pane used before it is asked. */
export interface PaneCommands {
  on(handler: (command: PaneCommand) => boolean): () => void;
}

export type PaneProps = {
  /** Unique among the open panes, stable over restarts. */
  readonly paneId: string;
  /** The listing or link shown; null until one is chosen. */
  readonly target: string | null;
  /** The colour link; with one, the target is shared by all panes of the channel. */
  readonly channel: Channel;
  /** Shows another market here, and in the other panes of the channel. */
  readonly setTarget: (target: string | null) => void;
  /** Opens a market in a new pane beside this one. */
  readonly openMarket: (target: string) => void;
  readonly params: StoreApi<PaneMemory>;
  /** False while the pane is behind a tab or the window is hidden: do no work, hold no watch. */
  readonly visible: boolean;
  readonly commands: PaneCommands;
};

/** Where a pane opens by default. */
export type PanePlace = 'left' | 'centre' | 'right' | 'bottom';

export type Pane = {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType<PaneProps>;
  readonly place: PanePlace;
  /** Part of the default layout. */
  readonly opensAtStart: boolean;
  /** In the default layout it stands below the panes of its place, not behind them. */
  readonly below?: true;
  /** Shows one market: gets a channel, a target, and the market's name in its tab. */
  readonly takesTarget: boolean;
  /** A list to pick markets from: has a channel, but its tab does not name the market. */
  readonly picks?: true;
  /** Several may be open at once. */
  readonly many: boolean;
};
