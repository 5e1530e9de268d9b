/**
 * Made-up recordings of both venues, with the books they must lead to. The maker keeps its own books in plain maps and shares
 * no code with what reads them.
 */
import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';

export type Message = { readonly receivedMs: number; readonly text: string };
export type Levels = readonly (readonly [price: number, size: number])[];
export type MadeUpBook = { readonly bids: Levels; readonly asks: Levels };

/** Books by market, after each message. */
export type MadeUp = { readonly messages: readonly Message[]; after(messages: number): Record<string, MadeUpBook> };

const START_MS = 1_790_000_000_000;

/** Small and repeatable. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Sides = { readonly bids: Map<number, number>; readonly asks: Map<number, number> };

class Notebook {
  private readonly books = new Map<string, Sides>();
  private readonly pages: Record<string, MadeUpBook>[] = [{}];
  readonly messages: Message[] = [];

  book(market: string): Sides {
    let book = this.books.get(market);
    if (!book) {
      book = { bids: new Map(), asks: new Map() };
      this.books.set(market, book);
    }
    return book;
  }

  write(text: string): void {
    this.messages.push({ receivedMs: START_MS + this.messages.length * 7, text });
    const page: Record<string, MadeUpBook> = {};
    for (const [market, { bids, asks }] of this.books) {
      page[market] = {
        bids: [...bids].sort(([a], [b]) => b - a),
        asks: [...asks].sort(([a], [b]) => a - b),
      };
    }
    this.pages.push(page);
  }

  get madeUp(): MadeUp {
    return { messages: this.messages, after: (messages) => this.pages[messages]! };
  }
}

const decimal = (cents: number, digits: number): string => (cents / 100).toFixed(digits);

/** A numbered stream of several markets, one snapshot each first; bids stay below 50 cents and asks above. */
export function kalshiRecording(seed: number, count: number, markets: readonly string[]): MadeUp {
  const random = randomOf(seed);
  const notebook = new Notebook();
  let seq = 0;
  let trades = 0;
  const frame = (type: string, sid: number, number: number, msg: object): void =>
    notebook.write(JSON.stringify({ type, sid, seq: number, msg }));
  const snapshot = (market: string): void => {
    const { bids, asks } = notebook.book(market);
    bids.clear();
    asks.clear();
    const sides: Record<string, [string, string][]> = { yes_dollars_fp: [], no_dollars_fp: [] };
    for (let cents = 1; cents < 49; cents += 1 + random(9)) {
      const size = 1 + random(90_000);
      bids.set(cents * 10_000, size * 10_000);
      sides.yes_dollars_fp!.push([decimal(cents, 4), decimal(size, 2)]);
      asks.set((100 - cents) * 10_000, size * 10_000);
      sides.no_dollars_fp!.push([decimal(cents, 4), decimal(size, 2)]);
    }
    frame('orderbook_snapshot', 1, ++seq, { market_ticker: market, market_id: 'm', ...sides });
  };
  for (const market of markets) snapshot(market);
  while (notebook.messages.length < count) {
    const market = markets[random(markets.length)]!;
    const ts_ms = START_MS + notebook.messages.length * 7 - 3;
    const what = random(100);
    if (what === 0) snapshot(market);
    else if (what < 5) {
      frame('trade', 2, ++trades, {
        trade_id: `t${trades}`,
        market_ticker: market,
        yes_price_dollars: '0.4900',
        no_price_dollars: '0.5100',
        count_fp: '3.00',
        taker_outcome_side: 'yes',
        ts_ms,
      });
    } else {
      const isBid = random(2) === 0;
      const cents = 1 + random(48);
      const levels = isBid ? notebook.book(market).bids : notebook.book(market).asks;
      const price = (isBid ? cents : 100 - cents) * 10_000;
      const before = (levels.get(price) ?? 0) / 10_000;
      const change = random(3) === 0 ? -before : 1 + random(50_000);
      if (change === 0) continue;
      if (before + change === 0) levels.delete(price);
      else levels.set(price, (before + change) * 10_000);
      frame('orderbook_delta', 1, ++seq, {
        market_ticker: market,
        market_id: 'm',
        price_dollars: decimal(cents, 4),
        delta_fp: decimal(change, 2),
        side: isBid ? 'yes' : 'no',
        ts: new Date(ts_ms).toISOString(),
        ts_ms,
      });
    }
  }
  return notebook.madeUp;
}

/** Books in a list first, then changes with the venue's own touch after them. */
export function polymarketRecording(seed: number, count: number, tokens: readonly string[]): MadeUp {
  const random = randomOf(seed);
  const notebook = new Notebook();
  const market = `0x${'ab'.repeat(32)}`;
  const timestamp = (): string => String(START_MS + notebook.messages.length * 7 - 4);
  const levelsOf = (levels: Map<number, number>, sign: number): object[] =>
    [...levels]
      .sort(([a], [b]) => sign * (a - b))
      .map(([price, size]) => ({ price: `${price / 1_000_000}`, size: `${size / 1_000_000}` }));
  const bookOf = (asset_id: string): object => {
    const { bids, asks } = notebook.book(asset_id);
    bids.clear();
    asks.clear();
    for (let cents = 1; cents < 49; cents += 1 + random(9)) {
      bids.set(cents * 10_000, (1 + random(9_000_000)) * 1_000);
      asks.set((100 - cents) * 10_000, (1 + random(9_000_000)) * 1_000);
    }
    return {
      market,
      asset_id,
      timestamp: timestamp(),
      hash: 'ab'.repeat(20),
      bids: levelsOf(bids, 1),
      asks: levelsOf(asks, -1),
      event_type: 'book',
    };
  };
  notebook.write(JSON.stringify(tokens.map(bookOf)));
  while (notebook.messages.length < count) {
    const asset_id = tokens[random(tokens.length)]!;
    const what = random(100);
    if (what === 0) notebook.write(JSON.stringify(bookOf(asset_id)));
    else if (what === 1) notebook.write('PONG');
    else {
      const { bids, asks } = notebook.book(asset_id);
      const isBid = random(2) === 0;
      const price = (isBid ? 1 + random(48) : 52 + random(48)) * 10_000;
      const size = random(3) === 0 ? 0 : (1 + random(9_000_000)) * 1_000;
      const levels = isBid ? bids : asks;
      if (size === 0) levels.delete(price);
      else levels.set(price, size);
      const change = {
        asset_id,
        price: `${price / 1_000_000}`,
        size: `${size / 1_000_000}`,
        side: isBid ? 'BUY' : 'SELL',
        hash: 'cd'.repeat(20),
        best_bid: `${bids.size > 0 ? Math.max(...bids.keys()) / 1_000_000 : 0}`,
        best_ask: `${asks.size > 0 ? Math.min(...asks.keys()) / 1_000_000 : 1}`,
      };
      const frame = { market, price_changes: [change], timestamp: timestamp(), event_type: 'price_change' };
      notebook.write(JSON.stringify(frame));
    }
  }
  return notebook.madeUp;
}

export const LINE_FORMATS = {
  envelope: ({ receivedMs, text }: Message): string =>
    /^[[{]/.test(text)
      ? `{"recv_ms":${receivedMs},"event":${text}}`
      : `{"recv_ms":${receivedMs},"event":${JSON.stringify(text)}}`,
  timed: ({ receivedMs, text }: Message): string => `${receivedMs}123456 ${text}`,
  plain: ({ text }: Message): string => text,
} as const;

export const PACKINGS = {
  nothing: (bytes: Buffer): Buffer => bytes,
  gzip: (bytes: Buffer): Buffer => gzipSync(bytes),
  zstd: (bytes: Buffer): Buffer => zstdCompressSync(bytes),
} as const;

/** The hash that a report must give, from the words of its description. */
export function hashOf({ bids, asks }: MadeUpBook): string {
  const lines = [
    ...bids.map(([price, size]) => `B ${price} ${size}\n`),
    ...asks.map(([price, size]) => `A ${price} ${size}\n`),
  ];
  return createHash('sha256').update(lines.join('')).digest('hex');
}
