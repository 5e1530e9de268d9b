/**
 * Decides the text of every message of Polymarket's market channel (docs.polymarket.com and captures, July to
 * October 2026). Written by hand, not through objects: this is the exchange's hottest path.
 *
 * Best level last on both sides; sizes absolute; the NO token mirrors the YES token; key order varies on purpose.
 */
import { plainDecimal, plainPrice } from '../model/decimal.ts';
import type { Listing } from '../model/listing.ts';
import type { Level } from '../model/true-book.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { BookChange, Trade } from '../model/world-sink.ts';
import { polymarketHash } from './hash.ts';
import type { Outcome, PolymarketMarket } from './market.ts';

const ONE = 1_000_000;
/** orderMinSize of every market here; part of the hash. */
export const MIN_ORDER_SIZE = '5';

export type BookForm = 'snapshot' | 'refresh' | 'rest';

/** The best bid of a token: "0" when there is none. */
export function bestBidText(listing: Listing, outcome: Outcome): string {
  const best = outcome === 0 ? listing.book.bids.best : listing.book.asks.best;
  if (best === NO_PRICE) return '0';
  return plainPrice(outcome === 0 ? best : ONE - best);
}

/** The best ask of a token: "1" when there is none. */
export function bestAskText(listing: Listing, outcome: Outcome): string {
  const best = outcome === 0 ? listing.book.asks.best : listing.book.bids.best;
  if (best === NO_PRICE) return '1';
  return plainPrice(outcome === 0 ? best : ONE - best);
}

/** One message for both tokens: the level's new total on each, with the touch after the change. */
export function priceChangeText(
  market: PolymarketMarket,
  changes: readonly BookChange[],
  count: number,
  timeMs: number,
): string {
  const { listing, tokens } = market;
  const touch = [
    `","best_bid":"${bestBidText(listing, 0)}","best_ask":"${bestAskText(listing, 0)}"}`,
    `","best_bid":"${bestBidText(listing, 1)}","best_ask":"${bestAskText(listing, 1)}"}`,
  ] as const;
  let list = '';
  for (let i = 0; i < count; i += 1) {
    const { side, priceMicros, sizeMicros } = changes[i]!;
    const size = plainDecimal(sizeMicros);
    const bid = side === 'bid';
    const yes = `{"asset_id":"${tokens[0]}","price":"${plainPrice(priceMicros)}","size":"${size}","side":"${bid ? 'BUY' : 'SELL'}","hash":"${market.nextChangeHash()}${touch[0]}`;
    const no = `{"asset_id":"${tokens[1]}","price":"${plainPrice(ONE - priceMicros)}","size":"${size}","side":"${bid ? 'SELL' : 'BUY'}","hash":"${market.nextChangeHash()}${touch[1]}`;
    const pair = (market.changes & 4) === 0 ? `${yes},${no}` : `${no},${yes}`;
    list = i === 0 ? pair : `${list},${pair}`;
  }
  if ((market.changes & 8) === 0) {
    return `{"market":"${market.conditionId}","price_changes":[${list}],"timestamp":"${timeMs}","event_type":"price_change"}`;
  }
  return `{"event_type":"price_change","market":"${market.conditionId}","timestamp":"${timeMs}","price_changes":[${list}]}`;
}

function levelsJson(levels: readonly Level[], mirrored: boolean): string {
  let list = '';
  for (let i = levels.length - 1; i >= 0; i -= 1) {
    const [price, size] = levels[i]!;
    list += `${list === '' ? '' : ','}{"price":"${plainPrice(mirrored ? ONE - price : price)}","size":"${plainDecimal(size)}"}`;
  }
  return `[${list}]`;
}

/** The book of a token. Only the snapshot and REST carry tick_size and last_trade_price; the hash covers them always. */
export function bookText(market: PolymarketMarket, outcome: Outcome, form: BookForm): string {
  const { listing, conditionId } = market;
  const assetId = market.tokens[outcome];
  const mirrored = outcome === 1;
  const { bids, asks } = listing.book;
  const bidsJson = levelsJson((mirrored ? asks : bids).sorted(), mirrored);
  const asksJson = levelsJson((mirrored ? bids : asks).sorted(), mirrored);
  const timestamp = `${listing.book.lastEventTimeMs}`;
  const { tickSize, lastTradePrice } = market;
  const { negRisk } = market.text;
  const hash = polymarketHash({
    market: conditionId,
    assetId,
    timestamp,
    bidsJson,
    asksJson,
    minOrderSize: MIN_ORDER_SIZE,
    tickSize,
    negRisk,
    lastTradePrice,
  });
  const levels = `"bids":${bidsJson},"asks":${asksJson}`;
  const core = `"market":"${conditionId}","asset_id":"${assetId}","timestamp":"${timestamp}","hash":"${hash}",${levels}`;
  if (form === 'rest') {
    return `{${core},"min_order_size":"${MIN_ORDER_SIZE}","tick_size":"${tickSize}","neg_risk":${negRisk},"last_trade_price":"${lastTradePrice}"}`;
  }
  if (form === 'snapshot') {
    return `{${core},"tick_size":"${tickSize}","event_type":"book","last_trade_price":"${lastTradePrice}"}`;
  }
  if (market.trades % 2 === 0) return `{${core},"event_type":"book"}`;
  return `{"event_type":"book","asset_id":"${assetId}","market":"${conditionId}",${levels},"timestamp":"${timestamp}","hash":"${hash}"}`;
}

/** A trade, on the token that it is printed on. */
export function lastTradeText(market: PolymarketMarket, trade: Trade, outcome: Outcome, timeMs: number): string {
  const priceMicros = outcome === 0 ? trade.priceMicros : ONE - trade.priceMicros;
  const buys = (trade.takerSide === 'buy') === (outcome === 0);
  return (
    `{"market":"${market.conditionId}","asset_id":"${market.tokens[outcome]}","price":"${plainPrice(priceMicros)}"` +
    `,"size":"${plainDecimal(trade.sizeMicros)}","fee_rate_bps":"0","side":"${buys ? 'BUY' : 'SELL'}"` +
    `,"timestamp":"${timeMs}","event_type":"last_trade_price","transaction_hash":"${market.nextTransactionHash()}"}`
  );
}

export function tickSizeText(
  market: PolymarketMarket,
  outcome: Outcome,
  oldTickMicros: number,
  timeMs: number,
): string {
  return (
    `{"event_type":"tick_size_change","asset_id":"${market.tokens[outcome]}","market":"${market.conditionId}"` +
    `,"old_tick_size":"${plainDecimal(oldTickMicros)}","new_tick_size":"${market.tickSize}","timestamp":"${timeMs}"}`
  );
}

/** The touch of a token (custom_feature_enabled). */
export function bestBidAskText(market: PolymarketMarket, outcome: Outcome, timeMs: number): string {
  const { bids, asks } = market.listing.book;
  const bid = bids.best === NO_PRICE ? 0 : bids.best;
  const ask = asks.best === NO_PRICE ? ONE : asks.best;
  return (
    `{"event_type":"best_bid_ask","market":"${market.conditionId}","asset_id":"${market.tokens[outcome]}"` +
    `,"best_bid":"${bestBidText(market.listing, outcome)}","best_ask":"${bestAskText(market.listing, outcome)}"` +
    `,"spread":"${plainDecimal(Math.max(0, ask - bid))}","timestamp":"${timeMs}"}`
  );
}
