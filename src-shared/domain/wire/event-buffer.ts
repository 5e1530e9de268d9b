/**
 * Book events as columns: what a decoder writes and the books read, one row an event, without an object per event.
 *
 * A snapshot is a `snapshot` row, then its `level` rows, then a `snapshotEnd` row. A change is one `set` row (absolute size)
 * or one `add` row (signed change). `quote` carries the venue's own touch after a change. Rare things (control answers,
 * unreadable frames, lifecycle) are objects in `notices`. The buffer is reused: `clear` forgets the rows, not the memory.
 */
import type { Notice } from '../notice.ts';

/** What a row means; see the column comments in {@link EventBuffer}. */
export const EVENT = {
  snapshot: 1,
  level: 2,
  snapshotEnd: 3,
  set: 4,
  add: 5,
  quote: 6,
  trade: 7,
  grid: 8,
} as const;

export const BID = 0;
export const ASK = 1;
/** The side of the maker's book, for rows of kind level, set, add; the taker's side for trades (BID: a buyer took). */
export type Side = typeof BID | typeof ASK;

const ROWS_AT_START = 512;

/** Text that belongs to a row but is needed by few: a trade's id, a snapshot's checksum. */
export type Checksum = { readonly algorithm: 'sha1'; readonly text: string; readonly expected: string };

export class EventBuffer {
  length = 0;
  kind = new Uint8Array(ROWS_AT_START);
  side = new Uint8Array(ROWS_AT_START);
  /** The slot of the instrument in the shard's symbol table. */
  slot = new Int32Array(ROWS_AT_START);
  /** Price of the row; for `quote` the best bid (-1: none); for `grid` the new uniform step, 0: unknown. */
  price = new Float64Array(ROWS_AT_START);
  /** Size (or signed change for `add`) in millionths; for `quote` the best ask in millionths of a dollar (-1: none). */
  size = new Float64Array(ROWS_AT_START);
  /** The venue's own time of the event in milliseconds, 0 where it gives none. */
  timeMs = new Float64Array(ROWS_AT_START);
  /** Trade ids, by row; only rows of kind trade. */
  readonly tradeIds = new Map<number, string>();
  /** Checksums, by the row of the `snapshotEnd`. */
  readonly checksums = new Map<number, Checksum>();
  readonly notices: Notice[] = [];

  clear(): void {
    this.length = 0;
    if (this.tradeIds.size > 0) this.tradeIds.clear();
    if (this.checksums.size > 0) this.checksums.clear();
    if (this.notices.length > 0) this.notices.length = 0;
  }

  /** Forgets every row from `length` on: a decoder takes back a frame that turned out unreadable half-way. */
  truncate(length: number): void {
    this.length = length;
    for (const row of this.tradeIds.keys()) if (row >= length) this.tradeIds.delete(row);
    for (const row of this.checksums.keys()) if (row >= length) this.checksums.delete(row);
  }

  /** Appends a row and returns its index. */
  push(kind: number, slot: number, side: Side, price: number, size: number, timeMs: number): number {
    const row = this.length;
    if (row === this.kind.length) this.grow();
    this.kind[row] = kind;
    this.slot[row] = slot;
    this.side[row] = side;
    this.price[row] = price;
    this.size[row] = size;
    this.timeMs[row] = timeMs;
    this.length = row + 1;
    return row;
  }

  private grow(): void {
    const rows = this.kind.length * 2;
    const widen = <T extends Uint8Array | Int32Array | Float64Array>(next: T, old: T): T => {
      next.set(old);
      return next;
    };
    this.kind = widen(new Uint8Array(rows), this.kind);
    this.side = widen(new Uint8Array(rows), this.side);
    this.slot = widen(new Int32Array(rows), this.slot);
    this.price = widen(new Float64Array(rows), this.price);
    this.size = widen(new Float64Array(rows), this.size);
    this.timeMs = widen(new Float64Array(rows), this.timeMs);
  }
}
