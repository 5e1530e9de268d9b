/** Folds Kalshi's frames: signed changes, and bids of NO that are asks of YES. */
import { micros, type NaiveFold } from '../../bench/frames/naive-book.ts';

type Frame = {
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

export const foldFrame: NaiveFold = (frame, books) => {
  const { type, msg } = frame as Frame;
  const opposite = (price: string): string => (1 - Number(price)).toFixed(4);
  if (type === 'orderbook_snapshot') {
    const book = books.fresh(msg.market_ticker);
    for (const [price, size] of msg.yes_dollars_fp!) book.bids.set(price, micros(size));
    for (const [price, size] of msg.no_dollars_fp!) book.asks.set(opposite(price), micros(size));
    return;
  }
  const book = books.get(msg.market_ticker)!;
  const isYes = msg.side === 'yes';
  const levels = isYes ? book.bids : book.asks;
  const price = isYes ? msg.price_dollars! : opposite(msg.price_dollars!);
  const size = (levels.get(price) ?? 0) + micros(msg.delta_fp!);
  if (size === 0) levels.delete(price);
  else levels.set(price, size);
};
