/** Trades of some listings: queued, never conflated; beyond the limit the oldest are dropped and counted. */
import { TRADES_QUEUED_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import { Conflator } from './conflator.ts';

export class TradesWatch {
  readonly conflator: Conflator;
  readonly watch: number;
  readonly listings: ReadonlySet<ListingId>;
  dropped = 0;
  private queue: Trade[] = [];

  constructor(watch: number, listings: readonly ListingId[], shard: number) {
    this.conflator = new Conflator(shard);
    this.watch = watch;
    this.listings = new Set(listings);
  }

  add(trade: Trade): void {
    if (!this.listings.has(trade.listing)) return;
    this.queue.push(trade);
    if (this.queue.length > TRADES_QUEUED_MAX) {
      // In one cut of a quarter, so that a stalled window does not cost a shift a trade.
      const surplus = TRADES_QUEUED_MAX / 4;
      this.queue.splice(0, surplus);
      this.dropped += surplus;
    }
  }

  /** The queued trades, oldest first, or null. */
  next(nowMs: number, intervalMs: number): { readonly frame: number; readonly trades: readonly Trade[] } | null {
    if (this.queue.length === 0 || !this.conflator.ready(nowMs, intervalMs)) return null;
    const trades = this.queue;
    this.queue = [];
    return { frame: this.conflator.send(nowMs), trades };
  }
}
