/** The books of a shard by listing, slot and link: what instruments and links are known, and where their books are. */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { absentEntry, type BookEntry, BookTable, isHere } from '../book/book-table.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import type { FoundBook } from '../derive/spread-board.ts';
import type { LadderBook } from '../publish/ladder-watch.ts';

export class ShardBooks {
  readonly index = new SymbolIndex();
  readonly table = new BookTable();
  /** By id. */
  readonly links = new Map<string, Link>();

  setInstruments(add: readonly Instrument[], remove: readonly ListingId[]): void {
    for (const listing of remove) {
      const slot = this.index.remove(listing);
      if (slot >= 0) this.table.remove(slot);
    }
    for (const instrument of add) {
      const { book } = this.table.add(this.index.add(instrument), instrument.id, instrument.venue);
      book.setGrid(instrument.priceGrid);
    }
  }

  entry(listing: ListingId): BookEntry | undefined {
    const slot = this.index.slotOfListing(listing);
    return slot < 0 ? undefined : this.table.get(slot);
  }

  /** The book with its instrument. */
  find(listing: ListingId): FoundBook | undefined {
    const entry = this.entry(listing);
    const instrument = entry && this.index.instrument(entry.slot);
    return entry && instrument ? { entry, instrument } : undefined;
  }

  /** The books behind a listing or link id, one a member in the link's order; empty when the shard keeps none of them. */
  ladder(target: string): readonly LadderBook[] {
    const link = this.links.get(target);
    const members = link ? link.members : [{ listing: target, orientation: 'same' as const }];
    const books = members.map(({ listing, orientation }) => ({
      entry: this.entry(listing) ?? absentEntry(listing),
      inverted: orientation === 'inverted',
    }));
    return books.some(isHere) ? books : [];
  }
}
