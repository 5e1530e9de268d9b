/**
 * Decides Kalshi's REST records of series, events, markets and trades (OpenAPI 3.32 and real records, 2026).
 */
import { isoTime } from '../model/calendar.ts';
import { fixedDecimal, fixedPrice } from '../model/decimal.ts';
import type { Level } from '../model/true-book.ts';
import type { KeptTrade } from './feed.ts';
import { strikeOf } from './lifecycle.ts';
import type { KalshiMarket } from './market.ts';
import { levelsText, touchFigures } from './wire.ts';

const ONE = 1_000_000;
const WEEK_MS = 7 * 86_400_000;

export type KalshiRecord = Record<string, unknown>;

/** The status words of answers; the filter uses others. */
export function statusOf(market: KalshiMarket): 'active' | 'finalized' {
  return market.listing.state === 'active' ? 'active' : 'finalized';
}

export function marketRecord(market: KalshiMarket): KalshiRecord {
  const { listing, text } = market;
  const touch = touchFigures(market);
  const open = listing.state === 'active';
  const closesMs = listing.contract.plan.closesMs;
  const volumeMicros = listing.earlierVolume * ONE + listing.volumeMicros;
  const last = fixedPrice(listing.lastTradeMicros);
  return {
    ticker: market.ticker,
    event_ticker: text.eventTicker,
    market_type: 'binary',
    title: text.title,
    yes_sub_title: text.yesSubTitle,
    no_sub_title: text.noSubTitle,
    created_time: isoTime(listing.createdMs),
    open_time: isoTime(listing.createdMs),
    close_time: isoTime(closesMs),
    expected_expiration_time: isoTime(closesMs + 300_000),
    expiration_time: isoTime(closesMs + WEEK_MS),
    latest_expiration_time: isoTime(closesMs + WEEK_MS),
    occurrence_datetime: isoTime(closesMs),
    updated_time: isoTime(listing.book.lastEventTimeMs),
    status: statusOf(market),
    result: listing.result,
    ...(open
      ? {}
      : {
          settlement_value_dollars: listing.result === 'yes' ? '1.0000' : '0.0000',
          settlement_ts: isoTime(listing.resolvedMs),
        }),
    yes_bid_dollars: touch.bid,
    yes_ask_dollars: touch.ask,
    no_bid_dollars: fixedDecimal(ONE - asMicros(touch.ask), 4),
    no_ask_dollars: fixedDecimal(ONE - asMicros(touch.bid), 4),
    yes_bid_size_fp: touch.bidSize,
    yes_ask_size_fp: touch.askSize,
    last_price_dollars: last,
    previous_price_dollars: last,
    volume_fp: fixedDecimal(volumeMicros, 2),
    volume_24h_fp: fixedDecimal(Math.round(listing.earlierVolume / 10) * ONE + listing.volumeMicros, 2),
    open_interest_fp: fixedDecimal(Math.floor(volumeMicros / 2_000_000) * ONE, 2),
    liquidity_dollars: '0.0000',
    notional_value_dollars: '1.0000',
    rules_primary: text.rulesPrimary,
    rules_secondary: text.rulesSecondary,
    ...strikeOf(market),
    price_level_structure: listing.grid.name,
    price_ranges: listing.grid.ranges.map(({ startMicros, endMicros, stepMicros }) => ({
      start: fixedPrice(startMicros),
      end: fixedPrice(endMicros),
      step: fixedPrice(stepMicros),
    })),
    can_close_early: true,
    settlement_timer_seconds: 60,
    exchange_index: 0,
  };
}

function asMicros(fourPlaces: string): number {
  return Number(fourPlaces.replace('.', '')) * 100;
}

/** An event, with its markets inside when `nested`. */
export function eventRecord(markets: readonly KalshiMarket[], nested: boolean): KalshiRecord {
  const first = markets[0];
  if (first === undefined) throw new Error('an event has at least one market');
  const { text, listing } = first;
  return {
    event_ticker: text.eventTicker,
    series_ticker: text.seriesTicker,
    title: text.eventTitle,
    sub_title: text.eventSubTitle,
    category: listing.contract.plan.category,
    collateral_return_type: '',
    mutually_exclusive: markets.length > 1,
    strike_date: isoTime(listing.contract.plan.closesMs),
    strike_period: '',
    available_on_brokers: true,
    exchange_index: 0,
    ...(nested ? { markets: markets.map(marketRecord) } : {}),
  };
}

export function seriesRecord(market: KalshiMarket): KalshiRecord {
  const { text, listing } = market;
  return {
    ticker: text.seriesTicker,
    title: text.seriesTitle,
    category: listing.contract.plan.category,
    frequency: 'custom',
    tags: [listing.contract.plan.tag ?? listing.contract.plan.category],
    fee_type: 'quadratic',
    fee_multiplier: text.feeMultiplier,
    settlement_sources: [{ name: text.source, url: '' }],
    contract_url: '',
  };
}

/** Only bids, ascending, the best last; a depth keeps the best so many of a side. */
export function orderbookRecord(market: KalshiMarket | undefined, depth: number): KalshiRecord {
  const side = (levels: readonly Level[], mirrored: boolean): unknown =>
    JSON.parse(levelsText(depth === 0 ? levels : levels.slice(0, depth), mirrored));
  const book = market?.listing.book;
  return {
    no_dollars: side(book?.asks.sorted() ?? [], true),
    yes_dollars: side(book?.bids.sorted() ?? [], false),
  };
}

export function tradeRecord(trade: KeptTrade): KalshiRecord {
  const outcome = trade.takerSide === 'buy' ? 'yes' : 'no';
  return {
    trade_id: trade.tradeId,
    ticker: trade.ticker,
    count_fp: fixedDecimal(trade.sizeMicros, 2),
    yes_price_dollars: fixedPrice(trade.priceMicros),
    no_price_dollars: fixedPrice(ONE - trade.priceMicros),
    taker_side: outcome,
    taker_outcome_side: outcome,
    taker_book_side: outcome === 'yes' ? 'bid' : 'ask',
    created_time: isoTime(trade.timeMs),
  };
}
