/**
 * One book in terms of its YES outcome: two sides, its phase, and the checks that decide whether it is still right.
 *
 * Changes of one burst (equal venue time) may cross for a moment, so the checks judge a burst when it has ended: at the first
 * event with another time, or at a tick when nothing came since. A failed check makes the book recovering with its reason.
 * `version` grows with everything a viewer could see change.
 */
import { type BookPhase, type BookReason, followsStream } from '../../src-shared/domain/book-phase.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { type PriceGrid, regularStepMicros } from '../../src-shared/domain/price-grid.ts';
import { ASK, BID, type EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import { BookSide } from './book-side.ts';
import { BookSync, type Verdict } from './book-sync.ts';

/** No price, no expectation. */
const NONE = -1;
const UNJUDGED = -2;
/** In place of a burst's time: the next row may be older than the last one, which came over another connection. */
const TAKEN_OVER = -3;
/** An odd number that spreads prices over 32 bits, and the sum of a snapshot without levels. */
const SPREAD = 0x9e3779b1;
const EMPTY_SUM = 1;

/** A book as it was written down: levels best first. */
export type StoredBook = {
  readonly phase: BookPhase;
  readonly reason: BookReason;
  readonly bids: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly asks: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly lastEventMs: number;
  readonly updates: number;
  readonly lagMs?: number;
};

export class Book {
  readonly bids = new BookSide();
  readonly asks = new BookSide();
  readonly sync = new BookSync();
  version = 0;
  /** Changes and snapshots applied. */
  updates = 0;
  /** Venue's time of the newest event applied, ms; 0: none. */
  lastVenueMs = 0;
  /** Our receive time of the newest frame that concerned the book, ms; 0: none. */
  lastReceivedMs = 0;
  /** How late that frame was, ms; 0: in time. */
  lagMs = 0;
  /** When the newest event was applied, µs wall clock; 0: never. */
  appliedMicros = 0;
  lastTradeMicros = NONE;
  /** Our receive time of the newest change, trade, or snapshot that differs from the one before, ms; 0: none. */
  lastActivityMs = 0;
  /** The times of the row being applied, the venue's and ours. As arguments they would be boxed: an allocation an event. */
  private rowMs = NONE;
  private nowMs = NONE;
  private burstMs = NONE;
  private unjudged = false;
  private expectedBid = UNJUDGED;
  private expectedAsk = UNJUDGED;
  private inSnapshot = false;
  /** Sums over the levels of the snapshot being read and of the last one, in any order; 0: none. */
  private snapshotSum = 0;
  private lastSnapshotSum = 0;

  get bestBidMicros(): number {
    return this.bids.bestKey;
  }

  get bestAskMicros(): number {
    const key = this.asks.bestKey;
    return key < 0 ? NONE : ONE_MICROS - key;
  }

  /** When what the book says was so, by our clock: the last frame's receive time less what it was late by, ms; 0: never. */
  get asOfMs(): number {
    // A late frame may be of a connection that hands the book over, or is to take it: the book's own was in time.
    return this.lastReceivedMs - (this.sync.phase === 'synced' ? 0 : this.lagMs);
  }

  /** Crossed at this moment; transient inside a burst. */
  get crossed(): boolean {
    return this.bids.count > 0 && this.asks.count > 0 && this.bestBidMicros > this.bestAskMicros;
  }

  /** The market's price grid, which decides the form of busy sides. The levels are kept. */
  setGrid(grid: PriceGrid): void {
    const step = regularStepMicros(grid);
    this.bids.setStep(step);
    this.asks.setStep(step);
  }

  /** Looked at now and then: sides that were quiet give memory back. */
  settle(): void {
    this.bids.settle();
    this.asks.settle();
  }

  /** Starts a snapshot; its levels follow by {@link putLevel}. */
  beginSnapshot(): void {
    this.inSnapshot = this.sync.phase !== 'closed';
    if (!this.inSnapshot) return;
    this.bids.clear();
    this.asks.clear();
    this.forgetBurst();
    this.snapshotSum = EMPTY_SUM;
  }

  /** A level of the snapshot being read. */
  putLevel(side: Side, priceMicros: number, sizeMicros: number): void {
    if (!this.inSnapshot) return;
    const key = keyOf(side, priceMicros);
    this.snapshotSum = (this.snapshotSum + Math.imul(Math.imul(key + side + 1, SPREAD), sizeMicros | 1)) | 0;
    this.side(side).set(key, sizeMicros);
  }

  /** Ends the snapshot: the book is synced, or crossed and asks again. */
  endSnapshot(venueMs: number, nowMs: number): Verdict {
    if (!this.inSnapshot) return 'suppress';
    this.inSnapshot = false;
    this.bids.trim();
    this.asks.trim();
    this.updates++;
    this.version++;
    if (venueMs > 0) {
      this.lastVenueMs = venueMs;
      this.burstMs = NONE;
    }
    // The first snapshot says what the book is, not that anything happened.
    if (this.lastSnapshotSum !== 0 && this.snapshotSum !== this.lastSnapshotSum) this.lastActivityMs = nowMs;
    this.lastSnapshotSum = this.snapshotSum;
    if (this.crossed) return this.sync.onFault('crossed', nowMs);
    return this.sync.onSnapshot();
  }

  /** Gives a level its new total. */
  setLevel(side: Side, priceMicros: number, sizeMicros: number, venueMs: number, nowMs: number): Verdict {
    this.rowMs = venueMs;
    this.nowMs = nowMs;
    return this.set(side, priceMicros, sizeMicros);
  }

  /** Adds a signed change to a level. A level that would become negative shows that something was missed. */
  addToLevel(side: Side, priceMicros: number, changeMicros: number, venueMs: number, nowMs: number): Verdict {
    this.rowMs = venueMs;
    this.nowMs = nowMs;
    return this.add(side, priceMicros, changeMicros);
  }

  /** The same as {@link setLevel} of a row, received at `lastReceivedMs`. */
  takeSet({ side, price, size, timeMs }: EventBuffer, row: number): Verdict {
    this.rowMs = timeMs[row]!;
    this.nowMs = this.lastReceivedMs;
    return this.set(side[row] as Side, price[row]!, size[row]!);
  }

  /** The same as {@link addToLevel} of a row, received at `lastReceivedMs`. */
  takeAdd({ side, price, size, timeMs }: EventBuffer, row: number): Verdict {
    this.rowMs = timeMs[row]!;
    this.nowMs = this.lastReceivedMs;
    return this.add(side[row] as Side, price[row]!, size[row]!);
  }

  /** The venue's own touch after the changes so far; compared when the burst has ended. */
  expectTouch(bidMicros: number, askMicros: number): void {
    if (!followsStream(this.sync.phase)) return;
    this.expectedBid = bidMicros;
    this.expectedAsk = askMicros;
    this.unjudged = true;
  }

  /** Judges the burst so far. Returns `apply` when the book stands. */
  judge(nowMs: number): Verdict {
    this.nowMs = nowMs;
    return this.judgeNow();
  }

  private judgeNow(): Verdict {
    if (!this.unjudged) return 'apply';
    this.unjudged = false;
    const bid = this.expectedBid;
    const ask = this.expectedAsk;
    this.expectedBid = UNJUDGED;
    this.expectedAsk = UNJUDGED;
    if (!followsStream(this.sync.phase)) return 'apply';
    if (this.crossed) return this.fault('crossed', this.nowMs);
    if (bid !== UNJUDGED && (bid !== this.bestBidMicros || ask !== this.bestAskMicros)) {
      return this.fault('touch-mismatch', this.nowMs);
    }
    return 'apply';
  }

  /** Something outside the events shows that the book is wrong. */
  fault(reason: BookReason, nowMs: number): Verdict {
    this.version++;
    this.forgetBurst();
    return this.sync.onFault(reason, nowMs);
  }

  /** The book's connection opened and asked for its snapshot. */
  connected(nowMs: number): void {
    this.sync.onConnected(nowMs);
    this.version++;
  }

  /** The book passed to another connection, whose snapshot follows; that one may lag behind what the other said. */
  takenOver(nowMs: number): void {
    this.forgetBurst();
    this.burstMs = TAKEN_OVER;
    this.sync.onConnected(nowMs);
  }

  /** Rows of this venue's time and later are taken as they come. */
  allowFrom(venueMs: number): void {
    this.lastVenueMs = venueMs;
  }

  disconnected(reason: BookReason): void {
    this.forgetBurst();
    this.sync.onDisconnected(reason);
    this.version++;
  }

  silent(reason: BookReason): void {
    this.sync.onSilent(reason);
    this.version++;
  }

  heard(): void {
    this.sync.onHeard();
    this.version++;
  }

  /** Whether the book's connection delivers late. */
  setBehind(isBehind: boolean): void {
    if (!this.sync.setBehind(isBehind)) return;
    if (!isBehind) this.lagMs = 0;
    this.version++;
  }

  close(reason: BookReason): void {
    this.sync.onClosed(reason);
    this.version++;
  }

  /** Trading goes on after all: the last levels are shown as such until a snapshot comes. */
  reopen(): void {
    this.sync.onReopened();
    this.version++;
  }

  /** Becomes a book of a recording's keyframe; null: an empty one that waits. */
  restore(dump: StoredBook | null): void {
    this.bids.clear();
    this.asks.clear();
    this.forgetBurst();
    for (const [price, size] of dump?.bids ?? []) this.bids.set(keyOf(BID, price), size);
    for (const [price, size] of dump?.asks ?? []) this.asks.set(keyOf(ASK, price), size);
    this.lastVenueMs = dump?.lastEventMs ?? 0;
    this.lagMs = dump?.lagMs ?? 0;
    this.lastActivityMs = 0;
    this.lastSnapshotSum = 0;
    this.updates = dump?.updates ?? 0;
    this.sync.restore(dump?.phase ?? 'waiting', dump?.reason ?? 'no-snapshot-yet');
    this.version++;
  }

  /** The price grid changed: a new epoch, the old levels mean nothing any more. */
  beginEpoch(nowMs: number): Verdict {
    if (this.sync.phase === 'closed') return 'suppress';
    this.bids.clear();
    this.asks.clear();
    return this.fault('grid-changed', nowMs);
  }

  private set(side: Side, priceMicros: number, sizeMicros: number): Verdict {
    const verdict = this.admit();
    if (verdict !== 'apply') return verdict;
    this.side(side).set(keyOf(side, priceMicros), sizeMicros);
    this.applied();
    return 'apply';
  }

  private add(side: Side, priceMicros: number, changeMicros: number): Verdict {
    const verdict = this.admit();
    if (verdict !== 'apply') return verdict;
    if (this.side(side).add(keyOf(side, priceMicros), changeMicros) < 0)
      return this.fault('negative-level', this.nowMs);
    this.applied();
    return 'apply';
  }

  private admit(): Verdict {
    if (this.rowMs !== this.burstMs) {
      const verdict = this.judgeNow();
      if (verdict !== 'apply') return verdict;
      if (this.burstMs === TAKEN_OVER) this.lastVenueMs = 0;
      if (this.rowMs > 0 && this.rowMs < this.lastVenueMs && followsStream(this.sync.phase))
        return this.fault('time-reversed', this.nowMs);
      this.burstMs = this.rowMs;
    }
    return followsStream(this.sync.phase) ? 'apply' : this.sync.onChange(this.nowMs);
  }

  private applied(): void {
    this.lastActivityMs = this.nowMs;
    this.unjudged = true;
    this.updates++;
    this.version++;
    if (this.rowMs > this.lastVenueMs) this.lastVenueMs = this.rowMs;
  }

  private forgetBurst(): void {
    if (this.burstMs !== TAKEN_OVER) this.burstMs = NONE;
    this.unjudged = false;
    this.expectedBid = UNJUDGED;
    this.expectedAsk = UNJUDGED;
  }

  private side(side: Side): BookSide {
    return side === BID ? this.bids : this.asks;
  }
}

/** The key under which a side keeps a price: it grows towards the best. */
function keyOf(side: Side, priceMicros: number): number {
  return side === ASK ? ONE_MICROS - priceMicros : priceMicros;
}
