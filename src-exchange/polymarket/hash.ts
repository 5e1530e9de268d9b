/**
 * Decides the hash of a Polymarket book: SHA-1, lower hex, of compact JSON with a fixed key order and an empty hash.
 *
 * Key order market, asset_id, timestamp, hash, bids, asks, min_order_size, tick_size, neg_risk, last_trade_price;
 * levels in the order sent, every string byte for byte (verified on real books of July to October 2026).
 */
import { createHash } from 'node:crypto';

export interface HashedBook {
  readonly market: string;
  readonly assetId: string;
  readonly timestamp: string;
  /** The levels as JSON arrays of {"price","size"}, already written. */
  readonly bidsJson: string;
  readonly asksJson: string;
  readonly minOrderSize: string;
  readonly tickSize: string;
  readonly negRisk: boolean;
  readonly lastTradePrice: string;
}

export function polymarketHash(book: HashedBook): string {
  const text =
    `{"market":"${book.market}","asset_id":"${book.assetId}","timestamp":"${book.timestamp}","hash":""` +
    `,"bids":${book.bidsJson},"asks":${book.asksJson},"min_order_size":"${book.minOrderSize}"` +
    `,"tick_size":"${book.tickSize}","neg_risk":${book.negRisk},"last_trade_price":"${book.lastTradePrice}"}`;
  return createHash('sha1').update(text).digest('hex');
}
