/**
 * Keeps the owner of each book of a shard, and tells the books what happens to their connections.
 *
 * The owners are in the book table's entries, so that applying a row needs no look-up. The rules are those of
 * src-shared/domain/subscription-table.ts: one owner a listing, the last subscription wins.
 */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import {
  type ConnectionChange,
  type ConnectionState,
  NO_CONNECTION,
} from '../../src-shared/domain/subscription-table.ts';
import type { BookEntry, BookTable } from './book-table.ts';
import { beginHandOver, endHandOver, hasNothingToLose } from './hand-over.ts';

export class BookSubscriptions {
  private readonly table: BookTable;
  private readonly entry: (listing: ListingId) => BookEntry | undefined;

  constructor(table: BookTable, entry: (listing: ListingId) => BookEntry | undefined) {
    this.table = table;
    this.entry = entry;
  }

  change(connection: number, change: ConnectionChange, reason: BookReason, nowMs: number): void {
    this.table.forEach((entry) => {
      const { book, handOver } = entry;
      // The connection that owned the book before a hand-over brings no more trades.
      if (change === 'closed' && handOver?.state === 'handed-over') endHandOver(entry, connection);
      if (entry.owner !== connection) return;
      if (change === 'opened') book.connected(nowMs);
      else if (change === 'closed') book.disconnected(reason);
      else if (change === 'silent') book.silent(reason);
      else book.heard();
    });
  }

  /** The connection owns these books from now on, whichever owned them before. */
  subscribe(connection: number, state: ConnectionState, listings: readonly ListingId[], nowMs: number): void {
    for (const listing of listings) {
      const entry = this.entry(listing);
      if (!entry) continue;
      if (entry.owner !== connection) {
        entry.owner = connection;
        entry.transport = state.transport;
        entry.handOver = null;
        entry.book.disconnected(entry.book.sync.phase === 'waiting' ? state.reason : 'disconnected');
      }
      if (state.isOpen) entry.book.connected(nowMs);
    }
  }

  /** The connection neither owns nor awaits these books any longer. */
  unsubscribe(connection: number, listings: readonly ListingId[]): void {
    for (const listing of listings) {
      const entry = this.entry(listing);
      if (!entry) continue;
      endHandOver(entry, connection);
      if (entry.owner !== connection) continue;
      entry.owner = NO_CONNECTION;
      entry.book.disconnected('not-subscribed');
    }
  }

  /**
   * The connection takes these books over, each with its first snapshot there. Books with nothing to lose get their new owner at
   * once; they are returned.
   */
  handOver(
    connection: number,
    state: ConnectionState,
    listings: readonly ListingId[],
    nowMs: number,
  ): readonly ListingId[] {
    const atOnce: ListingId[] = [];
    for (const listing of listings) {
      const entry = this.entry(listing);
      if (!entry || entry.owner === connection) continue;
      if (hasNothingToLose(entry)) atOnce.push(listing);
      else beginHandOver(entry, connection);
    }
    this.subscribe(connection, state, atOnce, nowMs);
    return atOnce;
  }

  /** The connection is gone for good: it takes part in no hand-over any longer. */
  forget(connection: number): void {
    this.table.forEach((entry) => {
      endHandOver(entry, connection);
    });
  }
}
