/** Applies the rows of one message to the books under verification, which are made as their symbols appear. */
import { EVENT, type EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import { checksumHolds } from '../decode/checksum.ts';
import type { SymbolIndex } from '../decode/symbol-index.ts';
import { type Place, VerifiedBook } from './verified-book.ts';

export class EventReplay {
  readonly checksums = { verified: 0, failed: 0, unverifiable: 0 };
  private readonly index: SymbolIndex;
  private readonly books: (VerifiedBook | undefined)[] = [];

  constructor(index: SymbolIndex) {
    this.index = index;
  }

  /** The books that anything in the recording was about. */
  known(): readonly VerifiedBook[] {
    return this.books.filter((book) => book?.isKnown === true) as readonly VerifiedBook[];
  }

  /** The book of a slot that a decoder asked for. */
  book(slot: number): VerifiedBook {
    let book = this.books[slot];
    if (!book) {
      const instrument = this.index.instrument(slot);
      if (!instrument) throw new RangeError(`slot ${slot} is free`);
      book = new VerifiedBook(instrument);
      this.books[slot] = book;
    }
    return book;
  }

  apply(events: EventBuffer, place: Place): void {
    const { kind, side, slot, price, size, timeMs } = events;
    for (let row = 0; row < events.length; row++) {
      const book = this.book(slot[row]!);
      const venueMs = timeMs[row]!;
      switch (kind[row]) {
        case EVENT.snapshot:
          book.meet(place, true);
          book.beginSnapshot(venueMs, place);
          break;
        case EVENT.level:
          book.book.putLevel(side[row] as Side, price[row]!, size[row]!);
          break;
        case EVENT.snapshotEnd:
          book.endSnapshot(venueMs, place);
          this.check(book, events, row);
          break;
        case EVENT.set:
        case EVENT.add:
          book.meet(place, false);
          book.change(kind[row] === EVENT.set, side[row] as Side, price[row]!, size[row]!, venueMs, place);
          break;
        case EVENT.quote:
          book.expectTouch(price[row]!, size[row]!);
          break;
        case EVENT.trade:
          book.trade();
          break;
        case EVENT.grid:
          book.gridChanged(price[row]!);
          break;
      }
    }
  }

  private check(book: VerifiedBook, events: EventBuffer, row: number): void {
    const checksum = events.checksums.get(row);
    if (!checksum) this.checksums.unverifiable++;
    else if (checksumHolds(checksum)) this.checksums.verified++;
    else {
      this.checksums.failed++;
      book.distrust('hash-mismatch');
    }
  }
}
