/**
 * Holds the best direction of every link as the engine last sent it.
 *
 * Requested once, however many panes show it, and only while one does. Listeners are notified a few times a second, so a thousand
 * changes a second become one rendering.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SpreadRow } from '../../src-shared/domain/spread.ts';

type WatchSpreads = (
  link: string | null,
  onRows: (rows: readonly SpreadRow[], sentMicros: number) => void,
  onCut: () => void,
) => () => void;

/** Redraws at most as often: a scanner is read, not watched moving. */
const TELL_INTERVAL_MS = 150;

export class SpreadsStore {
  private readonly watchSpreads: WatchSpreads;
  private readonly listeners = new Set<() => void>();
  private rows: ReadonlyMap<string, SpreadRow> = new Map();
  private readonly next = new Map<string, SpreadRow>();
  private wanted = 0;
  private unwatch: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(watchSpreads: WatchSpreads) {
    this.watchSpreads = watchSpreads;
  }

  /** By link; another map whenever something changed. */
  snapshot = (): ReadonlyMap<string, SpreadRow> => this.rows;

  /** Asks for all links until the returned function is called. */
  want(): () => void {
    if (this.wanted++ === 0) {
      this.unwatch = this.watchSpreads(
        null,
        (rows) => this.put(rows),
        () => this.clear(),
      );
    }
    return () => {
      if (--this.wanted > 0) return;
      this.unwatch?.();
      this.unwatch = null;
      // A row that is not watched would be an old price when it is shown again.
      this.clear();
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Forgets all rows, also those about to be shown. */
  private clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next.clear();
    this.rows = new Map();
    for (const listener of this.listeners) listener();
  }

  private put(rows: readonly SpreadRow[]): void {
    for (const row of rows) this.next.set(row.link, row);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.rows = new Map(this.next);
      for (const listener of this.listeners) listener();
    }, TELL_INTERVAL_MS);
  }
}

/** The best direction of every link, while `isOn`. */
export function useSpreads(store: SpreadsStore, isOn: boolean): ReadonlyMap<string, SpreadRow> {
  useEffect(() => (isOn ? store.want() : undefined), [store, isOn]);
  return useSyncExternalStore(store.subscribe, store.snapshot);
}

export type LinkWays = {
  /** Every direction, the most profitable first. */
  readonly ways: readonly SpreadRow[];
  /** The engine's time of the last change, ms. */
  readonly sentMs: number;
};

const NO_WAYS: LinkWays = { ways: [], sentMs: 0 };

/** Every direction of one link, while it is not null. */
export function useLinkWays(watchSpreads: WatchSpreads, link: string | null): LinkWays {
  const [ways, setWays] = useState<LinkWays>(NO_WAYS);
  useEffect(() => {
    setWays(NO_WAYS);
    if (link === null) return;
    // A message of one link holds all its directions: what it does not name is gone.
    const onRows = (rows: readonly SpreadRow[], sentMicros: number): void =>
      setWays({ ways: rows.toSorted(byGain), sentMs: sentMicros / 1_000 });
    return watchSpreads(link, onRows, () => setWays(NO_WAYS));
  }, [watchSpreads, link]);
  return ways;
}

function byGain(a: SpreadRow, b: SpreadRow): number {
  return b.profitMicros - a.profitMicros || b.touchEdgeMicros - a.touchEdgeMicros;
}
