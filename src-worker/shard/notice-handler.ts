/**
 * Handles what a frame says beside its rows: control messages, a market's life cycle, and problems.
 *
 * A problem costs trust: of one book when the frame names it, otherwise of all books of the connection, in every shard. Of an echo (a
 * copy of a frame that another shard answers for) only the problems count, and only for books of this shard.
 */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import { listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import { ANY_BOOK, type LifecycleNotice, type Notice } from '../../src-shared/domain/notice.ts';
import type { Applier } from '../book/applier.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { ProblemLog } from '../decode/problem-log.ts';
import type { AlertBoard } from '../derive/alert-board.ts';
import type { ShardBooks } from './shard-books.ts';
import type { ShardOutput } from './shard-output.ts';

export class NoticeHandler {
  readonly problems = new ProblemLog();
  private readonly books: ShardBooks;
  private readonly applier: Applier;
  private readonly alerts: AlertBoard;
  private readonly out: ShardOutput;
  private readonly distrustAll: (connection: number, reason: BookReason, nowMs: number) => void;

  /** `distrustAll`: none of the connection's books in this shard can be trusted. */
  constructor(
    books: ShardBooks,
    applier: Applier,
    alerts: AlertBoard,
    out: ShardOutput,
    distrustAll: (connection: number, reason: BookReason, nowMs: number) => void,
  ) {
    this.books = books;
    this.applier = applier;
    this.alerts = alerts;
    this.out = out;
    this.distrustAll = distrustAll;
  }

  take(venue: VenueId, connection: number, notice: Notice, frame: FrameWindow, nowMs: number): void {
    if (notice.kind === 'control') this.out.control(connection, notice.message);
    else if (notice.kind === 'lifecycle') this.takeLifecycle(venue, notice, nowMs);
    else if (notice.kind === 'problem') {
      if (this.problems.add(venue, notice.code, notice.text, frame.bytes()))
        this.out.log('warn', `DECODE_${notice.code}`, this.entry(notice.slot) ?? null, notice.text);
      this.distrust(connection, notice.slot, nowMs);
      // A frame that names a book of ours came to this shard alone; others went to every shard.
      if (notice.slot === ANY_BOOK) this.out.lost(connection, 'nameless-frame');
    }
  }

  takeEcho(connection: number, notice: Notice, nowMs: number): void {
    if (notice.kind === 'problem') this.distrust(connection, notice.slot, nowMs);
  }

  private takeLifecycle(venue: VenueId, notice: LifecycleNotice, nowMs: number): void {
    this.out.lifecycle(venue, notice);
    const entry = notice.change === 'resolved' ? this.books.entry(listingId(venue, notice.venueMarketId)) : undefined;
    if (entry) this.alerts.onResolved(entry, nowMs);
  }

  private distrust(connection: number, slot: number, nowMs: number): void {
    const entry = this.entry(slot);
    if (entry?.owner === connection) this.applier.fault(entry, 'bad-frame', nowMs);
    else if (slot === ANY_BOOK) this.distrustAll(connection, 'nameless-frame', nowMs);
  }

  private entry(slot: number): BookEntry | undefined {
    return slot >= 0 ? this.books.table.get(slot) : undefined;
  }
}
