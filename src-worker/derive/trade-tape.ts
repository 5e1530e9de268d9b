/** The last trades of one book, for windows that begin to watch later. Bounded; the oldest are forgotten. */
import { TRADES_KEPT_PER_BOOK } from '../../src-shared/domain/limits.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';

export class TradeTape {
  private readonly ring: Trade[] = [];
  private next = 0;

  add(trade: Trade): void {
    if (this.ring.length < TRADES_KEPT_PER_BOOK) {
      this.ring.push(trade);
      return;
    }
    this.ring[this.next] = trade;
    this.next = (this.next + 1) % TRADES_KEPT_PER_BOOK;
  }

  /** Oldest first. */
  list(): readonly Trade[] {
    return [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)];
  }
}
