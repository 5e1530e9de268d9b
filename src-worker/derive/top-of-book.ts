/** Top of book of one listing, as the watchlist shows it. */

import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
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
    lastReceivedMs: book.asOfMs,
  };
}

/** The row of a listing that no book is kept of. */
export function noBook(listing: ListingId): QuoteRow {
  return {
    listing,
    phase: 'waiting',
    reason: 'not-subscribed',
    transport: 'stream',
    bidMicros: -1,
    bidSizeMicros: 0,
    askMicros: -1,
    askSizeMicros: 0,
    lastTradeMicros: -1,
    lastReceivedMs: 0,
  };
}
