/**
 * Decides what a taker order does to a book: it eats levels from the best on, up to a limit.
 *
 * The venue's rules say in which order changes and trades are published, and whether what is left rests first.
 */

import type { Listing } from '../model/listing.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { Trade } from '../model/world-sink.ts';
import type { BookWriter } from './book-writer.ts';

const LEVELS_MAX = 64;

export interface TakerOrder {
  readonly buy: boolean;
  readonly sizeMicros: number;
  readonly limitMicros: number;
  /** What is left rests at the limit, where the venue's rules let it rest first. */
  readonly restMicros: number;
}

/** Executes the order; returns what was filled, in millionths of a contract. */
export function takeLiquidity(writer: BookWriter, listing: Listing, order: TakerOrder, timeMs: number): number {
  const { buy, limitMicros } = order;
  const sink = writer.sinkOf(listing);
  const opposite = buy ? listing.book.asks : listing.book.bids;
  const crossing = order.restMicros > 0 && listing.rules.restsFirst;
  if (crossing) writer.set(listing, buy ? 'bid' : 'ask', limitMicros, order.restMicros, timeMs);
  const fills: Trade[] = [];
  let leftMicros = crossing ? Number.MAX_SAFE_INTEGER : order.sizeMicros;
  let filledMicros = 0;
  while (leftMicros > 0 && (crossing || fills.length < LEVELS_MAX)) {
    const best = opposite.best;
    if (best === NO_PRICE || (buy ? best > limitMicros : best < limitMicros)) break;
    const availableMicros = opposite.sizeAt(best);
    const fillMicros = Math.min(leftMicros, availableMicros);
    leftMicros -= fillMicros;
    filledMicros += fillMicros;
    writer.set(listing, buy ? 'ask' : 'bid', best, availableMicros - fillMicros, timeMs);
    const trade: Trade = { priceMicros: best, sizeMicros: fillMicros, takerSide: buy ? 'buy' : 'sell' };
    record(listing, trade);
    writer.tape.add(listing, trade, timeMs);
    if (listing.rules.tradesByLevel) sink.onTrade(listing, trade, timeMs);
    else fills.push(trade);
  }
  for (const trade of fills) sink.onTrade(listing, trade, timeMs);
  if (filledMicros > 0) sink.onTradesDone(listing, timeMs);
  return filledMicros;
}

function record(listing: Listing, trade: Trade): void {
  listing.lastTradeMicros = trade.priceMicros;
  listing.lastTradeSizeMicros = trade.sizeMicros;
  listing.volumeMicros += trade.sizeMicros;
  listing.turnoverMicros += Math.floor((trade.sizeMicros / 1_000_000) * trade.priceMicros);
}
