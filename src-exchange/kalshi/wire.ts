/**
 * Decides the text of Kalshi's market messages (AsyncAPI 2.0.0 and recordings of August 2026), from "msg" on: type, sid
 * and seq are the subscription's. Written by hand: a hot path.
 *
 * Only bids are published: a YES ask at p is a NO bid at 1-p, in its own leg unless use_yes_price. Deltas are signed changes.
 */
import { fixedDecimal, fixedPrice } from '../model/decimal.ts';
import type { Level } from '../model/true-book.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { BookChange, Trade } from '../model/world-sink.ts';
import type { KalshiMarket } from './market.ts';

const ONE = 1_000_000;

let timeOfText = -1;
let timeText = '';

/**
 * RFC 3339 with microseconds, as recorded: the venue counts finer than our clock, so the last three digits come from a
 * counter. The part down to the millisecond is remembered between calls.
 */
function stamp(timeMs: number, ordinal: number): string {
  if (timeMs !== timeOfText) {
    timeOfText = timeMs;
    timeText = new Date(timeMs).toISOString().slice(0, 23);
  }
  return `${timeText}${10 + (ordinal % 90)}${1 + (ordinal % 9)}Z`;
}

/** The body of orderbook_delta for one change. */
export function deltaBody(market: KalshiMarket, change: BookChange, usesYesPrice: boolean, timeMs: number): string {
  const isYes = change.side === 'bid';
  const price = isYes || usesYesPrice ? change.priceMicros : ONE - change.priceMicros;
  return (
    `{"market_ticker":"${market.ticker}","market_id":"${market.marketId}","price_dollars":"${fixedPrice(price)}"` +
    `,"delta_fp":"${fixedDecimal(change.sizeMicros - change.previousMicros, 2)}","side":"${isYes ? 'yes' : 'no'}"` +
    `,"ts":"${stamp(timeMs, market.changeCount)}","ts_ms":${timeMs}}`
  );
}

/** Levels ascending by the published price: [["0.0800","300.00"],...]. */
export function levelsText(levels: readonly Level[], mirrored: boolean): string {
  const priced = levels.map(([price, size]) => [mirrored ? ONE - price : price, size] as const);
  priced.sort((a, b) => a[0] - b[0]);
  return `[${priced.map(([price, size]) => `["${fixedPrice(price)}","${fixedDecimal(size, 2)}"]`).join(',')}]`;
}

/** The body of orderbook_snapshot; the key of an empty side is absent. */
export function snapshotBody(market: KalshiMarket, usesYesPrice: boolean): string {
  const bids = market.listing.book.bids.sorted();
  const asks = market.listing.book.asks.sorted();
  const yes = bids.length === 0 ? '' : `,"yes_dollars_fp":${levelsText(bids, false)}`;
  const no = asks.length === 0 ? '' : `,"no_dollars_fp":${levelsText(asks, !usesYesPrice)}`;
  return `{"market_ticker":"${market.ticker}","market_id":"${market.marketId}"${yes}${no}}`;
}

/** The body of trade; a taker of NO sells YES. */
export function tradeBody(market: KalshiMarket, trade: Trade, tradeId: string, timeMs: number): string {
  const outcome = trade.takerSide === 'buy' ? 'yes' : 'no';
  return (
    `{"trade_id":"${tradeId}","market_ticker":"${market.ticker}","yes_price_dollars":"${fixedPrice(trade.priceMicros)}"` +
    `,"no_price_dollars":"${fixedPrice(ONE - trade.priceMicros)}","count_fp":"${fixedDecimal(trade.sizeMicros, 2)}"` +
    `,"taker_side":"${outcome}","taker_outcome_side":"${outcome}","taker_book_side":"${outcome === 'yes' ? 'bid' : 'ask'}"` +
    `,"ts":${Math.floor(timeMs / 1000)},"ts_ms":${timeMs}}`
  );
}

/** The figures of ticker and of REST records that describe the touch. */
export function touchFigures(market: KalshiMarket): { bid: string; ask: string; bidSize: string; askSize: string } {
  const { bids, asks } = market.listing.book;
  return {
    bid: fixedPrice(bids.best === NO_PRICE ? 0 : bids.best),
    ask: fixedPrice(asks.best === NO_PRICE ? ONE : asks.best),
    bidSize: fixedDecimal(bids.best === NO_PRICE ? 0 : bids.sizeAt(bids.best), 2),
    askSize: fixedDecimal(asks.best === NO_PRICE ? 0 : asks.sizeAt(asks.best), 2),
  };
}

/** The body of ticker. */
export function tickerBody(market: KalshiMarket, timeMs: number): string {
  const { listing } = market;
  const touch = touchFigures(market);
  const volumeMicros = listing.earlierVolume * ONE + listing.volumeMicros;
  const openInterestMicros = Math.floor(volumeMicros / 2_000_000) * ONE;
  return (
    `{"market_id":"${market.marketId}","market_ticker":"${market.ticker}","price_dollars":"${fixedPrice(listing.lastTradeMicros)}"` +
    `,"yes_bid_dollars":"${touch.bid}","yes_ask_dollars":"${touch.ask}","volume_fp":"${fixedDecimal(volumeMicros, 2)}"` +
    `,"open_interest_fp":"${fixedDecimal(openInterestMicros, 2)}","dollar_volume":${Math.floor(volumeMicros / 2_000_000)}` +
    `,"dollar_open_interest":${Math.floor(openInterestMicros / 2_000_000)},"yes_bid_size_fp":"${touch.bidSize}"` +
    `,"yes_ask_size_fp":"${touch.askSize}","last_trade_size_fp":"${fixedDecimal(listing.lastTradeSizeMicros, 2)}"` +
    `,"ts":${Math.floor(timeMs / 1000)},"ts_ms":${timeMs},"time":"${stamp(timeMs, market.changeCount)}"}`
  );
}
