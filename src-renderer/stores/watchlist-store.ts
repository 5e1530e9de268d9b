/**
 * Holds the watchlist: ids of listings and links in the user's order.
 *
 * A change shows at once and is sent to main as the whole list. If main refuses it, the list of main returns and a toast says why.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Watchlist } from '../../src-shared/contract/window-main.ts';
import { toast } from './toasts-store.ts';

export const watchlistStore = createStore<{ readonly rows: Watchlist; readonly loaded: boolean }>(() => ({
  rows: [],
  loaded: false,
}));

type Save = (rows: Watchlist) => Promise<unknown>;
let save: Save | null = null;
let savesUnderWay = 0;
let pushed: Watchlist | null = null;

/** Takes over the list of main and sets where changes are sent. */
export function loadWatchlist(rows: Watchlist, saveWith: Save): void {
  save = saveWith;
  watchlistStore.setState({ rows, loaded: true });
}

/** Main's list changed. While our own change is on its way, an older list must not undo it on screen. */
export function pushWatchlist(rows: Watchlist): void {
  if (savesUnderWay > 0) pushed = rows;
  else watchlistStore.setState({ rows, loaded: true });
}

/** Adds a row at the end, or where it was taken from. */
export function addToWatchlist(id: string, at?: number): void {
  const { rows } = watchlistStore.getState();
  if (rows.includes(id)) return;
  void change(rows.toSpliced(at ?? rows.length, 0, id));
}

/** Removes a row and offers to put it back. */
export function removeFromWatchlist(id: string, title: string): void {
  const { rows } = watchlistStore.getState();
  const at = rows.indexOf(id);
  if (at < 0) return;
  void change(rows.toSpliced(at, 1));
  toast('info', `Removed “${title}” from the watchlist.`, { label: 'Undo', run: () => addToWatchlist(id, at) });
}

/** Moves a row up (-1) or down (1). */
export function moveInWatchlist(id: string, by: -1 | 1): void {
  const { rows } = watchlistStore.getState();
  const at = rows.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= rows.length) return;
  void change(rows.toSpliced(at, 1).toSpliced(to, 0, id));
}

async function change(rows: Watchlist): Promise<void> {
  const before = watchlistStore.getState().rows;
  watchlistStore.setState({ rows });
  if (save === null) return;
  savesUnderWay++;
  try {
    await save(rows);
  } catch (error) {
    if (watchlistStore.getState().rows === rows) watchlistStore.setState({ rows: before });
    toast('error', `The watchlist could not be saved: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    savesUnderWay--;
    if (savesUnderWay === 0 && pushed !== null) {
      watchlistStore.setState({ rows: pushed });
      pushed = null;
    }
  }
}

/** Whether a listing or link is on the list. */
export function useIsWatched(id: string): boolean {
  return useStore(watchlistStore, (state) => state.rows.includes(id));
}
