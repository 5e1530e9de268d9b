/**
 * Holds the top of book of every listing that a pane shows, and a short history of its mid.
 *
 * Only rows that changed notify React: a thousand quotes a second must not render the whole list. However many panes ask, the
 * engine is asked once, for the union.
 */

import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import { followsStream } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { MIDS_KEPT } from '../ports/limits.ts';

type WatchQuotes = (
  listings: readonly ListingId[],
  onRows: (rows: readonly QuoteRow[]) => void,
  onCut: () => void,
) => () => void;

export class QuotesStore {
  private readonly rows = new Map<ListingId, QuoteRow>();
  private readonly mids = new Map<ListingId, readonly number[]>();
  private readonly listeners = new Map<ListingId, Set<() => void>>();
  private readonly wanted = new Map<ListingId, number>();
  private readonly watchQuotes: WatchQuotes;
  private unwatch: (() => void) | null = null;
  private syncing = false;

  constructor(watchQuotes: WatchQuotes) {
    this.watchQuotes = watchQuotes;
  }

  row(listing: ListingId): QuoteRow | null {
    return this.rows.get(listing) ?? null;
  }

  /** Mids at even intervals, oldest first, in millionths; NaN where the book was not live. */
  midsOf(listing: ListingId): readonly number[] {
    return this.mids.get(listing) ?? [];
  }

  /** Asks for quotes of these until the returned function is called. */
  want(listings: readonly ListingId[]): () => void {
    for (const id of listings) this.wanted.set(id, (this.wanted.get(id) ?? 0) + 1);
    this.sync();
    return () => {
      for (const id of listings) {
        const left = (this.wanted.get(id) ?? 1) - 1;
        if (left > 0) this.wanted.set(id, left);
        else this.wanted.delete(id);
      }
      this.sync();
    };
  }

  /** Calls `onChange` when the row of a listing changed. */
  subscribe(listing: ListingId, onChange: () => void): () => void {
    const set = this.listeners.get(listing) ?? new Set();
    this.listeners.set(listing, set.add(onChange));
    return () => set.delete(onChange);
  }

  put(rows: readonly QuoteRow[]): void {
    for (const row of rows) {
      const old = this.rows.get(row.listing);
      if (old !== undefined && isSameQuote(old, row)) continue;
      this.rows.set(row.listing, row);
      this.notify(row.listing);
    }
  }

  /** The engine is no longer connected: no row is live, and known rows keep their last values. */
  lose(): void {
    const known = [...this.rows.values()].filter(({ phase }) => followsStream(phase) || phase === 'stale');
    this.put(known.map((row) => ({ ...row, phase: 'recovering', reason: 'window-cut' })));
  }

  /** Adds a point to every history; called at even intervals. */
  sample(): void {
    for (const id of this.wanted.keys()) {
      // A new array each time, so that a change of identity shows that it grew.
      this.mids.set(id, [...this.midsOf(id), midMicros(this.rows.get(id))].slice(-MIDS_KEPT));
    }
  }

  private notify(listing: ListingId): void {
    for (const listener of this.listeners.get(listing) ?? []) listener();
  }

  // Panes change within one render; the union is requested once, after it.
  private sync(): void {
    if (this.syncing) return;
    this.syncing = true;
    queueMicrotask(() => {
      this.syncing = false;
      const listings = [...this.wanted.keys()].sort();
      const old = this.unwatch;
      this.unwatch =
        listings.length === 0
          ? null
          : this.watchQuotes(
              listings,
              (rows) => this.put(rows),
              () => this.lose(),
            );
      old?.();
      // A row that is no longer watched would be an old price when it is shown again.
      for (const id of this.rows.keys()) {
        if (this.wanted.has(id)) continue;
        this.rows.delete(id);
        this.mids.delete(id);
      }
    });
  }
}

/** The middle of a live, two-sided book; NaN otherwise. */
export function midMicros(row: QuoteRow | undefined): number {
  if (row === undefined || row.phase !== 'synced' || row.bidMicros < 0 || row.askMicros < 0) return Number.NaN;
  return (row.bidMicros + row.askMicros) / 2;
}

function isSameQuote(a: QuoteRow, b: QuoteRow): boolean {
  return (
    a.bidMicros === b.bidMicros &&
    a.askMicros === b.askMicros &&
    a.bidSizeMicros === b.bidSizeMicros &&
    a.askSizeMicros === b.askSizeMicros &&
    a.lastTradeMicros === b.lastTradeMicros &&
    a.lastReceivedMs === b.lastReceivedMs &&
    a.phase === b.phase &&
    a.reason === b.reason &&
    a.transport === b.transport
  );
}

/** The rows of some listings, in their order; renders again only when one of them changed. */
export function useQuotes(store: QuotesStore, listings: readonly ListingId[]): readonly (QuoteRow | null)[] {
  // The identity of the list changes with every render, so its content is compared. Ids hold no line break.
  const key = listings.join('\n');
  const ids = useMemo(() => (key === '' ? [] : key.split('\n')), [key]);
  const last = useRef<readonly (QuoteRow | null)[]>([]);
  useEffect(() => store.want(ids), [store, ids]);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const ends = ids.map((id) => store.subscribe(id, onChange));
      return () => {
        for (const end of ends) end();
      };
    },
    [store, ids],
  );
  return useSyncExternalStore(subscribe, () => {
    const rows = ids.map((id) => store.row(id));
    const isSame = rows.length === last.current.length && rows.every((row, at) => row === last.current[at]);
    if (!isSame) last.current = rows;
    return last.current;
  });
}
