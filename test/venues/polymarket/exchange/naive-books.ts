/**
 * A naive reader of Polymarket's market channel for the tests: absolute sizes, one book per token, and the venue's own
 * best prices compared after every change.
 */
import { toMicros } from '../../../unit/exchange/test-client.ts';

interface TokenBook {
  readonly bids: Map<number, number>;
  readonly asks: Map<number, number>;
}

interface WireLevel {
  readonly price: string;
  readonly size: string;
}

interface WireBook {
  readonly event_type?: string;
  readonly asset_id: string;
  readonly bids: readonly WireLevel[];
  readonly asks: readonly WireLevel[];
}

interface WireChange {
  readonly asset_id: string;
  readonly price: string;
  readonly size: string;
  readonly side: 'BUY' | 'SELL';
  readonly best_bid: string;
  readonly best_ask: string;
}

interface WireEvent extends WireBook {
  readonly timestamp: string;
  readonly market: string;
  readonly price_changes: readonly WireChange[];
}

export class NaiveBooks {
  readonly books = new Map<string, TokenBook>();
  readonly seen = new Map<string, number>();
  readonly problems: string[] = [];
  /** Markets whose book was crossed after a message, with that message's timestamp. */
  readonly crossedAt = new Map<string, string>();
  transientCrosses = 0;

  read(text: string): void {
    if (text === 'PONG' || text === 'NO NEW ASSETS') return;
    const value: WireEvent | readonly WireBook[] = JSON.parse(text);
    if (Array.isArray(value)) {
      for (const book of value) this.#take(book);
      return;
    }
    // A single object is an event; arrays are dealt with above.
    this.#readEvent(value as WireEvent);
  }

  #readEvent(event: WireEvent): void {
    const kind = event.event_type ?? '';
    this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
    const crossed = this.crossedAt.get(event.market);
    if (crossed !== undefined && crossed !== event.timestamp) this.problems.push(`${event.market} rests crossed`);
    if (kind === 'book') this.#take(event);
    if (kind !== 'price_change') return;
    for (const change of event.price_changes) this.#apply(change);
    for (const change of event.price_changes) this.#compare(change, event);
  }

  #take(book: WireBook): void {
    const side = (levels: readonly WireLevel[]): Map<number, number> =>
      new Map(levels.map(({ price, size }) => [toMicros(price), toMicros(size)]));
    this.books.set(book.asset_id, { bids: side(book.bids), asks: side(book.asks) });
  }

  #apply(change: WireChange): void {
    const book = this.books.get(change.asset_id);
    if (book === undefined) return;
    const levels = change.side === 'BUY' ? book.bids : book.asks;
    if (change.size === '0') levels.delete(toMicros(change.price));
    else levels.set(toMicros(change.price), toMicros(change.size));
  }

  #compare(change: WireChange, event: WireEvent): void {
    const book = this.books.get(change.asset_id);
    if (book === undefined) return;
    const bid = Math.max(0, ...book.bids.keys());
    const ask = Math.min(1_000_000, ...book.asks.keys());
    if (bid !== toMicros(change.best_bid) || ask !== toMicros(change.best_ask)) {
      this.problems.push(`${change.asset_id} touch ${bid}/${ask}, told ${change.best_bid}/${change.best_ask}`);
    }
    if (bid >= ask) {
      this.transientCrosses += 1;
      this.crossedAt.set(event.market, event.timestamp);
    } else this.crossedAt.delete(event.market);
  }
}
