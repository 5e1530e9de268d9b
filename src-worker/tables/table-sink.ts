/** What keeping the books tells the makers of rows: every level that changed, every trade, the books a frame touched. */
import type { Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry } from '../book/book-table.ts';

export interface TableSink {
  /** A level has this size now. `sent`: the number the venue sent, a size or a change; NaN: it sent none. */
  level(
    entry: BookEntry,
    kind: number,
    side: Side,
    priceMicros: number,
    sizeMicros: number,
    changeMicros: number,
    sent: number,
    venueMs: number,
  ): void;
  trade(entry: BookEntry, id: string, taker: Side, priceMicros: number, sizeMicros: number, venueMs: number): void;
  /** Something a viewer could see of the book may have changed. */
  touched(entry: BookEntry): void;
}
