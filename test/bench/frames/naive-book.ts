/**
 * The reference: frames read by JSON.parse, books kept as plain Maps of decimal text. It shares no code with the product and is
 * what every measured book must equal before its figure counts.
 */

type Levels = Map<string, number>;
type NaiveBook = { bids: Levels; asks: Levels };

type PolymarketFrame = {
  event_type: string;
  asset_id?: string;
  bids?: readonly { price: string; size: string }[];
  asks?: readonly { price: string; size: string }[];
  price_changes?: readonly { asset_id: string; price: string; size: string; side: string }[];
};

type KalshiFrame = {
  type: string;
  msg: {
    market_ticker: string;
    price_dollars?: string;
    delta_fp?: string;
    side?: string;
    yes_dollars_fp?: readonly (readonly [string, string])[];
    no_dollars_fp?: readonly (readonly [string, string])[];
  };
};

/** Millionths. */
const micros = (text: string): number => Math.round(Number(text) * 1e6);

export class NaiveBooks {
  private readonly books = new Map<string, NaiveBook>();

  /** Takes a frame of either venue. */
  take(text: string): void {
    const frame = JSON.parse(text) as PolymarketFrame | KalshiFrame;
    if ('event_type' in frame) this.takePolymarket(frame);
    else this.takeKalshi(frame);
  }

  /** The levels of a symbol's book as text, best first, prices and sizes in millionths. */
  text(symbol: string): string {
    const book = this.books.get(symbol);
    return book ? levelsText(sorted(book.bids, -1), sorted(book.asks, 1)) : 'no book';
  }

  private takePolymarket(frame: PolymarketFrame): void {
    if (frame.event_type === 'book') {
      const book = this.fresh(frame.asset_id!);
      for (const { price, size } of frame.bids!) book.bids.set(price, micros(size));
      for (const { price, size } of frame.asks!) book.asks.set(price, micros(size));
      return;
    }
    for (const { asset_id, price, size, side } of frame.price_changes!) {
      const book = this.books.get(asset_id);
      if (!book) continue;
      const levels = side === 'BUY' ? book.bids : book.asks;
      if (micros(size) === 0) levels.delete(price);
      else levels.set(price, micros(size));
    }
  }

  private takeKalshi({ type, msg }: KalshiFrame): void {
    const opposite = (price: string): string => (1 - Number(price)).toFixed(4);
    if (type === 'orderbook_snapshot') {
      const book = this.fresh(msg.market_ticker);
      for (const [price, size] of msg.yes_dollars_fp!) book.bids.set(price, micros(size));
      for (const [price, size] of msg.no_dollars_fp!) book.asks.set(opposite(price), micros(size));
      return;
    }
    const book = this.books.get(msg.market_ticker)!;
    const isYes = msg.side === 'yes';
    const levels = isYes ? book.bids : book.asks;
    const price = isYes ? msg.price_dollars! : opposite(msg.price_dollars!);
    const size = (levels.get(price) ?? 0) + micros(msg.delta_fp!);
    if (size === 0) levels.delete(price);
    else levels.set(price, size);
  }

  private fresh(symbol: string): NaiveBook {
    const book = { bids: new Map<string, number>(), asks: new Map<string, number>() };
    this.books.set(symbol, book);
    return book;
  }
}

function sorted(levels: Levels, direction: number): (readonly [number, number])[] {
  return [...levels].map(([price, size]) => [micros(price), size] as const).sort((a, b) => (a[0] - b[0]) * direction);
}

/** Both sides as one text, to be compared. */
export function levelsText(
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
): string {
  return JSON.stringify([bids, asks]);
}
