/**
 * Decides what a listing is to Kalshi: its texts, its market_id, its subscriptions.
 */
import { opaqueHexOf, uuidOf } from '../model/identity.ts';
import type { Listing } from '../model/listing.ts';
import { TouchWatch } from '../model/true-book.ts';
import type { KalshiSubscription } from './subscription.ts';
import { type KalshiText, textOf } from './text.ts';

export class KalshiMarket {
  readonly listing: Listing;
  readonly touch: TouchWatch;
  readonly text: KalshiText;
  readonly ticker: string;
  readonly marketId: string;
  /** Subscriptions that name this market, by channel. */
  readonly books = new Set<KalshiSubscription>();
  readonly tickers = new Set<KalshiSubscription>();
  readonly trades = new Set<KalshiSubscription>();
  tradeCount = 0;
  changeCount = 0;
  readonly #tradeStem: string;

  constructor(listing: Listing, seed: number) {
    this.listing = listing;
    this.touch = new TouchWatch(listing.book);
    this.text = textOf(listing);
    this.ticker = listing.marketId;
    this.marketId = uuidOf(seed, listing.marketId);
    const hex = opaqueHexOf(seed, listing.marketId, 24);
    this.#tradeStem = `${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
  }

  nextTradeId(): string {
    this.tradeCount += 1;
    return `${(0x1_0000_0000 + this.tradeCount).toString(16).slice(1)}-${this.#tradeStem}`;
  }
}
