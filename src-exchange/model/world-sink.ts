/**
 * The seam between what happens in the world and how a venue publishes it.
 *
 * Prices and sizes are in YES terms, integers of one millionth. Objects passed in are reused: a sink copies what it
 * keeps. The book already shows the change when a sink is called.
 */
import type { Listing } from './listing.ts';

export type Side = 'bid' | 'ask';

export interface BookChange {
  side: Side;
  priceMicros: number;
  previousMicros: number;
  sizeMicros: number;
}

export interface Trade {
  priceMicros: number;
  sizeMicros: number;
  /** What the taker did, in YES terms. */
  takerSide: 'buy' | 'sell';
}

export interface WorldSink {
  /** A market exists; announce is false for those that were there at the start. */
  onListed(listing: Listing, timeMs: number, announce: boolean): void;
  /** The first count entries of changes happened at once. */
  onBookChange(listing: Listing, changes: readonly BookChange[], count: number, timeMs: number): void;
  onTrade(listing: Listing, trade: Trade, timeMs: number): void;
  /** The last call for one taker order: all its changes and trades have been reported. */
  onTradesDone(listing: Listing, timeMs: number): void;
  onTickChange(listing: Listing, oldTickMicros: number, newTickMicros: number, timeMs: number): void;
  /** The whole book is to be sent again. */
  onRestated(listing: Listing, timeMs: number): void;
  /** The market has a result and its book is empty for good. */
  onResolved(listing: Listing, timeMs: number): void;
  /** The market is too old to be remembered. */
  onForgotten(listing: Listing): void;
}
