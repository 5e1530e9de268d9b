/**
 * Decides what a listing is to Kalshi: its words, its market_id, who is subscribed to it.
 */
import { opaqueHexOf, uuidOf } from '../model/identity.ts';
import type { Listing } from '../model/listing.ts';
import type { KalshiSubscription } from './subscription.ts';
import { type KalshiText, textOf } from './text.ts';

export class KalshiMarket {
  readonly listing: Listing;
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
  #toldBid = -2;
  #toldAsk = -2;

  constructor(listing: Listing, seed: number) {
    this.listing = listing;
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

  /** True when the touch is not what it was at the last call. */
  touchMoved(): boolean {
    const { bids, asks } = this.listing.book;
    if (bids.best === this.#toldBid && asks.best === this.#toldAsk) return false;
    this.#toldBid = bids.best;
    this.#toldAsk = asks.best;
    return true;
  }
}
