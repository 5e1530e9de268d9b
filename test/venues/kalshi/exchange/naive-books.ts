/**
 * A naive reader of Kalshi's socket for the tests: signed changes, bids of both legs, seq checked per sid.
 */
import { toMicros } from '../../../unit/exchange/test-client.ts';

type WireLevels = readonly (readonly [string, string])[];

interface WireMessage {
  readonly type: string;
  readonly sid?: number;
  readonly seq?: number;
  readonly msg: {
    readonly market_ticker: string;
    readonly yes_dollars_fp?: WireLevels;
    readonly no_dollars_fp?: WireLevels;
    readonly price_dollars: string;
    readonly delta_fp: string;
    readonly side: 'yes' | 'no';
    readonly ts_ms: number;
  };
}

interface Legs {
  yes: Map<number, number>;
  no: Map<number, number>;
}

export class NaiveBooks {
  readonly books = new Map<string, Legs>();
  readonly seen = new Map<string, number>();
  readonly problems: string[] = [];
  /** The last seq of each sid. */
  readonly seqs = new Map<number, number>();
  gaps = 0;

  read(text: string): void {
    const message: WireMessage = JSON.parse(text);
    this.seen.set(message.type, (this.seen.get(message.type) ?? 0) + 1);
    if (message.sid !== undefined && message.seq !== undefined) {
      const last = this.seqs.get(message.sid) ?? 0;
      if (message.seq !== last + 1) this.gaps += 1;
      this.seqs.set(message.sid, message.seq);
    }
    if (message.type === 'orderbook_snapshot') this.#take(message.msg);
    if (message.type === 'orderbook_delta') this.#apply(message.msg);
  }

  #take(msg: WireMessage['msg']): void {
    const leg = (levels: WireLevels | undefined): Map<number, number> =>
      new Map((levels ?? []).map(([price, size]) => [toMicros(price), toMicros(size)]));
    this.books.set(msg.market_ticker, { yes: leg(msg.yes_dollars_fp), no: leg(msg.no_dollars_fp) });
  }

  #apply(msg: WireMessage['msg']): void {
    const book = this.books.get(msg.market_ticker);
    if (book === undefined) {
      this.problems.push(`${msg.market_ticker} changed before its snapshot`);
      return;
    }
    const leg = book[msg.side];
    const price = toMicros(msg.price_dollars);
    const size = (leg.get(price) ?? 0) + toMicros(msg.delta_fp);
    if (size < 0) this.problems.push(`${msg.market_ticker} has a negative level`);
    if (size === 0) leg.delete(price);
    else leg.set(price, size);
    const touch = Math.max(0, ...book.yes.keys()) + Math.max(0, ...book.no.keys());
    if (book.yes.size > 0 && book.no.size > 0 && touch >= 1_000_000) this.problems.push(`${msg.market_ticker} crossed`);
  }
}
