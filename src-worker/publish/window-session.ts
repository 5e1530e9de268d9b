/**
 * One window's subscriptions, from the engine's side: takes its messages, sends its frames when they are due.
 *
 * The window numbers its watches; each lives until it is unwatched or the window's port closes. Nothing is sent to a hidden
 * window.
 */

import type { EngineToWindow, Watch, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import { TRADES_QUEUED_MAX, WATCHES_PER_WINDOW_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { Consolidator } from '../derive/consolidated-book.ts';
import type { SpreadBoard } from '../derive/spread-board.ts';
import { type LadderBook, LadderWatch } from './ladder-watch.ts';
import { QuotesWatch } from './quotes-watch.ts';
import { SpreadsWatch } from './spreads-watch.ts';
import { TradesWatch } from './trades-watch.ts';

/** Quotes, trades and spreads are read, not watched moving: half the ladder's pace is enough. */
const SLOW_FACTOR = 2;

/** What a session reads of the shard. */
export type WindowSource = {
  readonly books: {
    /** The books behind a listing or link id, one a member in the link's order; empty when the shard keeps none of them. */
    ladder(target: string): readonly LadderBook[];
    entry(listing: ListingId): BookEntry | undefined;
  };
  readonly tapes: { recent(listing: ListingId): readonly Trade[] };
  readonly spreads: SpreadBoard;
  readonly consolidator: Consolidator;
  /** The shard's number. */
  readonly shard: number;
  /** A window reported how long a frame took from the book to the screen. */
  onDelay(micros: number): void;
};

export type PostToWindow = (data: EngineToWindow | Uint8Array<ArrayBuffer>) => void;

export class WindowSession {
  private readonly post: PostToWindow;
  private readonly source: WindowSource;
  private readonly ladders = new Map<number, LadderWatch>();
  private readonly quotes = new Map<number, QuotesWatch>();
  private readonly trades = new Map<number, TradesWatch>();
  private readonly spreads = new Map<number, SpreadsWatch>();
  private readonly watches: readonly Map<number, LadderWatch | QuotesWatch | TradesWatch | SpreadsWatch>[];
  private visible = true;

  constructor(source: WindowSource, post: PostToWindow) {
    this.source = source;
    this.post = post;
    this.watches = [this.ladders, this.quotes, this.trades, this.spreads];
  }

  /** Instruments or links changed: every watch looks its books up again. */
  refresh(): void {
    for (const watch of this.ladders.values()) watch.setBooks(this.source.books.ladder(watch.target));
    for (const watch of this.quotes.values()) watch.setBooks(this.booksOf(watch.listings));
  }

  trade(trade: Trade): void {
    for (const watch of this.trades.values()) watch.add(trade);
  }

  /** Sends what is due. */
  publish(nowMs: number, intervalMs: number, sentMicros: number): void {
    if (!this.visible) return;
    for (const watch of this.ladders.values()) {
      const frame = watch.next(nowMs, intervalMs, sentMicros);
      if (frame) this.post(frame);
    }
    for (const [watch, quotes] of this.quotes) {
      const next = quotes.next(nowMs, intervalMs * SLOW_FACTOR);
      if (next) this.post({ kind: 'quotes', watch, frame: next.frame, sentMicros, rows: next.rows });
    }
    for (const [watch, spreads] of this.spreads) {
      const next = spreads.next(nowMs, intervalMs * SLOW_FACTOR);
      if (next) this.post({ kind: 'spreads', watch, frame: next.frame, sentMicros, rows: next.rows });
    }
    for (const [watch, trades] of this.trades) {
      const next = trades.next(nowMs, intervalMs * SLOW_FACTOR);
      if (next) {
        this.post({
          kind: 'trades',
          watch,
          frame: next.frame,
          sentMicros,
          trades: next.trades,
          dropped: trades.dropped,
        });
      }
    }
  }

  /** Takes a message that the window hub has validated. */
  take(message: WindowToEngine): void {
    switch (message.kind) {
      case 'watch':
        this.watch(message.watch, message.of);
        break;
      case 'unwatch':
        this.unwatch(message.watch);
        break;
      case 'ack':
        this.acknowledge(message.watch, message.frame);
        this.source.onDelay(message.delayMicros);
        break;
      case 'visible':
        this.visible = message.visible;
        break;
    }
  }

  private acknowledge(watch: number, frame: number): void {
    for (const watches of this.watches) watches.get(watch)?.conflator.acknowledge(frame);
  }

  private unwatch(watch: number): void {
    for (const watches of this.watches) watches.delete(watch);
  }

  private watch(watch: number, of: Watch): void {
    // A number used again is the same watch, of something else now.
    this.unwatch(watch);
    if (this.watches.reduce((sum, { size }) => sum + size, 0) >= WATCHES_PER_WINDOW_MAX) {
      this.post({ kind: 'refused', watch, text: `A window can watch ${WATCHES_PER_WINDOW_MAX} things at once.` });
      return;
    }
    if (of.what === 'ladder') {
      const ladder = new LadderWatch(watch, of.target, of.groupMicros, this.source.consolidator, this.source.shard);
      ladder.setBooks(this.source.books.ladder(of.target));
      this.ladders.set(watch, ladder);
    } else if (of.what === 'quotes') {
      const quotes = new QuotesWatch(watch, of.listings, this.source.shard);
      quotes.setBooks(this.booksOf(of.listings));
      this.quotes.set(watch, quotes);
    } else if (of.what === 'spreads') {
      this.spreads.set(watch, new SpreadsWatch(watch, of.link, this.source.spreads, this.source.shard));
    } else {
      const trades = new TradesWatch(watch, of.listings, this.source.shard);
      const recent = [...trades.listings].flatMap((listing) => this.source.tapes.recent(listing));
      recent.sort((a, b) => a.receivedMicros - b.receivedMicros);
      // What is left out here was never promised: only later trades count as dropped.
      for (const trade of recent.slice(-TRADES_QUEUED_MAX)) trades.add(trade);
      this.trades.set(watch, trades);
    }
  }

  private booksOf(listings: readonly ListingId[]): readonly (BookEntry | undefined)[] {
    return listings.map((listing) => this.source.books.entry(listing));
  }
}
