/**
 * All markets known: their facts on disk, what they are found and sorted by in memory. It lives in a thread of its own (or in a replay's
 * main, where there are few): nothing here may be called from a main that has sockets to serve.
 *
 * A market that ended stays for a while, so that who looks at it sees how it ended, and is then removed, unless it is still wanted.
 */
import { sameFees } from '../../src-shared/domain/fees.ts';
import {
  decidedMsOf,
  type Listing,
  type ListingId,
  type ListingStatus,
  type Resolution,
  type VenueId,
} from '../../src-shared/domain/listing.ts';
import { CatalogStore, factsHash, STATUSES, type StoredWalk, UNKNOWN_VOLUME } from './catalog-store.ts';
import { FOLLOWED, LINKED, MarketColumns, RESOLVED } from './market-columns.ts';
import { marketWords } from './market-words.ts';
import { WordIndex } from './word-index.ts';

/** An ended market is removed after so long. */
export const ENDED_KEPT_MS = 3_600_000;
/**
 * Gamma's pages are cached for up to five minutes (src-shared/venues/polymarket/evidence.md): so long a page may call open what is closed, and name a grid that
 * the stream has changed.
 */
const PAGE_CACHED_MS = 300_000;
/** A venue is asked for the result of a market that ended after 1, 2, 4, 8 and 16 minutes more, then every half hour. */
const RESULT_PAUSE_FIRST_MS = 60_000;
const RESULT_PAUSE_MAX_MS = 1_800_000;
const RESULT_PAUSES_GROWING = 5;
/** Empty rows that do not justify rebuilding the index: about 20 MB. */
const DEAD_ROWS_MIN = 50_000;
/** Walks in a row after which a venue did not know a market when asked, before it is taken as gone. */
const MISSES_MAX = 2;

export type CatalogChange = {
  /** Listings that are new. */
  readonly added: readonly Listing[];
  /** Listings whose facts changed, as they are now. */
  readonly changed: readonly Listing[];
  readonly removed: readonly ListingId[];
};

export type PutOptions = {
  readonly nowMs: number;
  /** The walk through the venue's pages that met them; 0: they were asked for by their ids, and are as the venue has them now. */
  readonly walk: number;
};

/** Which part of a list is wanted: that from this row on, with so many markets at the most. */
export type ListPart = { readonly from: number; readonly limit: number };

export type MarketList = {
  /** By the venue's ids. */
  readonly marketIds: readonly string[];
  /** The row that the next part begins with; 0: this was the last. */
  readonly next: number;
};

export class Catalog {
  onChange: ((change: CatalogChange) => void) | null = null;
  readonly columns = new MarketColumns();
  words = new WordIndex();
  /** What was wrong with the store, a sentence, or ''. */
  readonly problem: string;
  private readonly store: CatalogStore;
  /** Rows without a market that were so when the words were read: free to be used. */
  private freeRows: number[] = [];

  private constructor(store: CatalogStore) {
    this.store = store;
    this.problem = store.problem;
    this.load();
  }

  /** Opens the catalogue that is kept in the file; null: nothing is kept. */
  static open(file: string | null, nowMs: number): Catalog {
    const store = CatalogStore.open(file, nowMs);
    try {
      return new Catalog(store);
    } catch (error) {
      store.close();
      if (file === null) throw error;
      return new Catalog(CatalogStore.instead(file, nowMs, error));
    }
  }

  get size(): number {
    return this.columns.size;
  }

  get(id: ListingId): Listing | undefined {
    const row = this.rowOf(id);
    return row < 0 ? undefined : this.store.listing(row);
  }

  /** The row of a market; -1 when it is unknown. Valid until the next change. */
  rowOf(id: ListingId): number {
    return this.store.known(id)?.row ?? -1;
  }

  listingAt(row: number): Listing | undefined {
    return this.store.listing(row);
  }

  /** When each venue was last walked through to the end. */
  walks(): readonly StoredWalk[] {
    return this.store.walks();
  }

  /** Adds listings and takes new facts of known ones. */
  put(listings: readonly Listing[], options: PutOptions): void {
    const added: Listing[] = [];
    const changed: Listing[] = [];
    this.store.together(() => {
      for (const fresh of listings) this.putOne(fresh, options, added, changed);
    });
    if (added.length > 0 || changed.length > 0) this.onChange?.({ added, changed, removed: [] });
  }

  /** Changes what a lifecycle message says of one listing; false when it is unknown. */
  amend(
    id: ListingId,
    change: Partial<Pick<Listing, 'priceGrid' | 'closeTimeMs'>> & { status?: ListingStatus; resolution?: Resolution },
    nowMs: number,
  ): boolean {
    const known = this.get(id);
    if (!known) return false;
    this.put([{ ...known, ...change }], { nowMs, walk: 0 });
    if (change.priceGrid) this.columns.gridMs[this.rowOf(id)] = nowMs;
    return true;
  }

  /** A walk through the venue's pages came to its end: tells which of its markets it did not meet. */
  walked(venue: VenueId, walk: number, nowMs: number, part: ListPart): MarketList {
    const { columns } = this;
    this.store.walked(venue, nowMs, columns.sizeOf(venue));
    return this.list(venue, part, (row) => columns.walk[row] !== walk && Number.isNaN(columns.ended[row]!));
  }

  /** Markets to ask about: those whose closing time passed between the two, and those that ended, have no result, and whose turn came. */
  dueBetween(venue: VenueId, fromMs: number, toMs: number, part: ListPart): MarketList {
    return this.list(venue, part, (row) => this.isDue(row, fromMs, toMs));
  }

  /**
   * The venue was asked about a market and does not know it. It is dropped when that is said again after another walk; one that ended
   * goes as all that ended do.
   */
  unknown(id: ListingId): void {
    const row = this.rowOf(id);
    if (row < 0 || !Number.isNaN(this.columns.ended[row]!)) return;
    this.columns.missed[row]!++;
    if (this.columns.missed[row]! >= MISSES_MAX) this.remove([row]);
  }

  /** Removes markets that ended long enough ago and that nobody wants. */
  removeEnded(nowMs: number): void {
    const { columns } = this;
    const due: number[] = [];
    for (let row = 0; row < columns.rowCount; row++) {
      const isWanted = (columns.flags[row]! & (FOLLOWED | LINKED)) !== 0;
      if (columns.isAlive(row) && !isWanted && nowMs - columns.ended[row]! >= ENDED_KEPT_MS) due.push(row);
    }
    if (due.length > 0) this.remove(due);
  }

  /**
   * Rebuilds the index when most rows belong to markets that are gone: words are only added, and so is a row while a word may
   * lead to it. True: from now on a row that had no market may be given to one. Takes as long as at a start.
   */
  compact(deadRowsMin = DEAD_ROWS_MIN): boolean {
    const { rowCount, size } = this.columns;
    const deadRows = rowCount - size - this.freeRows.length;
    if (deadRows < Math.max(deadRowsMin, size)) return false;
    const { rows, words } = this.store.markets();
    this.readWords(rows, words);
    return true;
  }

  close(): void {
    this.store.close();
  }

  private load(): void {
    const { rows, status, closes, decided, volume, ended, labels, words } = this.store.markets();
    for (let at = 0; at < rows.length; at++) {
      this.columns.load(rows[at]!, labels[at]!, {
        status: status[at]!,
        closes: closes[at]!,
        decided: decided[at]!,
        volume: volume[at]!,
        ended: ended[at]!,
      });
    }
    this.readWords(rows, words);
  }

  /** Knows the words of these rows and no others; what lies between is free. */
  private readWords(rows: readonly number[], words: string): void {
    this.words = new WordIndex();
    this.words.load(words, rows);
    const free: number[] = [];
    for (let row = 0; row < this.columns.rowCount; row++) if (!this.columns.isAlive(row)) free.push(row);
    this.freeRows = free;
  }

  private putOne(fresh: Listing, options: PutOptions, added: Listing[], changed: Listing[]): void {
    const { columns, store } = this;
    const known = store.known(fresh.id);
    if (!known) {
      this.insert(fresh, options);
      added.push(fresh);
      return;
    }
    let { row } = known;
    if (factsHash(fresh) !== known.hash) {
      const old = store.listing(row)!;
      const listing = this.asNewAsKnown(old, fresh, row, options);
      if (factsHash(listing) !== known.hash) {
        row = this.replace(row, old, listing, options);
        if (!sameFacts(old, listing)) changed.push(listing);
      }
    }
    const volume = fresh.volume24h ?? UNKNOWN_VOLUME;
    if (columns.volume[row] !== volume) {
      columns.volume[row] = volume;
      store.volume(row, volume);
    }
    columns.walk[row] = Math.max(columns.walk[row]!, options.walk);
    columns.missed[row] = 0;
  }

  private list(venue: VenueId, { from, limit }: ListPart, isWanted: (row: number) => boolean): MarketList {
    const marketIds: string[] = [];
    const { columns } = this;
    const number = columns.venues.idOf(venue);
    for (let row = from; row < columns.rowCount; row++) {
      if (!columns.isAlive(row) || columns.venue[row] !== number || !isWanted(row)) continue;
      if (marketIds.length >= limit) return { marketIds, next: row };
      const listing = this.store.listing(row);
      if (listing) marketIds.push(listing.marketId);
    }
    return { marketIds, next: 0 };
  }

  /** An ended market that is neither young nor wanted is removed, so every one that is there is asked about. */
  private isDue(row: number, fromMs: number, toMs: number): boolean {
    const ended = this.columns.ended[row]!;
    const closes = this.columns.closes[row]!;
    if (Number.isNaN(ended)) return closes > fromMs && closes <= toMs;
    return resultAsks(toMs - ended) > resultAsks(fromMs - ended) && this.store.listing(row)?.resolution === null;
  }

  private insert(listing: Listing, { nowMs, walk }: PutOptions): number {
    const row = this.freeRows.pop() ?? this.columns.rowCount;
    const words = marketWords(listing);
    this.write(row, listing, words, endedOf(listing, null, nowMs));
    this.columns.walk[row] = walk;
    this.words.add(row, words);
    return row;
  }

  /** The row of the new facts: another one when the words are others, because words are only ever added. */
  private replace(row: number, old: Listing, listing: Listing, options: PutOptions): number {
    const words = marketWords(listing);
    if (words === marketWords(old)) {
      const ended = this.columns.ended[row]!;
      this.write(row, listing, words, endedOf(listing, Number.isNaN(ended) ? null : ended, options.nowMs));
      return row;
    }
    const flags = this.columns.flags[row]!;
    const gridMs = this.columns.gridMs[row]!;
    this.store.remove(row);
    this.columns.remove(row);
    const next = this.insert(listing, options);
    this.columns.flags[next] = flags;
    this.columns.gridMs[next] = gridMs;
    return next;
  }

  private write(row: number, listing: Listing, words: string, ended: number | null): void {
    this.store.put(row, listing, words, ended);
    this.columns.set(row, {
      venue: listing.venue,
      status: STATUSES.indexOf(listing.status),
      category: listing.category,
      tags: listing.tags.join('\n'),
      closes: listing.closeTimeMs,
      decided: decidedMsOf(listing),
      volume: listing.volume24h ?? UNKNOWN_VOLUME,
      ended,
    });
  }

  private remove(rows: readonly number[]): void {
    const removed: ListingId[] = [];
    this.store.together(() => {
      for (const row of rows) {
        const listing = this.store.listing(row);
        if (listing) removed.push(listing.id);
        this.store.remove(row);
        this.columns.remove(row);
      }
    });
    this.onChange?.({ added: [], changed: [], removed });
  }

  /**
   * A resolved market stays resolved, one that closed a moment ago closed, and a grid that the stream told a moment ago as it is: a page
   * that the venue cached before may still have it otherwise. What the venue says when asked for the market itself, or later on, opens a
   * closed one again.
   */
  private asNewAsKnown(known: Listing, fresh: Listing, row: number, { nowMs, walk }: PutOptions): Listing {
    const { ended, gridMs } = this.columns;
    const isCachedBefore = (ms: number): boolean => walk > 0 && nowMs - ms < PAGE_CACHED_MS;
    const isOver = fresh.status === 'resolved' || fresh.status === 'closed';
    const staysOver = known.status === 'resolved' || (known.status === 'closed' && isCachedBefore(ended[row]!));
    const { status, resolution } = isOver || !staysOver ? fresh : known;
    const { priceGrid } = isCachedBefore(gridMs[row]!) ? known : fresh;
    return { ...fresh, status, resolution, priceGrid };
  }
}

function endedOf({ status }: Listing, known: number | null, nowMs: number): number | null {
  return status === 'closed' || status === 'resolved' ? (known ?? nowMs) : null;
}

/** How often the venue was to be asked for the result of a market that ended so long ago. */
function resultAsks(endedForMs: number): number {
  const pauses = Math.max(0, endedForMs) / RESULT_PAUSE_FIRST_MS;
  const growing = 2 ** RESULT_PAUSES_GROWING - 1;
  if (pauses < growing) return Math.floor(Math.log2(pauses + 1));
  return RESULT_PAUSES_GROWING + Math.floor(((pauses - growing) * RESULT_PAUSE_FIRST_MS) / RESULT_PAUSE_MAX_MS);
}

/** Whether anything changed that a window or the engine would see; rules and the like are read when they are looked at. */
function sameFacts(a: Listing, b: Listing): boolean {
  return (
    a.status === b.status &&
    a.resolution === b.resolution &&
    a.closeTimeMs === b.closeTimeMs &&
    a.decidedMs === b.decidedMs &&
    a.result === b.result &&
    a.title === b.title &&
    sameFees(a.fees, b.fees) &&
    JSON.stringify(a.priceGrid) === JSON.stringify(b.priceGrid)
  );
}

/** The state of a row, as the user sees it. */
export function marketState(
  { flags, status, closes, ended }: MarketColumns,
  row: number,
  nowMs: number,
): 'pending' | 'subscribed' | 'expired' | 'resolved' {
  if (status[row] === RESOLVED) return 'resolved';
  if (!Number.isNaN(ended[row]!) || closes[row]! <= nowMs) return 'expired';
  return (flags[row]! & FOLLOWED) !== 0 ? 'subscribed' : 'pending';
}
