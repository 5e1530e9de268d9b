/**
 * Top of book of a list of listings: sends the rows that changed since the last frame.
 *
 * A listing whose book is gone gets a last row that says so: what the window shows of it must not stay live. A shard says nothing
 * of listings that it never had a book for: they may be another's.
 */
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { BookEntry } from '../book/book-table.ts';
import { noBook, topOfBook } from '../derive/top-of-book.ts';
import { Conflator } from './conflator.ts';

const NEVER_SENT = -1;

export class QuotesWatch {
  readonly conflator: Conflator;
  readonly watch: number;
  readonly listings: readonly ListingId[];
  /** In the order of the listings. */
  private books: readonly (BookEntry | undefined)[] = [];
  private sentVersions: number[] = [];
  /** Places in the list whose book went, and which the window was not told of yet. */
  private readonly gone = new Set<number>();

  constructor(watch: number, listings: readonly ListingId[], shard: number) {
    this.conflator = new Conflator(shard);
    this.watch = watch;
    this.listings = listings;
  }

  setBooks(books: readonly (BookEntry | undefined)[]): void {
    for (let i = 0; i < books.length; i++) {
      if (books[i]) this.gone.delete(i);
      else if (this.books[i]) this.gone.add(i);
    }
    this.books = books;
    this.sentVersions = books.map(() => NEVER_SENT);
  }

  /** The changed rows, or null when there are none or it is not time. */
  next(nowMs: number, intervalMs: number): { readonly frame: number; readonly rows: readonly QuoteRow[] } | null {
    if (!this.conflator.ready(nowMs, intervalMs)) return null;
    const rows: QuoteRow[] = [];
    for (let i = 0; i < this.books.length; i++) {
      const entry = this.books[i];
      if (!entry || entry.book.version === this.sentVersions[i]) continue;
      this.sentVersions[i] = entry.book.version;
      rows.push(topOfBook(entry.listing, entry.book, entry.transport));
    }
    for (const i of this.gone) rows.push(noBook(this.listings[i]!));
    this.gone.clear();
    return rows.length === 0 ? null : { frame: this.conflator.send(nowMs), rows };
  }
}
