/**
 * Rules about feeds: a book that was live and has not been for a while.
 *
 * A rule of one market tells of that market; a rule of any market tells once of a venue, with the number of its books, because a
 * broken connection would otherwise be hundreds of alerts. A book that was never live is no news, nor is one that closed.
 */
import type { BookPhase } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { BookEntry } from '../book/book-table.ts';

/** Since when a book is not live; NaN: it is. Books that were never live are not in the map. */
type Since = Map<ListingId, number>;

/** What is told of one market or venue. */
export type FeedTrouble = { readonly of: string; readonly first: BookEntry; readonly books: number };

export class FeedAlerts {
  private readonly since: Since = new Map();
  private readonly told = new Set<string>();

  /** Looks at all books of a rule; what is news. `byVenue`: the rule is of any market. */
  look(books: Iterable<BookEntry>, byVenue: boolean, forMs: number, nowMs: number): readonly FeedTrouble[] {
    const troubles = new Map<string, { first: BookEntry; books: number }>();
    const down = new Set<string>();
    for (const entry of books) {
      const of = byVenue ? entry.venue : entry.listing;
      const lasting = this.downForMs(entry, nowMs);
      if (lasting === null) continue;
      down.add(of);
      if (lasting < forMs) continue;
      const trouble = troubles.get(of);
      if (trouble) trouble.books++;
      else troubles.set(of, { first: entry, books: 1 });
    }
    for (const of of this.told) if (!down.has(of)) this.told.delete(of);
    const news = [...troubles].filter(([of]) => !this.told.has(of));
    for (const [of] of news) this.told.add(of);
    return news.map(([of, trouble]) => ({ of, ...trouble }));
  }

  /** Notes which books are live now, so that the next thing that happens to them is known to be news. */
  begin(books: Iterable<BookEntry>): void {
    for (const { listing, book } of books) if (book.sync.phase === 'synced') this.since.set(listing, Number.NaN);
  }

  forget(): void {
    this.since.clear();
    this.told.clear();
  }

  /** Books that are gone need not be remembered. */
  keepOnly(isKept: (listing: ListingId) => boolean): void {
    for (const listing of this.since.keys()) if (!isKept(listing)) this.since.delete(listing);
  }

  /** Null: it is live, was never, or has closed. */
  private downForMs({ listing, book }: BookEntry, nowMs: number): number | null {
    const phase: BookPhase = book.sync.phase;
    if (phase === 'synced') {
      this.since.set(listing, Number.NaN);
      return null;
    }
    const since = this.since.get(listing);
    if (since === undefined || (phase !== 'stale' && phase !== 'recovering' && phase !== 'behind')) return null;
    if (Number.isNaN(since)) {
      this.since.set(listing, nowMs);
      return 0;
    }
    // A clock that was set back counts from zero, so that the rule does not wait for the whole step.
    if (nowMs < since) this.since.set(listing, nowMs);
    return Math.max(0, nowMs - since);
  }
}
