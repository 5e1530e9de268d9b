/**
 * Publishes on Kalshi's socket: turns what happens in the world into message bodies, each written once and
 * shared by every subscription, which adds its own sid and seq.
 */

import type { QuietMarkets } from '../markets/quiet-markets.ts';
import { TRADES_KEPT_MAX } from '../model/limits.ts';
import type { Listing } from '../model/listing.ts';
import type { FrameContent, TruthLedger } from '../model/truth-ledger.ts';
import type { BookChange, Trade } from '../model/world-sink.ts';
import { ConnectionSet } from '../wire/connection-set.ts';
import type { VenueFeed } from '../wire/played-venue.ts';
import type { VenueConnection } from '../wire/venue-connection.ts';
import type { KalshiConnection } from './connection.ts';
import { activationBody, createdBody, determinedBody, eventBody, settledBody, structureBody } from './lifecycle.ts';
import { KalshiMarket } from './market.ts';
import type { KalshiSubscription } from './subscription.ts';
import { deltaBody, snapshotBody, tickerBody, tradeBody } from './wire.ts';

export interface KeptTrade extends Trade {
  readonly tradeId: string;
  readonly ticker: string;
  readonly timeMs: number;
}

export class KalshiFeed implements VenueFeed {
  readonly connections = new ConnectionSet<KalshiConnection>();
  /** Every market by ticker, oldest first. */
  readonly markets = new Map<string, KalshiMarket>();
  /** Subscriptions to a whole channel. */
  readonly allTickers = new Set<KalshiSubscription>();
  readonly allTrades = new Set<KalshiSubscription>();
  readonly lifecycles = new Set<KalshiSubscription>();
  /** The latest trades, oldest first. */
  readonly keptTrades: KeptTrade[] = [];
  /** Book-changing messages produced, whether anyone listened or not. */
  messages = 0;
  /** Markets that are never traded; not among `markets`. */
  readonly quiet: QuietMarkets;
  readonly #seed: number;
  readonly #ledger: TruthLedger | undefined;

  constructor(seed: number, quiet: QuietMarkets, ledger?: TruthLedger) {
    this.#seed = seed;
    this.quiet = quiet;
    this.#ledger = ledger;
  }

  /** The market with this ticker, quiet ones included. */
  marketOf(ticker: string): KalshiMarket | undefined {
    const market = this.markets.get(ticker);
    if (market !== undefined) return market;
    const index = this.quiet.indexOf(ticker);
    return index >= 0 ? this.quietMarket(index) : undefined;
  }

  quietMarket(index: number): KalshiMarket {
    return new KalshiMarket(this.quiet.at(index, Date.now()), this.#seed);
  }

  followersOf(ticker: string): VenueConnection[] {
    return [...(this.markets.get(ticker)?.books ?? [])].map(({ connection }) => connection);
  }

  onListed(listing: Listing, timeMs: number, announce: boolean): void {
    const market = new KalshiMarket(listing, this.#seed);
    this.markets.set(market.ticker, market);
    if (!announce) return;
    this.#sendLifecycle('event_lifecycle', eventBody(market));
    this.#sendLifecycle('market_lifecycle_v2', createdBody(market, timeMs));
    this.#sendLifecycle('market_lifecycle_v2', activationBody(market, true));
  }

  onBookChange(listing: Listing, changes: readonly BookChange[], count: number, timeMs: number): void {
    const market = this.#ownMarket(listing);
    for (let i = 0; i < count; i += 1) this.#sendDelta(market, changes[i]!, timeMs);
    if (market.touch.hasMoved()) this.#sendTicker(market, timeMs);
  }

  onTrade(listing: Listing, trade: Trade, timeMs: number): void {
    const market = this.#ownMarket(listing);
    const tradeId = market.nextTradeId();
    this.keptTrades.push({ ...trade, tradeId, ticker: market.ticker, timeMs });
    if (this.keptTrades.length > 2 * TRADES_KEPT_MAX) this.keptTrades.splice(0, TRADES_KEPT_MAX);
    if (market.trades.size + this.allTrades.size === 0) return;
    const body = tradeBody(market, trade, tradeId, timeMs);
    const contents: readonly FrameContent[] = [{ listing, what: 'trade' }];
    for (const subscription of market.trades) subscription.sendSequenced('trade', body, contents, timeMs);
    for (const subscription of this.allTrades) subscription.sendSequenced('trade', body, contents, timeMs);
  }

  onTradesDone(listing: Listing, timeMs: number): void {
    this.#sendTicker(this.#ownMarket(listing), timeMs);
  }

  onTickChange(listing: Listing): void {
    this.#sendLifecycle('market_lifecycle_v2', structureBody(this.#ownMarket(listing)));
  }

  onResolved(listing: Listing, timeMs: number): void {
    const market = this.#ownMarket(listing);
    this.#sendLifecycle('market_lifecycle_v2', activationBody(market, false));
    // The end of a market is an empty snapshot, usually sent twice (gold15m recordings, August 2026).
    for (let i = 0; i < 2; i += 1) this.onRestated(listing);
    this.#sendLifecycle('market_lifecycle_v2', determinedBody(market, timeMs));
    this.#sendLifecycle('market_lifecycle_v2', settledBody(market, timeMs));
  }

  onRestated(listing: Listing): void {
    const market = this.#ownMarket(listing);
    this.messages += 1;
    this.#ledger?.learn(listing);
    const contents: readonly FrameContent[] = [{ listing, what: 'snapshot' }];
    for (const subscription of market.books) {
      subscription.sendSequenced('orderbook_snapshot', snapshotBody(market, subscription.usesYesPrice), contents);
    }
  }

  onForgotten(listing: Listing): void {
    this.markets.delete(listing.marketId);
  }

  #ownMarket(listing: Listing): KalshiMarket {
    const market = this.markets.get(listing.marketId);
    if (market === undefined) throw new Error(`${listing.marketId} was never listed`);
    return market;
  }

  #sendDelta(market: KalshiMarket, change: BookChange, timeMs: number): void {
    this.messages += 1;
    market.changeCount += 1;
    this.#ledger?.change(market.listing, change);
    if (market.books.size === 0) return;
    const contents: readonly FrameContent[] = [{ listing: market.listing, what: 'change' }];
    let ownLeg = '';
    let yesLeg = '';
    for (const subscription of market.books) {
      if (subscription.usesYesPrice) {
        if (yesLeg === '') yesLeg = deltaBody(market, change, true, timeMs);
        subscription.sendSequenced('orderbook_delta', yesLeg, contents, timeMs);
      } else {
        if (ownLeg === '') ownLeg = deltaBody(market, change, false, timeMs);
        subscription.sendSequenced('orderbook_delta', ownLeg, contents, timeMs);
      }
    }
  }

  #sendTicker(market: KalshiMarket, timeMs: number): void {
    if (market.tickers.size + this.allTickers.size === 0) return;
    const body = tickerBody(market, timeMs);
    for (const subscription of market.tickers) subscription.sendUnsequenced('ticker', body);
    for (const subscription of this.allTickers) subscription.sendUnsequenced('ticker', body);
  }

  #sendLifecycle(type: string, body: string): void {
    for (const subscription of this.lifecycles) subscription.sendSequenced(type, body);
  }
}
