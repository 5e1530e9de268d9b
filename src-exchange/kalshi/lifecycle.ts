/**
 * Decides the bodies of Kalshi's lifecycle messages (AsyncAPI 2.0.0, 2026); times in seconds. Rare, so written through
 * objects.
 */
import type { KalshiMarket } from './market.ts';

const SECOND_MS = 1000;

function seconds(timeMs: number): number {
  return Math.floor(timeMs / SECOND_MS);
}

/** The strike as fields of records and messages. */
export function strikeOf(market: KalshiMarket): Record<string, unknown> {
  const { strikeType, floorStrike, capStrike } = market.text;
  return {
    strike_type: strikeType,
    ...(floorStrike === undefined ? {} : { floor_strike: floorStrike }),
    ...(capStrike === undefined ? {} : { cap_strike: capStrike }),
  };
}

/** market_lifecycle_v2, created: with everything needed to list the market. */
export function createdBody(market: KalshiMarket, timeMs: number): string {
  const { text, listing } = market;
  const closesS = seconds(listing.contract.plan.closesMs);
  return JSON.stringify({
    market_ticker: market.ticker,
    exchange_index: 0,
    open_ts: seconds(timeMs),
    close_ts: closesS,
    additional_metadata: {
      name: text.yesSubTitle,
      title: text.title,
      yes_sub_title: text.yesSubTitle,
      no_sub_title: text.noSubTitle,
      rules_primary: text.rulesPrimary,
      rules_secondary: text.rulesSecondary,
      can_close_early: true,
      event_ticker: text.eventTicker,
      expected_expiration_ts: closesS,
      ...strikeOf(market),
    },
    event_type: 'created',
    price_level_structure: text.structure,
  });
}

function lifecycleBody(market: KalshiMarket, event: string, fields: Record<string, unknown>): string {
  return JSON.stringify({ market_ticker: market.ticker, exchange_index: 0, event_type: event, ...fields });
}

/** market_lifecycle_v2, price_level_structure_updated: as the market's grid is now. */
export function structureBody(market: KalshiMarket): string {
  return lifecycleBody(market, 'price_level_structure_updated', { price_level_structure: market.listing.grid.name });
}

/** market_lifecycle_v2, activated or deactivated. */
export function activationBody(market: KalshiMarket, active: boolean): string {
  return lifecycleBody(market, active ? 'activated' : 'deactivated', { is_deactivated: !active });
}

/** market_lifecycle_v2, determined: the result is known. */
export function determinedBody(market: KalshiMarket, timeMs: number): string {
  const { result } = market.listing;
  const settlement_value = result === 'yes' ? '1.0000' : '0.0000';
  return lifecycleBody(market, 'determined', { result, settlement_value, determination_ts: seconds(timeMs) });
}

/** market_lifecycle_v2, settled: positions are paid. */
export function settledBody(market: KalshiMarket, timeMs: number): string {
  return lifecycleBody(market, 'settled', { settled_ts: seconds(timeMs) });
}

/** event_lifecycle: a new event, sent before its market. */
export function eventBody(market: KalshiMarket): string {
  const { text } = market;
  return JSON.stringify({
    event_ticker: text.eventTicker,
    exchange_index: 0,
    title: text.eventTitle,
    subtitle: text.eventSubTitle,
    collateral_return_type: '',
    series_ticker: text.seriesTicker,
  });
}
