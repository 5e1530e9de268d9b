/**
 * Keeps the books of a recording as the engine keeps them, and tells every level that changed.
 *
 * The verdicts are the book's own (book.ts); this adds which connection carries a book. A connection carries what the recording says
 * it subscribed to. Where a recording says nothing of subscriptions (an imported one), a book belongs to the connection that last
 * sent it whole, or to the first one that speaks of it.
 */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { DELTA_KIND } from '../../src-shared/contract/tables.ts';
import type { BookReason, Transport } from '../../src-shared/domain/book-phase.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ANY_BOOK, type Notice } from '../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Book } from '../book/book.ts';
import { BookShelf, type ShelvedBook } from '../book/book-shelf.ts';
import {
  beginHandover,
  endHandover,
  hasNothingToLose,
  inherit,
  isRepeatedTrade,
  judgeOther,
} from '../book/handover.ts';
import { checksumHolds } from '../decode/checksum.ts';
import type { SymbolIndex } from '../decode/symbol-index.ts';
import { LevelDiffer } from './level-differ.ts';
import type { TableSink } from './table-sink.ts';

/** As the engine: a second miss in a row is taken. */
const CHECKSUM_MISSES_TAKEN = 2;

export class BookKeeper {
  readonly shelf = new BookShelf();
  private readonly index: SymbolIndex;
  private readonly sink: TableSink;
  private readonly told = new Set<ListingId>();
  private readonly bids = new LevelDiffer();
  private readonly asks = new LevelDiffer();
  /** Books whose last burst was not judged yet. */
  private readonly unjudged = new Set<ShelvedBook>();

  constructor(index: SymbolIndex, sink: TableSink) {
    this.index = index;
    this.sink = sink;
  }

  add(instrument: Instrument): void {
    const { book } = this.shelf.add(this.index.add(instrument), instrument.id, instrument.venue);
    book.setGrid(instrument.priceGrid);
  }

  book(listing: ListingId): ShelvedBook | undefined {
    const slot = this.index.slotOfListing(listing);
    return slot < 0 ? undefined : this.shelf.get(slot);
  }

  /** The connection carries these books from now on. */
  cover(connection: number, listings: readonly ListingId[], nowMs: number): void {
    for (const listing of listings) {
      this.told.add(listing);
      const shelved = this.book(listing);
      if (!shelved || shelved.connection === connection) continue;
      if (shelved.book.sync.phase !== 'waiting') shelved.book.disconnected('disconnected');
      this.carry(shelved, connection, nowMs);
    }
  }

  /** The connection is to carry these books, each from its first snapshot there; at once where there is nothing to lose. */
  handOver(connection: number, listings: readonly ListingId[], nowMs: number): void {
    for (const listing of listings) {
      const shelved = this.book(listing);
      if (!shelved || shelved.connection === connection) continue;
      if (hasNothingToLose(shelved)) this.cover(connection, [listing], nowMs);
      else beginHandover(shelved, connection);
    }
  }

  uncover(connection: number, listings: readonly ListingId[]): void {
    for (const listing of listings) {
      const shelved = this.book(listing);
      if (shelved) endHandover(shelved, connection);
      if (shelved?.connection !== connection) continue;
      shelved.connection = NO_CONNECTION;
      shelved.book.disconnected('not-subscribed');
      this.sink.touched(shelved);
    }
  }

  /** Something happened to a connection, null: to all. */
  connection(connection: number | null, happened: (book: Book) => void): void {
    this.shelf.forEach((shelved) => {
      if (shelved.connection === NO_CONNECTION || (connection !== null && shelved.connection !== connection)) return;
      happened(shelved.book);
      this.sink.touched(shelved);
    });
  }

  /** Takes a book as it was recorded, where none is known yet. */
  seed(dump: BookDump, nowMs: number): void {
    const shelved = this.book(dump.listing);
    if (shelved?.book.sync.phase !== 'waiting' || dump.phase === 'waiting') return;
    const { book } = shelved;
    this.remember(book);
    book.beginSnapshot();
    for (const [price, size] of dump.bids) book.putLevel(BID, price, size);
    for (const [price, size] of dump.asks) book.putLevel(ASK, price, size);
    book.endSnapshot(dump.lastEventMs, nowMs);
    if (dump.phase === 'closed') book.close(dump.reason);
    else if (dump.phase === 'recovering') book.fault(dump.reason, nowMs);
    else if (dump.phase === 'stale') book.silent(dump.reason);
    this.tellDifference(shelved, DELTA_KIND.snapshot, dump.lastEventMs, false);
    this.sink.touched(shelved);
  }

  /** Applies all rows of one frame. */
  apply(events: EventBuffer, connection: number, transport: Transport, nowMs: number): void {
    const { kind, side, slot, price, size, timeMs } = events;
    for (let row = 0; row < events.length; row++) {
      const shelved = this.shelf.get(slot[row]!);
      if (!shelved || !this.carries(shelved, connection, kind[row]!, nowMs)) continue;
      const { book } = shelved;
      book.lastReceivedMs = nowMs;
      shelved.transport = transport;
      switch (kind[row]) {
        case EVENT.snapshot:
          this.remember(book);
          book.beginSnapshot();
          break;
        case EVENT.level:
          book.putLevel(side[row] as Side, price[row]!, size[row]!);
          break;
        case EVENT.snapshotEnd:
          this.endSnapshot(shelved, events, row, nowMs);
          break;
        case EVENT.set:
        case EVENT.add:
          this.change(shelved, kind[row]!, side[row] as Side, price[row]!, size[row]!, timeMs[row]!, nowMs);
          break;
        case EVENT.quote:
          book.expectTouch(price[row]!, size[row]!);
          break;
        case EVENT.trade:
          if (isRepeatedTrade(shelved, events, row, connection)) break;
          book.lastTradeMicros = price[row]!;
          this.sink.trade(
            shelved,
            events.tradeIds.get(row) ?? '',
            side[row] as Side,
            price[row]!,
            size[row]!,
            timeMs[row]!,
          );
          break;
        case EVENT.grid:
          this.gridChanged(shelved, price[row]!, timeMs[row]!, nowMs);
          break;
      }
      this.unjudged.add(shelved);
      this.sink.touched(shelved);
    }
  }

  /** What a frame could not say costs the books concerned their trust. */
  takeNotice(notice: Notice, connection: number, nowMs: number): void {
    if (notice.kind !== 'problem') return;
    const shelved = notice.slot >= 0 ? this.shelf.get(notice.slot) : undefined;
    if (shelved?.connection === connection) {
      shelved.book.fault('bad-frame', nowMs);
      this.sink.touched(shelved);
    } else if (notice.slot === ANY_BOOK) this.lose(connection, 'nameless-frame', nowMs);
  }

  lose(connection: number | null, reason: BookReason, nowMs: number): void {
    this.connection(connection, (book) => void book.fault(reason, nowMs));
  }

  /** Judges bursts that ended. */
  tick(nowMs: number): void {
    for (const shelved of this.unjudged) {
      const { phase } = shelved.book.sync;
      shelved.book.judge(nowMs);
      if (shelved.book.sync.phase !== phase) this.sink.touched(shelved);
    }
    this.unjudged.clear();
  }

  /** Tells the book as it stands. */
  tellStart(shelved: ShelvedBook): void {
    this.bids.forget();
    this.asks.forget();
    this.tellDifference(shelved, DELTA_KIND.start, shelved.book.lastVenueMs, false);
  }

  private carries(shelved: ShelvedBook, connection: number, kind: number, nowMs: number): boolean {
    if (shelved.connection === connection) return true;
    const other = judgeOther(shelved, connection, kind);
    if (other === 'inherit') inherit(shelved, nowMs);
    if (other !== 'pass-over') return true;
    if (this.told.has(shelved.listing)) return false;
    if (kind !== EVENT.snapshot && shelved.connection !== NO_CONNECTION) return false;
    this.carry(shelved, connection, nowMs);
    return true;
  }

  private carry(shelved: ShelvedBook, connection: number, nowMs: number): void {
    shelved.connection = connection;
    shelved.book.connected(nowMs);
    this.sink.touched(shelved);
  }

  private change(
    shelved: ShelvedBook,
    kind: number,
    side: Side,
    price: number,
    sent: number,
    venueMs: number,
    nowMs: number,
  ): void {
    const { book } = shelved;
    const key = side === ASK ? ONE_MICROS - price : price;
    const levels = side === BID ? book.bids : book.asks;
    const before = levels.sizeAt(key);
    const verdict =
      kind === EVENT.set
        ? book.setLevel(side, price, sent, venueMs, nowMs)
        : book.addToLevel(side, price, sent, venueMs, nowMs);
    if (verdict !== 'apply') return;
    const size = kind === EVENT.set ? sent : before + sent;
    this.sink.level(shelved, DELTA_KIND.change, side, price, size, size - before, sent, venueMs);
  }

  private endSnapshot(shelved: ShelvedBook, events: EventBuffer, row: number, nowMs: number): void {
    const venueMs = events.timeMs[row]!;
    const { book } = shelved;
    const isClosed = book.sync.phase === 'closed';
    const verdict = book.endSnapshot(venueMs, nowMs);
    if (isClosed) return;
    const checksum = events.checksums.get(row);
    if (verdict === 'apply' && checksum) {
      shelved.checksumMisses = checksumHolds(checksum) ? 0 : shelved.checksumMisses + 1;
      if (shelved.checksumMisses > 0 && shelved.checksumMisses < CHECKSUM_MISSES_TAKEN)
        book.fault('hash-mismatch', nowMs);
    }
    this.tellDifference(shelved, DELTA_KIND.snapshot, venueMs, true);
  }

  private gridChanged(shelved: ShelvedBook, stepMicros: number, venueMs: number, nowMs: number): void {
    const { book } = shelved;
    this.remember(book);
    if (stepMicros > 0) book.setGrid(uniformGrid(stepMicros));
    book.beginEpoch(nowMs);
    if (book.bids.count === 0 && book.asks.count === 0) this.tellDifference(shelved, DELTA_KIND.clear, venueMs, false);
  }

  private remember(book: Book): void {
    this.bids.remember(book.bids);
    this.asks.remember(book.asks);
  }

  private tellDifference(shelved: ShelvedBook, kind: number, venueMs: number, isSent: boolean): void {
    const { book } = shelved;
    this.bids.compare(book.bids, (key, size, change) =>
      this.sink.level(shelved, kind, BID, key, size, change, isSent ? size : Number.NaN, venueMs),
    );
    this.asks.compare(book.asks, (key, size, change) =>
      this.sink.level(shelved, kind, ASK, ONE_MICROS - key, size, change, isSent ? size : Number.NaN, venueMs),
    );
  }
}
