/** Who carries which book, and what becomes of the books when that changes or when something happens to a connection. */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import {
  type ConnectionChange,
  type ConnectionState,
  NO_CONNECTION,
} from '../../src-shared/domain/subscription-table.ts';
import type { BookShelf, ShelvedBook } from './book-shelf.ts';
import { beginHandover, endHandover, hasNothingToLose } from './handover.ts';

export class Carriage {
  private readonly shelf: BookShelf;
  private readonly book: (listing: ListingId) => ShelvedBook | undefined;

  constructor(shelf: BookShelf, book: (listing: ListingId) => ShelvedBook | undefined) {
    this.shelf = shelf;
    this.book = book;
  }

  change(connection: number, change: ConnectionChange, reason: BookReason, nowMs: number): void {
    this.shelf.forEach((shelved) => {
      const { book, handover } = shelved;
      // What was the carrier before the book passed says nothing more.
      if (change === 'closed' && handover?.isTaken) endHandover(shelved, connection);
      if (shelved.connection !== connection) return;
      if (change === 'opened') book.connected(nowMs);
      else if (change === 'closed') book.disconnected(reason);
      else if (change === 'silent') book.silent(reason);
      else book.heard();
    });
  }

  /** These books are the connection's from now on, and those are not any more. */
  cover(
    connection: number,
    carrier: ConnectionState,
    add: readonly ListingId[],
    remove: readonly ListingId[],
    nowMs: number,
  ): void {
    for (const listing of remove) this.leave(connection, this.book(listing));
    for (const listing of add) {
      const shelved = this.book(listing);
      if (!shelved) continue;
      if (shelved.connection !== connection) {
        shelved.connection = connection;
        shelved.transport = carrier.transport;
        shelved.handover = null;
        shelved.book.disconnected(shelved.book.sync.phase === 'waiting' ? carrier.reason : 'disconnected');
      }
      if (carrier.isOpen) shelved.book.connected(nowMs);
    }
  }

  /**
   * The connection is to carry these books, each from its first snapshot there. Books with nothing to lose, for nothing is known of
   * them or no snapshot will come, are the connection's at once: they are returned.
   */
  handOver(
    connection: number,
    carrier: ConnectionState,
    listings: readonly ListingId[],
    nowMs: number,
  ): readonly ListingId[] {
    const atOnce: ListingId[] = [];
    for (const listing of listings) {
      const shelved = this.book(listing);
      if (!shelved || shelved.connection === connection) continue;
      if (hasNothingToLose(shelved)) atOnce.push(listing);
      else beginHandover(shelved, connection);
    }
    this.cover(connection, carrier, atOnce, [], nowMs);
    return atOnce;
  }

  /** Nothing will come of the connection any more, neither as an heir nor as a former carrier. */
  forget(connection: number): void {
    this.shelf.forEach((shelved) => {
      endHandover(shelved, connection);
    });
  }

  private leave(connection: number, shelved: ShelvedBook | undefined): void {
    if (!shelved) return;
    endHandover(shelved, connection);
    if (shelved.connection !== connection) return;
    shelved.connection = NO_CONNECTION;
    shelved.book.disconnected('not-subscribed');
  }
}
