/** Folds Polymarket's frames: every change carries a level's new total. */
import { micros, type NaiveFold } from '../../bench/frames/naive-book.ts';

type Frame = {
  event_type: string;
  asset_id?: string;
  bids?: readonly { price: string; size: string }[];
  asks?: readonly { price: string; size: string }[];
  price_changes?: readonly { asset_id: string; price: string; size: string; side: string }[];
};

export const foldFrame: NaiveFold = (parsed, books) => {
  const frame = parsed as Frame;
  if (frame.event_type === 'book') {
    const book = books.fresh(frame.asset_id!);
    for (const { price, size } of frame.bids!) book.bids.set(price, micros(size));
    for (const { price, size } of frame.asks!) book.asks.set(price, micros(size));
    return;
  }
  for (const { asset_id, price, size, side } of frame.price_changes!) {
    const book = books.get(asset_id);
    if (!book) continue;
    const levels = side === 'BUY' ? book.bids : book.asks;
    if (micros(size) === 0) levels.delete(price);
    else levels.set(price, micros(size));
  }
};
