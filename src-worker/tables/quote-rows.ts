/** Rows of `quotes`: the touch of a book and its state, whenever one of them is another after a message. */
import { BOOK_PHASES } from '../../src-shared/domain/book-phase.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { RowBuffer } from './row-buffer.ts';

const FIELDS = 5;

export class QuoteRows {
  private readonly rows: RowBuffer;
  /** State, bid, bid size, ask, ask size of each slot as last written. */
  private last = new Float64Array(0);

  constructor(rows: RowBuffer) {
    this.rows = rows;
  }

  write({ slot, book, owner }: BookEntry, nextSeq: () => number, receivedMicros: number): void {
    const state = BOOK_PHASES.indexOf(book.sync.phase);
    const bid = book.bestBidMicros;
    const ask = book.bestAskMicros;
    const bidSize = book.bids.bestSize;
    const askSize = book.asks.bestSize;
    const at = slot * FIELDS;
    if (at >= this.last.length) this.grow(at + FIELDS);
    const { last } = this;
    if (
      last[at] === state &&
      last[at + 1] === bid &&
      last[at + 2] === bidSize &&
      last[at + 3] === ask &&
      last[at + 4] === askSize
    )
      return;
    last[at] = state;
    last[at + 1] = bid;
    last[at + 2] = bidSize;
    last[at + 3] = ask;
    last[at + 4] = askSize;
    const venueMicros = book.lastVenueMs > 0 ? book.lastVenueMs * 1_000 : Number.NaN;
    this.rows.number(nextSeq()).number(receivedMicros).number(venueMicros).number(slot).number(owner);
    this.rows.number(state).number(bid).number(bidSize).number(ask).number(askSize).end();
  }

  private grow(least: number): void {
    const grown = new Float64Array(Math.max(least, this.last.length * 2, 1_024)).fill(-2);
    grown.set(this.last);
    this.last = grown;
  }
}
