/** Top of book of one listing, as the watchlist shows it. */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import type { Book } from '../book/book.ts';

export function topOfBook(listing: ListingId, book: Book, transport: Transport): QuoteRow {
  return {
    listing,
    phase: book.sync.phase,
    reason: book.sync.reason,
    transport,
    bidMicros: book.bestBidMicros,
    bidSizeMicros: book.bids.bestSize,
    askMicros: book.bestAskMicros,
    askSizeMicros: book.asks.bestSize,
    lastTradeMicros: book.lastTradeMicros,
    lastReceivedMs: book.lastReceivedMs,
  };
}
