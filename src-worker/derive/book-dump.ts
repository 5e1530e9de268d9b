/** A whole book as plain numbers, for checks, reports and exports. */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import type { Book } from '../book/book.ts';
import type { BookSide } from '../book/book-side.ts';
import type { BookTable } from '../book/book-table.ts';

export function dumpBook(listing: ListingId, book: Book): BookDump {
  return {
    listing,
    phase: book.sync.phase,
    reason: book.sync.reason,
    bids: levels(book.bids, (key) => key),
    asks: levels(book.asks, (key) => ONE_MICROS - key),
    lastEventMs: book.lastVenueMs,
    updates: book.updates,
    ...(book.lagMs > 0 && { lagMs: book.lagMs }),
  };
}

function levels(side: BookSide, priceOf: (key: number) => number): readonly (readonly [number, number])[] {
  const keys = new Float64Array(side.count);
  const sizes = new Float64Array(side.count);
  side.copyBest(keys, sizes, side.count);
  return Array.from(keys, (key, i) => [priceOf(key), sizes[i]!] as const);
}

/** The books of these listings; of none in particular: all. */
export function dumpTable(table: BookTable, wanted: ReadonlySet<ListingId>): readonly BookDump[] {
  const dumps: BookDump[] = [];
  table.forEach(({ listing, book }) => {
    if (wanted.size === 0 || wanted.has(listing)) dumps.push(dumpBook(listing, book));
  });
  return dumps;
}
