/**
 * Applies decoded rows to the books, and turns every verdict that is not "apply" into a request.
 *
 * A row of a connection that does not carry its book is passed over: after a book moved to another connection, late frames of
 * the old one must not touch it; how a book moves without a gap says handover.ts. Trades change no book; they are handed on.
 */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { BID, type Checksum, EVENT, type EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Book } from './book.ts';
import type { Verdict } from './book-sync.ts';
import type { BookEntry, BookTable } from './book-table.ts';
import { isRepeatedTrade, judgeForeign, takeOver } from './hand-over.ts';

/** A snapshot whose checksum fails is asked for again once; a second miss in a row is taken, and said. */
const CHECKSUM_MISSES_TAKEN = 2;

/** What applying asks of the rest of the shard. */
export interface ApplierOutput {
  resync(connection: number, listing: ListingId, reason: BookReason): void;
  replace(connection: number, reason: BookReason): void;
  trade(entry: BookEntry, id: string, priceMicros: number, sizeMicros: number, taker: Side, venueMs: number): void;
  gridChanged(entry: BookEntry, stepMicros: number, venueMs: number): void;
  checksumFailed(entry: BookEntry, taken: boolean): void;
  /** The connection that awaited the book owns it now. */
  takenOver(entry: BookEntry): void;
}

export class Applier {
  /** Rows applied to books since the start. */
  events = 0;
  /** The frame's receive time. Fields, because as arguments of each call these two would be boxed: an allocation a frame. */
  receivedMs = 0;
  /** How late the frame is, ms; 0: in time. */
  lagMs = 0;
  /** The wall clock as the frame is applied, µs. */
  appliedMicros = 0;
  private readonly table: BookTable;
  private readonly out: ApplierOutput;
  private readonly checksumHolds: (checksum: Checksum) => boolean;

  constructor(table: BookTable, out: ApplierOutput, checksumHolds: (checksum: Checksum) => boolean) {
    this.table = table;
    this.out = out;
    this.checksumHolds = checksumHolds;
  }

  /**
   * Applies all rows of one frame, whose times were set before. Calls hand on the row's number and not its values: what the
   * engine does not compile in would box them, and that is an allocation an event.
   */
  apply(events: EventBuffer, connection: number): void {
    const { kind, slot } = events;
    const { receivedMs, appliedMicros, lagMs } = this;
    for (let row = 0; row < events.length; row++) {
      const entry = this.table.get(slot[row]!);
      if (!entry || (entry.owner !== connection && !this.admitsForeign(entry, connection, kind[row]!))) continue;
      entry.book.lastReceivedMs = receivedMs;
      entry.book.lagMs = lagMs;
      entry.book.appliedMicros = appliedMicros;
      this.events++;
      const what = kind[row]!;
      let verdict: Verdict = 'apply';
      if (what === EVENT.add) verdict = entry.book.takeAdd(events, row);
      else if (what === EVENT.set) verdict = entry.book.takeSet(events, row);
      else if (what === EVENT.quote) this.quote(entry.book, events, row);
      else if (what === EVENT.level) this.level(entry.book, events, row);
      else verdict = this.rare(entry, events, row, connection);
      if (verdict === 'resync' || verdict === 'replace') this.act(entry, verdict);
    }
  }

  /** Whether a row over a connection that does not carry the book is applied all the same. */
  private admitsForeign(entry: BookEntry, connection: number, kind: number): boolean {
    const verdict = judgeForeign(entry, connection, kind);
    if (verdict !== 'take-over') return verdict === 'apply';
    takeOver(entry, this.receivedMs);
    this.out.takenOver(entry);
    return true;
  }

  private quote(book: Book, { price, size }: EventBuffer, row: number): void {
    book.expectTouch(price[row]!, size[row]!);
  }

  private level(book: Book, { side, price, size }: EventBuffer, row: number): void {
    book.putLevel(side[row] as Side, price[row]!, size[row]!);
  }

  private rare(entry: BookEntry, events: EventBuffer, row: number, connection: number): Verdict {
    const { side, price, size, timeMs } = events;
    const { book } = entry;
    switch (events.kind[row]) {
      case EVENT.snapshot:
        book.beginSnapshot();
        break;
      case EVENT.snapshotEnd:
        return this.endSnapshot(entry, events.checksums.get(row), timeMs[row]!, this.receivedMs);
      case EVENT.trade:
        if (isRepeatedTrade(entry, events, row, connection)) break;
        book.lastTradeMicros = price[row]!;
        book.version++;
        this.out.trade(entry, events.tradeIds.get(row) ?? '', price[row]!, size[row]!, side[row] as Side, timeMs[row]!);
        break;
      case EVENT.grid:
        this.out.gridChanged(entry, price[row]!, timeMs[row]!);
        return book.beginEpoch(this.receivedMs);
    }
    return 'apply';
  }

  /** Marks a book wrong for a reason found outside its events. */
  fault(entry: BookEntry, reason: BookReason, nowMs: number): void {
    this.act(entry, entry.book.fault(reason, nowMs));
  }

  /** Judges finished bursts and repeats unanswered requests. */
  tick(entry: BookEntry, nowMs: number): void {
    this.act(entry, entry.book.judge(nowMs));
    this.act(entry, entry.book.sync.onTick(nowMs));
  }

  private act(entry: BookEntry, verdict: Verdict): void {
    if (verdict === 'resync') this.out.resync(entry.owner, entry.listing, entry.book.sync.reason);
    else if (verdict === 'replace') this.out.replace(entry.owner, entry.book.sync.reason);
  }

  private endSnapshot(entry: BookEntry, checksum: Checksum | undefined, venueMs: number, nowMs: number): Verdict {
    const verdict = entry.book.endSnapshot(venueMs, nowMs);
    if (verdict !== 'apply' || checksum === undefined) return verdict;
    if (this.checksumHolds(checksum)) {
      entry.checksumMisses = 0;
      return verdict;
    }
    entry.checksumMisses++;
    const taken = entry.checksumMisses >= CHECKSUM_MISSES_TAKEN;
    this.out.checksumFailed(entry, taken);
    return taken ? verdict : entry.book.fault('hash-mismatch', nowMs);
  }
}

/** The side a taker took from the maker's point of view, in words. */
export function takerWord(taker: Side): 'buy' | 'sell' {
  return taker === BID ? 'buy' : 'sell';
}
