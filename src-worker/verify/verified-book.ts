/**
 * One book under verification: the engine's own Book, driven on after every fault.
 *
 * The engine stops at a fault and asks for a snapshot; a recording cannot be asked. So a fault is counted, the book is called
 * not to be trusted until the next snapshot, and the changes go on: what is reported as levels is what the recording gives, and
 * one bad message does not hide what comes after it. Only before its first snapshot a book takes no changes.
 */
import type { VerifiedMarket, WholeBook } from '../../src-shared/contract/verify.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import type { Side } from '../../src-shared/domain/wire/event-buffer.ts';
import { assert } from '../book/assert.ts';
import { Book } from '../book/book.ts';
import { dumpBook } from '../derive/book-dump.ts';
import { bookHash } from './book-hash.ts';
import type { FileLedger } from './file-ledger.ts';
import type { StreamLedger } from './stream-ledger.ts';

/** Where the message at hand stands in the recording. */
export type Place = {
  file: FileLedger;
  /** Null: the message has no number. */
  stream: StreamLedger | null;
  /** Our receive time, 0: unknown. */
  receivedMs: number;
  /** Messages so far, this one included. */
  message: number;
};

export class VerifiedBook {
  readonly book = new Book();
  private readonly instrument: Instrument;
  private snapshots = 0;
  private changes = 0;
  private trades = 0;
  private suppressed = 0;
  private negativeLevels = 0;
  private crossed = 0;
  private locked = 0;
  private touchMismatches = 0;
  private timeReversals = 0;
  /** Why the book cannot be trusted since its last snapshot. */
  private doubt: BookReason = 'none';
  /** The burst of the last event: its venue time, or its message where it has none. */
  private burst = 0;
  private unjudged = false;
  private file: FileLedger | null = null;
  private stream: StreamLedger | null = null;
  private reconnects = 0;
  private sequence = 0;
  private receivedMs = 0;
  private holesKnown = 0;
  private unattributedKnown = 0;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.book.setGrid(instrument.priceGrid);
    this.book.connected(0);
  }

  /** A frame's first row of the book: does its stream go on from where the book stands? */
  meet(place: Place, isSnapshot: boolean): void {
    const { file, stream } = place;
    const isOther = file !== this.file || stream !== this.stream || (stream?.reconnects ?? 0) !== this.reconnects;
    if (isOther) {
      if (this.file && !isSnapshot && !this.goesOn(place)) {
        if (stream) stream.breaks++;
        else file.breaks++;
        this.distrust('disconnected');
      }
      this.distrust(this.unseen());
      if (stream && stream !== this.stream) stream.markets++;
      this.file = file;
      this.stream = stream;
      this.reconnects = stream?.reconnects ?? 0;
      this.noteSeen();
    }
    if (stream) this.sequence = stream.last;
    if (place.receivedMs > 0) this.receivedMs = place.receivedMs;
  }

  beginSnapshot(venueMs: number, place: Place): void {
    this.rest(venueMs, place);
    this.book.beginSnapshot();
  }

  endSnapshot(venueMs: number, place: Place): void {
    this.snapshots++;
    this.unjudged = true;
    this.doubt = 'none';
    this.noteSeen();
    if (this.book.endSnapshot(venueMs, place.receivedMs) !== 'apply') this.goOn();
  }

  /** One change, by `set` its level's new size, else what is added to it. */
  change(isSet: boolean, side: Side, price: number, size: number, venueMs: number, place: Place): void {
    const { book } = this;
    const nowMs = place.receivedMs;
    this.rest(venueMs, place);
    if (book.sync.phase !== 'synced') {
      this.suppressed++;
      return;
    }
    if (venueMs > 0 && venueMs < book.lastVenueMs) {
      this.timeReversals++;
      this.distrust('time-reversed');
      book.allowFrom(venueMs);
    }
    const verdict = isSet
      ? book.setLevel(side, price, size, venueMs, nowMs)
      : book.addToLevel(side, price, size, venueMs, nowMs);
    if (verdict !== 'apply') {
      // Judged and in order, so the only fault left is a level below zero.
      assert(book.sync.reason === 'negative-level', 'a change at rest and in order can only be negative');
      this.goOn();
      book.setLevel(side, price, 0, venueMs, nowMs);
    }
    this.changes++;
    this.unjudged = true;
  }

  /** The venue's own touch after the changes of its message. */
  expectTouch(bidMicros: number, askMicros: number): void {
    this.book.expectTouch(bidMicros, askMicros);
    this.unjudged = true;
  }

  trade(): void {
    this.trades++;
  }

  /** A new grid is a new epoch for the engine; orders that rest do not move, so the levels are kept here. */
  gridChanged(stepMicros: number): void {
    if (stepMicros > 0) this.book.setGrid(uniformGrid(stepMicros));
    this.distrust('grid-changed');
  }

  /** Judges the last burst; at the end of the recording every book is at rest. */
  judge(nowMs: number): void {
    if (!this.unjudged || this.book.sync.phase !== 'synced') return;
    this.unjudged = false;
    const { book } = this;
    if (book.bids.count > 0 && book.asks.count > 0 && book.bestBidMicros === book.bestAskMicros) this.locked++;
    if (book.judge(nowMs) !== 'apply') this.goOn();
  }

  /** Doubts the book until its next snapshot. The first reason is kept. */
  distrust(reason: BookReason): void {
    if (this.doubt === 'none') this.doubt = reason;
  }

  /** Whether anything of the book was in the recording. */
  get isKnown(): boolean {
    return this.snapshots + this.changes + this.suppressed + this.trades > 0;
  }

  report(): VerifiedMarket {
    const { bids, asks, ...head } = this.whole();
    return {
      ...head,
      bidLevels: bids.length,
      askLevels: asks.length,
      bestBidMicros: bids[0]?.[0] ?? null,
      bestAskMicros: asks[0]?.[0] ?? null,
      updates: this.snapshots + this.changes,
      snapshots: this.snapshots,
      trades: this.trades,
      suppressed: this.suppressed,
      negativeLevels: this.negativeLevels,
      crossed: this.crossed,
      locked: this.locked,
      touchMismatches: this.touchMismatches,
      timeReversals: this.timeReversals,
    };
  }

  /** The book as it is now. */
  whole(): WholeBook {
    const { venue, id, symbols } = this.instrument;
    const { bids, asks, phase, reason } = dumpBook(id, this.book);
    const doubt = this.doubt === 'none' ? this.unseen() : this.doubt;
    const isDoubted = phase === 'synced' && doubt !== 'none';
    return {
      venue,
      market: symbols[0]!,
      phase: isDoubted ? 'recovering' : phase,
      reason: isDoubted ? doubt : reason,
      hash: bookHash({ bids, asks }),
      bids,
      asks,
    };
  }

  /** An event of another time shows that the burst before it has ended. */
  private rest(venueMs: number, place: Place): void {
    const burst = venueMs > 0 ? venueMs : -place.message;
    if (burst !== this.burst) this.judge(place.receivedMs);
    this.burst = burst;
  }

  /** Counts the fault that the book just found, and lets it go on as if its snapshot had come. */
  private goOn(): void {
    const { reason } = this.book.sync;
    if (reason === 'negative-level') this.negativeLevels++;
    else if (reason === 'crossed') this.crossed++;
    else if (reason === 'touch-mismatch') this.touchMismatches++;
    this.distrust(reason);
    this.book.sync.onSnapshot();
  }

  /** A file goes on from another one when its numbers do, or, without numbers, its time does. */
  private goesOn({ file, stream, receivedMs }: Place): boolean {
    if (file === this.file || (receivedMs > 0 && receivedMs < this.receivedMs)) return false;
    if (stream === null) return this.stream === null;
    return this.stream?.sid === stream.sid && stream.last > this.sequence;
  }

  private noteSeen(): void {
    this.holesKnown = this.stream?.holes ?? 0;
    this.unattributedKnown = this.file?.unattributed ?? 0;
  }

  /** What was missed in the stream or the file since the last snapshot may have been of this book. */
  private unseen(): BookReason {
    if (this.file && this.file.unattributed > this.unattributedKnown) return 'nameless-frame';
    return this.stream?.isWhole && this.stream.holes > this.holesKnown ? 'sequence-gap' : 'none';
  }
}
