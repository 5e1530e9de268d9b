/**
 * Rows of `book_snapshots`: the best levels of every book that changed since its last snapshot, at full intervals of the wall clock,
 * and only while the book can be trusted.
 */

import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ASK, BID } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { RowBuffer } from './row-buffer.ts';

export class SnapshotRows {
  private readonly rows: RowBuffer;
  private readonly intervalMicros: number;
  private readonly keys: Float64Array;
  private readonly sizes: Float64Array;
  private readonly changed = new Set<BookEntry>();
  private dueMicros = Number.POSITIVE_INFINITY;

  constructor(rows: RowBuffer, levels: number, intervalMs: number) {
    this.rows = rows;
    this.intervalMicros = intervalMs * 1_000;
    this.keys = new Float64Array(levels);
    this.sizes = new Float64Array(levels);
  }

  touched(entry: BookEntry): void {
    this.changed.add(entry);
  }

  /** Before anything of this time is applied: writes the books as they were at the interval's end. */
  advance(nextSeq: () => number, atMicros: number): void {
    if (this.intervalMicros === 0 || atMicros < this.dueMicros) return;
    this.write(nextSeq, this.dueMicros);
    this.dueMicros = Number.POSITIVE_INFINITY;
  }

  /** After a message of this time was applied. */
  applied(nextSeq: () => number, atMicros: number): void {
    if (this.changed.size === 0) return;
    if (this.intervalMicros === 0) this.write(nextSeq, atMicros);
    else if (this.dueMicros === Number.POSITIVE_INFINITY)
      this.dueMicros = (Math.floor(atMicros / this.intervalMicros) + 1) * this.intervalMicros;
  }

  private write(nextSeq: () => number, atMicros: number): void {
    for (const entry of this.changed) {
      if (entry.book.sync.phase !== 'synced') continue;
      this.side(entry, BID, nextSeq, atMicros);
      this.side(entry, ASK, nextSeq, atMicros);
    }
    this.changed.clear();
  }

  private side(entry: BookEntry, side: number, nextSeq: () => number, atMicros: number): void {
    const { book, slot, owner } = entry;
    const levels = side === BID ? book.bids : book.asks;
    const count = levels.copyBest(this.keys, this.sizes, this.keys.length);
    const venueMicros = book.lastVenueMs > 0 ? book.lastVenueMs * 1_000 : Number.NaN;
    for (let rank = 0; rank < count; rank++) {
      const price = side === ASK ? ONE_MICROS - this.keys[rank]! : this.keys[rank]!;
      this.rows.number(nextSeq()).number(atMicros).number(venueMicros).number(slot).number(owner);
      this.rows
        .number(side)
        .number(rank + 1)
        .number(price)
        .number(this.sizes[rank]!)
        .end();
    }
  }
}
