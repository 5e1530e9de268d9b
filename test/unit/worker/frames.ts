/** Frames as the exchanges send them, made by hand, and the instruments that they are of. */
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';

/** Price and size as decimal text, best level first. */
export type TextLevels = readonly (readonly [price: string, size: string])[];

export const TIME_MS = 1_775_000_000_000;

/** A Polymarket market whose YES token is `token`. */
export function polymarketInstrument(token: string): Instrument {
  return {
    id: listingId('polymarket', `0x${token}`),
    venue: 'polymarket',
    symbols: [token, `${token}9`, `0x${token}`],
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData: { conditionId: `0x${token}` },
  };
}

export function kalshiInstrument(ticker: string): Instrument {
  return {
    id: listingId('kalshi', ticker),
    venue: 'kalshi',
    symbols: [ticker],
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData: {},
  };
}

const wireLevels = (levels: TextLevels): readonly { price: string; size: string }[] =>
  [...levels].reverse().map(([price, size]) => ({ price, size }));

export function polymarketBook(token: string, bids: TextLevels, asks: TextLevels, timeMs = TIME_MS): string {
  return JSON.stringify({
    event_type: 'book',
    asset_id: token,
    market: `0x${token}`,
    timestamp: String(timeMs),
    hash: '',
    bids: wireLevels(bids),
    asks: wireLevels(asks),
  });
}

export type Change = {
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly size: string;
  readonly best_bid?: string;
  readonly best_ask?: string;
};

export function polymarketChange(token: string, timeMs: number, ...changes: readonly Change[]): string {
  return JSON.stringify({
    event_type: 'price_change',
    market: `0x${token}`,
    timestamp: String(timeMs),
    price_changes: changes.map((change) => ({ asset_id: token, ...change })),
  });
}

export function polymarketTrade(
  token: string,
  price: string,
  size: string,
  side: 'BUY' | 'SELL' = 'BUY',
  timeMs = TIME_MS,
): string {
  return JSON.stringify({
    event_type: 'last_trade_price',
    asset_id: token,
    market: `0x${token}`,
    price,
    size,
    side,
    timestamp: String(timeMs),
    transaction_hash: `0xhash${price}`,
  });
}

/** Bids of either outcome, as Kalshi gives them. */
export function kalshiSnapshot(sid: number, seq: number, ticker: string, yes: TextLevels, no: TextLevels): string {
  const msg = { market_ticker: ticker, yes_dollars_fp: [...yes].reverse(), no_dollars_fp: [...no].reverse() };
  return JSON.stringify({ type: 'orderbook_snapshot', sid, seq, msg });
}

export function kalshiDelta(
  sid: number,
  seq: number,
  ticker: string,
  side: 'yes' | 'no',
  price: string,
  change: string,
): string {
  const msg = { market_ticker: ticker, price_dollars: price, delta_fp: change, side };
  return JSON.stringify({ type: 'orderbook_delta', sid, seq, msg });
}
