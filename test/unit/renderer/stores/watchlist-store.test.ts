/** The watchlist: shown at once, saved whole, undone when main refuses. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toastsStore } from '../../../../src-renderer/stores/toasts-store.ts';
import {
  addToWatchlist,
  loadWatchlist,
  moveInWatchlist,
  pushWatchlist,
  removeFromWatchlist,
  watchlistStore,
} from '../../../../src-renderer/stores/watchlist-store.ts';

const rows = (): readonly string[] => watchlistStore.getState().rows;
let saves: { rows: readonly string[]; end: () => void; fail: (error: Error) => void }[] = [];
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  saves = [];
  toastsStore.setState([], true);
  loadWatchlist(
    ['a', 'b', 'c'],
    (next) => new Promise<void>((end, fail) => saves.push({ rows: next, end: () => end(), fail })),
  );
});

afterEach(async () => {
  for (const save of saves) save.end();
  await turn();
});

describe('watchlist store', () => {
  it('adds at the end, once', () => {
    addToWatchlist('d');
    addToWatchlist('a');
    expect(rows()).toEqual(['a', 'b', 'c', 'd']);
    expect(saves.map((save) => save.rows)).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('puts a removed row back where it was', () => {
    removeFromWatchlist('b', 'Market B');
    expect(rows()).toEqual(['a', 'c']);
    const undo = toastsStore.getState()[0];
    expect(undo?.text).toContain('Market B');
    undo?.action?.run();
    expect(rows()).toEqual(['a', 'b', 'c']);
  });

  it('moves rows within the ends', () => {
    moveInWatchlist('b', -1);
    moveInWatchlist('b', -1);
    moveInWatchlist('c', 1);
    expect(rows()).toEqual(['b', 'a', 'c']);
  });

  it('goes back to the old list and says so when main refuses', async () => {
    addToWatchlist('d');
    saves[0]?.fail(new Error('the disk is full'));
    await turn();
    expect(rows()).toEqual(['a', 'b', 'c']);
    expect(toastsStore.getState()[0]?.text).toContain('the disk is full');
  });

  it('does not let an older list of main undo a change that is on its way', async () => {
    moveInWatchlist('c', -1);
    moveInWatchlist('c', -1);
    pushWatchlist(['a', 'c', 'b']);
    expect(rows()).toEqual(['c', 'a', 'b']);
    pushWatchlist(['c', 'a', 'b']);
    for (const save of saves) save.end();
    await turn();
    expect(rows()).toEqual(['c', 'a', 'b']);
    pushWatchlist(['x']);
    expect(rows()).toEqual(['x']);
  });
});
