/**
 * Top of book of a list of listings: sends the rows that changed since the last frame.
 *
 * A listing without a book has a row too, which says so: what the window shows of a book that is gone must not stay live.
 */
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { ShelvedBook } from '../book/book-shelf.ts';
import { noBook, topOfBook } from '../derive/top-of-book.ts';
import { Conflator } from './conflator.ts';

const NEVER_SENT = -1;

export class QuotesWatch {
  readonly conflator: Conflator;
  readonly watch: number;
  readonly listings: readonly ListingId[];
  /** In the order of the listings. */
  private books: readonly (ShelvedBook | undefined)[] = [];
  private sentVersions: number[] = [];

  constructor(watch: number, listings: readonly ListingId[], shard: number) {
    this.conflator = new Conflator(shard);
    this.watch = watch;
    this.listings = listings;
  }

  setBooks(books: readonly (ShelvedBook | undefined)[]): void {
    this.books = books;
    this.sentVersions = books.map(() => NEVER_SENT);
  }

  /** The changed rows, or null when there are none or it is not time. */
  next(nowMs: number, intervalMs: number): { readonly frame: number; readonly rows: readonly QuoteRow[] } | null {
    if (!this.conflator.ready(nowMs, intervalMs)) return null;
    const rows: QuoteRow[] = [];
    for (let i = 0; i < this.books.length; i++) {
      const shelved = this.books[i];
      const version = shelved?.book.version ?? 0;
      if (version === this.sentVersions[i]) continue;
      this.sentVersions[i] = version;
      const listing = this.listings[i]!;
      rows.push(shelved ? topOfBook(listing, shelved.book, shelved.transport) : noBook(listing));
    }
    return rows.length === 0 ? null : { frame: this.conflator.send(nowMs), rows };
  }
}
