/** The last trades of every book, for windows that begin to watch later, and how many each connection brought. */
import { TRADES_KEPT_PER_BOOK } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';

/** Of one book. Bounded; the oldest are forgotten. */
class TradeTape {
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

export class TradeTapes {
  private readonly tapes = new Map<ListingId, TradeTape>();
  private readonly byConnection = new Map<number, number>();
  /** Connections to be forgotten once they were counted. */
  private readonly gone: number[] = [];

  add(trade: Trade, connection: number): void {
    let tape = this.tapes.get(trade.listing);
    if (!tape) {
      tape = new TradeTape();
      this.tapes.set(trade.listing, tape);
    }
    tape.add(trade);
    this.byConnection.set(connection, (this.byConnection.get(connection) ?? 0) + 1);
  }

  /** Oldest first. */
  recent(listing: ListingId): readonly Trade[] {
    return this.tapes.get(listing)?.list() ?? [];
  }

  /** A market is followed no more. */
  forget(listing: ListingId): void {
    this.tapes.delete(listing);
  }

  forgetConnection(connection: number): void {
    this.gone.push(connection);
  }

  clear(): void {
    this.tapes.clear();
  }

  /** Trades by the connection that brought them. */
  counts(): readonly (readonly [connection: number, trades: number])[] {
    const counts = [...this.byConnection];
    for (const connection of this.gone.splice(0)) this.byConnection.delete(connection);
    return counts;
  }
}
