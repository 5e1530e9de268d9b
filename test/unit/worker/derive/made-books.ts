/** Books made of plain levels. */
import { ASK, BID } from '../../../../src-shared/domain/wire/event-buffer.ts';
import { Book } from '../../../../src-worker/book/book.ts';
import { SpreadLeg } from '../../../../src-worker/derive/spread.ts';
import type { Levels, NaiveMarket } from './naive-spread.ts';

/** A synced book. */
export function bookOf(bids: Levels, asks: Levels): Book {
  const book = new Book();
  book.connected(0);
  fillBook(book, bids, asks);
  return book;
}

/** A snapshot of these levels. */
export function fillBook(book: Book, bids: Levels, asks: Levels): void {
  book.beginSnapshot();
  for (const [price, size] of bids) book.putLevel(BID, price, size);
  for (const [price, size] of asks) book.putLevel(ASK, price, size);
  book.endSnapshot(1, 1);
}

export function legOf({ bids, asks, inverted, live, fees }: NaiveMarket): SpreadLeg {
  const book = bookOf(bids, asks);
  if (!live) book.disconnected('disconnected');
  return new SpreadLeg(book, inverted, fees);
}
