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
import { type BookEntry, BookTable } from '../book/book-table.ts';
import { FeedLags } from '../book/feed-lags.ts';
import {
  beginHandOver,
  endHandOver,
  hasNothingToLose,
  isRepeatedTrade,
  judgeForeign,
  takeOver,
} from '../book/hand-over.ts';
import { checksumHolds } from '../decode/checksum.ts';
import type { SymbolIndex } from '../decode/symbol-index.ts';
import { LevelDiffer } from './level-differ.ts';
import type { TableSink } from './table-sink.ts';

/** As the engine: a second miss in a row is taken. */
const CHECKSUM_MISSES_TAKEN = 2;

export class BookKeeper {
  readonly books = new BookTable();
  readonly lags = new FeedLags(this.books);
  private readonly index: SymbolIndex;
  private readonly sink: TableSink;
  private readonly told = new Set<ListingId>();
  private readonly bids = new LevelDiffer();
  private readonly asks = new LevelDiffer();
  /** Books whose last burst was not judged yet. */
  private readonly unjudged = new Set<BookEntry>();

  constructor(index: SymbolIndex, sink: TableSink) {
    this.index = index;
    this.sink = sink;
  }

  add(instrument: Instrument): void {
    const { book } = this.books.add(this.index.add(instrument), instrument.id, instrument.venue);
    book.setGrid(instrument.priceGrid);
  }

  book(listing: ListingId): BookEntry | undefined {
    const slot = this.index.slotOfListing(listing);
    return slot < 0 ? undefined : this.books.get(slot);
  }

  /** The connection carries these books from now on. */
  cover(connection: number, listings: readonly ListingId[], nowMs: number): void {
    for (const listing of listings) {
      this.told.add(listing);
      const entry = this.book(listing);
      if (!entry || entry.owner === connection) continue;
      if (entry.book.sync.phase !== 'waiting') entry.book.disconnected('disconnected');
      this.carry(entry, connection, nowMs);
    }
  }

  /** The connection is to carry these books, each from its first snapshot there; at once where there is nothing to lose. */
  handOver(connection: number, listings: readonly ListingId[], nowMs: number): void {
    for (const listing of listings) {
      const entry = this.book(listing);
      if (!entry || entry.owner === connection) continue;
      if (hasNothingToLose(entry)) this.cover(connection, [listing], nowMs);
      else beginHandOver(entry, connection);
    }
  }

  uncover(connection: number, listings: readonly ListingId[]): void {
    for (const listing of listings) {
      const entry = this.book(listing);
      if (entry) endHandOver(entry, connection);
      if (entry?.owner !== connection) continue;
      entry.owner = NO_CONNECTION;
      entry.book.disconnected('not-subscribed');
      this.sink.touched(entry);
    }
  }

  /** Something happened to a connection, null: to all. */
  connection(connection: number | null, happened: (book: Book) => void): void {
    this.books.forEach((entry) => {
      if (entry.owner === NO_CONNECTION || (connection !== null && entry.owner !== connection)) return;
      happened(entry.book);
      this.sink.touched(entry);
    });
  }

  /** Takes a book as it was recorded, where none is known yet. */
  seed(dump: BookDump, nowMs: number): void {
    const entry = this.book(dump.listing);
    if (entry?.book.sync.phase !== 'waiting' || dump.phase === 'waiting') return;
    const { book } = entry;
    this.remember(book);
    book.beginSnapshot();
    for (const [price, size] of dump.bids) book.putLevel(BID, price, size);
    for (const [price, size] of dump.asks) book.putLevel(ASK, price, size);
    book.endSnapshot(dump.lastEventMs, nowMs);
    if (dump.phase === 'closed') book.close(dump.reason);
    else if (dump.phase === 'recovering') book.fault(dump.reason, nowMs);
    else if (dump.phase === 'stale') book.silent(dump.reason);
    else if (dump.phase === 'behind')
      this.lags.assume({ connection: entry.owner, isBehind: true, lagMs: dump.lagMs ?? 0, toldMs: 0 });
    this.tellDifference(entry, DELTA_KIND.snapshot, dump.lastEventMs, false);
    this.sink.touched(entry);
  }

  /** Before a frame of the stream is applied: whether its connection fell behind or caught up. */
  observeLag(events: EventBuffer, connection: number, receivedNanos: number): void {
    if (this.lags.observe(connection, events, receivedNanos)) this.connection(connection, () => {});
  }

  /** Applies all rows of one frame. */
  apply(events: EventBuffer, connection: number, transport: Transport, nowMs: number): void {
    const { kind, side, slot, price, size, timeMs } = events;
    for (let row = 0; row < events.length; row++) {
      const entry = this.books.get(slot[row]!);
      if (!entry || !this.carries(entry, connection, kind[row]!, nowMs)) continue;
      const { book } = entry;
      book.lastReceivedMs = nowMs;
      entry.transport = transport;
      switch (kind[row]) {
        case EVENT.snapshot:
          this.remember(book);
          book.beginSnapshot();
          break;
        case EVENT.level:
          book.putLevel(side[row] as Side, price[row]!, size[row]!);
          break;
        case EVENT.snapshotEnd:
          this.endSnapshot(entry, events, row, nowMs);
          break;
        case EVENT.set:
        case EVENT.add:
          this.change(entry, kind[row]!, side[row] as Side, price[row]!, size[row]!, timeMs[row]!, nowMs);
          break;
        case EVENT.quote:
          book.expectTouch(price[row]!, size[row]!);
          break;
        case EVENT.trade:
          if (isRepeatedTrade(entry, events, row, connection)) break;
          book.lastTradeMicros = price[row]!;
          this.sink.trade(
            entry,
            events.tradeIds.get(row) ?? '',
            side[row] as Side,
            price[row]!,
            size[row]!,
            timeMs[row]!,
          );
          break;
        case EVENT.grid:
          this.gridChanged(entry, price[row]!, timeMs[row]!, nowMs);
          break;
      }
      this.unjudged.add(entry);
      this.sink.touched(entry);
    }
  }

  /** What a frame could not say costs the books concerned their trust. */
  takeNotice(notice: Notice, connection: number, nowMs: number): void {
    if (notice.kind !== 'problem') return;
    const entry = notice.slot >= 0 ? this.books.get(notice.slot) : undefined;
    if (entry?.owner === connection) {
      entry.book.fault('bad-frame', nowMs);
      this.sink.touched(entry);
    } else if (notice.slot === ANY_BOOK) this.lose(connection, 'nameless-frame', nowMs);
  }

  lose(connection: number | null, reason: BookReason, nowMs: number): void {
    this.connection(connection, (book) => void book.fault(reason, nowMs));
  }

  /** Judges bursts that ended. */
  tick(nowMs: number): void {
    for (const entry of this.unjudged) {
      const { phase } = entry.book.sync;
      entry.book.judge(nowMs);
      if (entry.book.sync.phase !== phase) this.sink.touched(entry);
    }
    this.unjudged.clear();
  }

  /** Tells the book as it stands. */
  tellStart(entry: BookEntry): void {
    this.bids.forget();
    this.asks.forget();
    this.tellDifference(entry, DELTA_KIND.start, entry.book.lastVenueMs, false);
  }

  private carries(entry: BookEntry, connection: number, kind: number, nowMs: number): boolean {
    if (entry.owner === connection) return true;
    const other = judgeForeign(entry, connection, kind);
    if (other === 'take-over') {
      takeOver(entry, nowMs);
      this.lags.settle(entry);
    }
    if (other !== 'ignore') return true;
    if (this.told.has(entry.listing)) return false;
    if (kind !== EVENT.snapshot && entry.owner !== NO_CONNECTION) return false;
    this.carry(entry, connection, nowMs);
    return true;
  }

  private carry(entry: BookEntry, connection: number, nowMs: number): void {
    entry.owner = connection;
    this.lags.settle(entry);
    entry.book.connected(nowMs);
    this.sink.touched(entry);
  }

  private change(
    entry: BookEntry,
    kind: number,
    side: Side,
    price: number,
    sent: number,
    venueMs: number,
    nowMs: number,
  ): void {
    const { book } = entry;
    const key = side === ASK ? ONE_MICROS - price : price;
    const levels = side === BID ? book.bids : book.asks;
    const before = levels.sizeAt(key);
    const verdict =
      kind === EVENT.set
        ? book.setLevel(side, price, sent, venueMs, nowMs)
        : book.addToLevel(side, price, sent, venueMs, nowMs);
    if (verdict !== 'apply') return;
    const size = kind === EVENT.set ? sent : before + sent;
    this.sink.level(entry, DELTA_KIND.change, side, price, size, size - before, sent, venueMs);
  }

  private endSnapshot(entry: BookEntry, events: EventBuffer, row: number, nowMs: number): void {
    const venueMs = events.timeMs[row]!;
    const { book } = entry;
    const isClosed = book.sync.phase === 'closed';
    const verdict = book.endSnapshot(venueMs, nowMs);
    if (isClosed) return;
    const checksum = events.checksums.get(row);
    if (verdict === 'apply' && checksum) {
      entry.checksumMisses = checksumHolds(checksum) ? 0 : entry.checksumMisses + 1;
      if (entry.checksumMisses > 0 && entry.checksumMisses < CHECKSUM_MISSES_TAKEN) book.fault('hash-mismatch', nowMs);
    }
    this.tellDifference(entry, DELTA_KIND.snapshot, venueMs, true);
  }

  private gridChanged(entry: BookEntry, stepMicros: number, venueMs: number, nowMs: number): void {
    const { book } = entry;
    this.remember(book);
    if (stepMicros > 0) book.setGrid(uniformGrid(stepMicros));
    book.beginEpoch(nowMs);
    if (book.bids.count === 0 && book.asks.count === 0) this.tellDifference(entry, DELTA_KIND.clear, venueMs, false);
  }

  private remember(book: Book): void {
    this.bids.remember(book.bids);
    this.asks.remember(book.asks);
  }

  private tellDifference(entry: BookEntry, kind: number, venueMs: number, isSent: boolean): void {
    const { book } = entry;
    this.bids.compare(book.bids, (key, size, change) =>
      this.sink.level(entry, kind, BID, key, size, change, isSent ? size : Number.NaN, venueMs),
    );
    this.asks.compare(book.asks, (key, size, change) =>
      this.sink.level(entry, kind, ASK, ONE_MICROS - key, size, change, isSent ? size : Number.NaN, venueMs),
    );
  }
}
