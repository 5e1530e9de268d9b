/**
 * A book and its naive twin: two Maps by YES price and the one word whether it is synced. The book's verdicts must be the twin's,
 * and so must its levels and touch. Throws at the first difference.
 */

import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { ASK, BID, type Side } from '../../../src-shared/domain/wire/event-buffer.ts';
import { Book } from '../../../src-worker/book/book.ts';
import type { BookStep } from './book-steps.ts';

const NOW_MS = 1_790_000_000_000;

export class ComparedBook {
  changes = 0;
  readonly book = new Book();
  private readonly bids = new Map<number, number>();
  private readonly asks = new Map<number, number>();
  private isSynced = false;
  /** Changes of the burst that is not judged yet. */
  private isOpen = false;
  private venueMs = NOW_MS;

  constructor() {
    this.book.connected(NOW_MS);
  }

  take(step: BookStep): void {
    const { book } = this;
    switch (step.kind) {
      case 'snapshot':
        this.snapshot(step.levels);
        break;
      case 'set':
      case 'add':
        this.change(step);
        break;
      case 'grid':
        book.setGrid(step.grid);
        break;
      case 'epoch':
        book.setGrid(step.grid);
        book.beginEpoch(NOW_MS);
        this.bids.clear();
        this.asks.clear();
        this.isSynced = false;
        this.isOpen = false;
        break;
      case 'settle':
        book.settle();
        break;
    }
    this.changes++;
    this.expectEqual();
  }

  expectWhole(): void {
    for (const [name, side, of] of [
      ['bids', this.bids, BID],
      ['asks', this.asks, ASK],
    ] as const) {
      const twin = [...side].sort(([a], [b]) => (of === BID ? b - a : a - b));
      const levels = of === BID ? this.book.bids : this.book.asks;
      const keys = new Float64Array(levels.count);
      const sizes = new Float64Array(levels.count);
      levels.copyBest(keys, sizes, levels.count);
      const ours = Array.from(keys, (key, rank) => [of === BID ? key : ONE_MICROS - key, sizes[rank]!]);
      this.expect(JSON.stringify(ours), JSON.stringify(twin), name);
    }
  }

  private snapshot(levels: Extract<BookStep, { kind: 'snapshot' }>['levels']): void {
    const { book } = this;
    book.beginSnapshot();
    this.bids.clear();
    this.asks.clear();
    for (const [side, price, size] of levels) {
      book.putLevel(side, price, size);
      if (size > 0) this.sideOf(side).set(price, size);
    }
    this.venueMs++;
    book.endSnapshot(this.venueMs, NOW_MS);
    this.isSynced = !this.isCrossed();
    this.isOpen = false;
  }

  private change({ kind, side, price, size, later }: Extract<BookStep, { kind: 'set' | 'add' }>): void {
    const { book } = this;
    if (later) this.venueMs++;
    // The burst before is judged when a change of another time comes.
    if (later && this.isOpen) {
      this.isOpen = false;
      if (this.isSynced && this.isCrossed()) this.isSynced = false;
    }
    const levels = this.sideOf(side);
    const before = levels.get(price) ?? 0;
    const after = kind === 'set' ? size : before + size;
    const verdict =
      kind === 'set'
        ? book.setLevel(side, price, size, this.venueMs, NOW_MS)
        : book.addToLevel(side, price, size, this.venueMs, NOW_MS);
    if (this.isSynced && after < 0) {
      this.isSynced = false;
      this.isOpen = false;
    }
    this.expect(
      verdict === 'apply',
      this.isSynced,
      `whether ${kind} ${size} at ${price} is applied (${verdict}, ${book.sync.reason})`,
    );
    if (!this.isSynced) return;
    this.isOpen = true;
    if (after === 0) levels.delete(price);
    else levels.set(price, after);
  }

  private expectEqual(): void {
    const { book } = this;
    const bid = this.bids.size > 0 ? Math.max(...this.bids.keys()) : -1;
    const ask = this.asks.size > 0 ? Math.min(...this.asks.keys()) : -1;
    this.expect(book.sync.phase === 'synced', this.isSynced, 'whether the book is synced');
    this.expect(book.bestBidMicros, bid, 'the best bid');
    this.expect(book.bestAskMicros, ask, 'the best ask');
    this.expect(book.bids.bestSize, this.bids.get(bid) ?? 0, "the best bid's size");
    this.expect(book.asks.bestSize, this.asks.get(ask) ?? 0, "the best ask's size");
    this.expect(book.crossed, this.isCrossed(), 'whether it is crossed');
  }

  private isCrossed(): boolean {
    return this.bids.size > 0 && this.asks.size > 0 && Math.max(...this.bids.keys()) > Math.min(...this.asks.keys());
  }

  private sideOf(side: Side): Map<number, number> {
    return side === BID ? this.bids : this.asks;
  }

  private expect<T>(ours: T, twin: T, what: string): void {
    if (!Object.is(ours, twin)) throw new Error(`${what} is ${String(ours)}, it should be ${String(twin)}`);
  }
}
