/** Turns what applying rows brings about into requests, trades, alerts and log lines. */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { LifecycleNotice } from '../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import type { Side } from '../../src-shared/domain/wire/event-buffer.ts';
import { type ApplierOutput, takerWord } from '../book/applier.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { AlertBoard } from '../derive/alert-board.ts';
import { deliversMost } from '../derive/coverage.ts';
import type { TradeTapes } from '../derive/trade-tape.ts';
import type { ShardBooks } from './shard-books.ts';
import type { ShardOutput } from './shard-output.ts';
import type { ShardWindows } from './shard-windows.ts';

const MICROS_PER_MS = 1_000;
const NONE_TAKEN: readonly ListingId[] = [];

export class ApplierEvents implements ApplierOutput {
  /** Receive time of the frame being applied. */
  receivedMicros = 0;
  private readonly books: ShardBooks;
  private readonly tapes: TradeTapes;
  private readonly alerts: AlertBoard;
  private readonly windows: ShardWindows;
  private readonly out: ShardOutput;
  /** Books that the frame's connection took over with it. */
  private readonly taken: ListingId[] = [];

  constructor(books: ShardBooks, tapes: TradeTapes, alerts: AlertBoard, windows: ShardWindows, out: ShardOutput) {
    this.books = books;
    this.tapes = tapes;
    this.alerts = alerts;
    this.windows = windows;
    this.out = out;
  }

  /** All rows of a frame of the connection are applied; the books that it took over with it. */
  frameApplied(connection: number): readonly ListingId[] {
    if (this.taken.length === 0) return NONE_TAKEN;
    const taken = this.taken.splice(0);
    this.out.takenOver(connection, taken);
    return taken;
  }

  resync(connection: number, listing: ListingId, reason: BookReason): void {
    this.out.resync(connection, listing, reason);
  }

  /** A connection that delivers most of its books is kept: the venue may have nothing to send for the rest. */
  replace(connection: number, reason: BookReason): void {
    if (!deliversMost(this.books.table, connection)) this.out.replace(connection, reason);
  }

  takenOver({ listing }: BookEntry): void {
    this.taken.push(listing);
  }

  trade(entry: BookEntry, id: string, priceMicros: number, sizeMicros: number, taker: Side, venueMs: number): void {
    const { receivedMicros } = this;
    const receivedMs = receivedMicros / MICROS_PER_MS;
    const { listing, owner, book } = entry;
    book.lastActivityMs = receivedMs;
    const timeMs = venueMs > 0 ? venueMs : receivedMs;
    const trade: Trade = { listing, id, priceMicros, sizeMicros, taker: takerWord(taker), timeMs, receivedMicros };
    this.tapes.add(trade, owner);
    this.alerts.trade(entry, priceMicros, sizeMicros, taker, receivedMs);
    this.windows.trade(trade);
  }

  gridChanged(entry: BookEntry, stepMicros: number, venueMs: number): void {
    const instrument = this.books.index.instrument(entry.slot);
    this.out.log('info', 'BOOK_GRID', entry, 'The price grid changed. The book resumes with the next snapshot.');
    if (!instrument || stepMicros <= 0) return;
    const priceGrid = uniformGrid(stepMicros);
    entry.book.setGrid(priceGrid);
    const venueMarketId = entry.listing.slice(entry.venue.length + 1);
    const timeMs = venueMs as LifecycleNotice['timeMs'];
    this.out.lifecycle(entry.venue, { kind: 'lifecycle', change: 'grid', venueMarketId, timeMs, priceGrid });
  }

  checksumFailed(entry: BookEntry, taken: boolean): void {
    const text = taken
      ? "Two snapshots in a row do not match the exchange's checksum; the book is shown, its checksum cannot be verified."
      : "A snapshot does not match the exchange's checksum; the book is not shown as live, another was requested.";
    this.out.log('warn', 'BOOK_HASH', entry, text);
  }
}
