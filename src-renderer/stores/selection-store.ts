/**
 * Holds the market that each colour channel shows.
 *
 * Panes of one channel show one market: choosing it in one moves the others. A pane with the channel `null` keeps its own target.
 */
import { createStore } from 'zustand/vanilla';

export const CHANNELS = ['A', 'B', 'C'] as const;
/** The letter of a colour link, or null for a pane that stands alone. */
export type Channel = (typeof CHANNELS)[number] | null;

export type Selection = { readonly A: string | null; readonly B: string | null; readonly C: string | null };

export const selectionStore = createStore<Selection>(() => ({ A: null, B: null, C: null }));

/** Moves all panes of a channel to a market. */
export function select(channel: Exclude<Channel, null>, target: string | null): void {
  if (selectionStore.getState()[channel] !== target) selectionStore.setState({ [channel]: target });
}
