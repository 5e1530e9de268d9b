/**
 * Decides Gamma's records of markets and events (real answers of July to October 2026).
 *
 * outcomes, outcomePrices and clobTokenIds are JSON inside strings, as on the venue.
 */
import { isoTime } from '../model/calendar.ts';
import { plainDecimal } from '../model/decimal.ts';
import { NO_PRICE } from '../model/true-book.ts';
import { feeOf } from './fee.ts';
import type { PolymarketMarket } from './market.ts';

const ONE = 1_000_000;

export type GammaRecord = Record<string, unknown>;

function dollars(micros: number): number {
  return micros / ONE;
}

/** Value resting in a book, in dollars. */
export function liquidityOf(market: PolymarketMarket): number {
  let total = 0;
  for (const [price, size] of market.listing.book.bids.levels) total += (price / ONE) * (size / ONE);
  for (const [price, size] of market.listing.book.asks.levels) total += ((ONE - price) / ONE) * (size / ONE);
  return Math.round(total * 10_000) / 10_000;
}

/** Traded value in dollars, all time; a day's share is a tenth of what was before plus all of this run. */
export function volumeOf(market: PolymarketMarket, window: 'all' | 'day'): number {
  const { earlierVolume, turnoverMicros } = market.listing;
  return (window === 'all' ? earlierVolume : Math.round(earlierVolume / 10)) + dollars(turnoverMicros);
}

function middleMicros(market: PolymarketMarket): number {
  const { bids, asks } = market.listing.book;
  if (market.listing.state === 'resolved') return market.listing.result === 'yes' ? ONE : 0;
  if (bids.best === NO_PRICE || asks.best === NO_PRICE) return market.listing.lastTradeMicros;
  return Math.floor((bids.best + asks.best) / 2);
}

export function tagOf(market: PolymarketMarket): { id: string; label: string; slug: string } {
  return labelOf(market.listing.contract.plan.category);
}

/** The category, and the narrower word where there is one. */
export function tagsOf(market: PolymarketMarket): { id: string; label: string; slug: string }[] {
  const { tag } = market.listing.contract.plan;
  return tag === undefined ? [tagOf(market)] : [tagOf(market), labelOf(tag)];
}

function labelOf(label: string): { id: string; label: string; slug: string } {
  return { id: `${100 + label.length * 7 + label.charCodeAt(0)}`, label, slug: label.toLowerCase() };
}

/** A market as /markets/keyset lists it, with its event inside. */
export function gammaMarket(market: PolymarketMarket, withTags: boolean): GammaRecord {
  return {
    ...bareMarket(market),
    events: [eventFields([market])],
    ...(withTags ? { tags: tagsOf(market) } : {}),
  };
}

/** An event as /events/keyset lists it, with its markets inside when `withMarkets`. */
export function gammaEvent(markets: readonly PolymarketMarket[], withMarkets: boolean): GammaRecord {
  const first = markets[0];
  return {
    ...eventFields(markets),
    tags: first === undefined ? [] : tagsOf(first),
    ...(withMarkets ? { markets: markets.map(bareMarket) } : {}),
  };
}

function bareMarket(market: PolymarketMarket): GammaRecord {
  const { listing, text } = market;
  const { bids, asks } = listing.book;
  const open = listing.state === 'active';
  const fee = feeOf(listing.contract.plan.category);
  const middle = middleMicros(market);
  const liquidity = liquidityOf(market);
  const closesMs = listing.contract.plan.closesMs;
  const createdAt = isoTime(listing.createdMs);
  return {
    id: `${market.gammaId}`,
    question: text.question,
    conditionId: market.conditionId,
    slug: text.slug,
    resolutionSource: '',
    endDate: isoTime(closesMs),
    endDateIso: isoTime(closesMs).slice(0, 10),
    startDate: createdAt,
    createdAt,
    updatedAt: isoTime(listing.book.lastEventTimeMs),
    description: text.description,
    category: listing.contract.plan.category,
    outcomes: JSON.stringify(text.outcomes),
    outcomePrices: JSON.stringify([plainDecimal(middle), plainDecimal(ONE - middle)]),
    clobTokenIds: JSON.stringify(market.tokens),
    active: true,
    closed: !open,
    archived: false,
    restricted: true,
    enableOrderBook: true,
    acceptingOrders: open,
    umaResolutionStatus: open ? '' : 'resolved',
    umaResolutionStatuses: '[]',
    ...(open ? {} : { closedTime: isoTime(listing.resolvedMs) }),
    groupItemTitle: text.groupItemTitle,
    orderPriceMinTickSize: dollars(listing.grid.tickMicros),
    orderMinSize: 5,
    negRisk: text.negRisk,
    negRiskMarketID: text.negRisk ? `0x${market.eventId.toString(16).padStart(64, '0')}` : '',
    volume: `${volumeOf(market, 'all')}`,
    volumeNum: volumeOf(market, 'all'),
    volume24hr: volumeOf(market, 'day'),
    liquidity: `${liquidity}`,
    liquidityNum: liquidity,
    lastTradePrice: Number(market.lastTradePrice),
    bestBid: bids.best === NO_PRICE ? 0 : dollars(bids.best),
    bestAsk: asks.best === NO_PRICE ? 1 : dollars(asks.best),
    spread: bids.best === NO_PRICE || asks.best === NO_PRICE ? 1 : dollars(asks.best - bids.best),
    feesEnabled: fee !== undefined,
    ...(fee === undefined ? {} : { feeType: fee.type, feeSchedule: fee.schedule }),
    version: 'v1',
  };
}

function eventFields(markets: readonly PolymarketMarket[]): GammaRecord {
  const first = markets[0];
  if (first === undefined) throw new Error('an event has at least one market');
  const closed = markets.every((market) => market.listing.state === 'resolved');
  return {
    id: `${first.eventId}`,
    ticker: first.eventSlug,
    slug: first.eventSlug,
    title: first.text.eventTitle,
    description: first.text.description,
    category: first.listing.contract.plan.category,
    startDate: isoTime(first.listing.createdMs),
    endDate: isoTime(first.listing.contract.plan.closesMs),
    active: true,
    closed,
    archived: false,
    restricted: true,
    enableOrderBook: true,
    negRisk: first.text.negRisk,
    liquidity: sum(markets, liquidityOf),
    volume: sum(markets, (market) => volumeOf(market, 'all')),
    volume24hr: sum(markets, (market) => volumeOf(market, 'day')),
    version: 'v1',
  };
}

function sum(markets: readonly PolymarketMarket[], figure: (market: PolymarketMarket) => number): number {
  return markets.reduce((total, market) => total + figure(market), 0);
}
