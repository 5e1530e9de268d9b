/**
 * Publishes on Polymarket's market channel: turns what happens in the world into messages, each written once and shared
 * by all watchers.
 */

import type { QuietMarkets } from '../markets/quiet-markets.ts';
import type { Listing } from '../model/listing.ts';
import type { FrameContent, TruthLedger } from '../model/truth-ledger.ts';
import type { BookChange, Trade } from '../model/world-sink.ts';
import { ConnectionSet } from '../wire/connection-set.ts';
import type { VenueFeed } from '../wire/played-venue.ts';
import type { PolymarketConnection } from './connection.ts';
import type { Outcome } from './market.ts';
import { PolymarketMarket, threePlaces } from './market.ts';
import { marketResolvedText, newMarketText } from './notice.ts';
import { textOf } from './text.ts';
import { bestBidAskText, bookText, lastTradeText, priceChangeText, tickSizeText } from './wire.ts';

/** Events of quiet markets are numbered apart. */
const QUIET_EVENT_ORDINAL = 1_000_000;
const OUTCOMES: readonly Outcome[] = [0, 1];

export interface TokenOf {
  readonly market: PolymarketMarket;
  readonly outcome: Outcome;
}

export class PolymarketFeed implements VenueFeed {
  readonly connections = new ConnectionSet<PolymarketConnection>();
  /** Every market by condition id, oldest first. */
  readonly markets = new Map<string, PolymarketMarket>();
  readonly tokens = new Map<string, TokenOf>();
  /** Book-changing messages produced, whether anyone listened or not. */
  messages = 0;
  /** Markets that are never traded; not among `markets`. */
  readonly quiet: QuietMarkets;
  readonly #seed: number;
  readonly #eventOrdinals = new Map<string, number>();

  readonly #ledger: TruthLedger | undefined;

  constructor(seed: number, quiet: QuietMarkets, ledger?: TruthLedger) {
    this.#seed = seed;
    this.quiet = quiet;
    this.#ledger = ledger;
  }

  /** The market with this condition id, quiet ones included. */
  marketOf(conditionId: string): PolymarketMarket | undefined {
    const market = this.markets.get(conditionId);
    if (market !== undefined) return market;
    const index = this.quiet.indexOf(conditionId);
    const quiet = index >= 0 ? this.quietMarket(index) : undefined;
    return quiet?.conditionId === conditionId ? quiet : undefined;
  }

  /** The market and outcome of a token, quiet ones included. */
  tokenOf(token: string): TokenOf | undefined {
    const known = this.tokens.get(token);
    if (known !== undefined) return known;
    const index = this.quiet.indexOf(token);
    const market = index >= 0 ? this.quietMarket(index) : undefined;
    const outcome = OUTCOMES.find((one) => market?.tokens[one] === token);
    return market === undefined || outcome === undefined ? undefined : { market, outcome };
  }

  quietMarket(index: number): PolymarketMarket {
    const event = QUIET_EVENT_ORDINAL + this.quiet.eventNumber(index);
    return new PolymarketMarket(this.quiet.at(index, Date.now()), this.#seed, event);
  }

  followersOf(conditionId: string): Iterable<PolymarketConnection> {
    return this.markets.get(conditionId)?.watchersOfEither ?? [];
  }

  onListed(listing: Listing, timeMs: number, announce: boolean): void {
    const title = textOf(listing).eventTitle;
    const eventOrdinal = this.#eventOrdinals.get(title) ?? this.#eventOrdinals.size;
    this.#eventOrdinals.set(title, eventOrdinal);
    const market = new PolymarketMarket(listing, this.#seed, eventOrdinal);
    this.markets.set(market.conditionId, market);
    for (const outcome of OUTCOMES) this.tokens.set(market.tokens[outcome], { market, outcome });
    if (announce) this.#sendToAll(newMarketText(market, timeMs));
  }

  onBookChange(listing: Listing, changes: readonly BookChange[], count: number, timeMs: number): void {
    this.messages += 1;
    const market = this.#ownMarket(listing);
    if (this.#ledger !== undefined) for (let i = 0; i < count; i += 1) this.#ledger.change(listing, changes[i]!);
    if (market.watchersOfEither.size === 0) return;
    const text = priceChangeText(market, changes, count, timeMs);
    const contents: readonly FrameContent[] = [{ listing, what: 'change' }];
    for (const connection of market.watchersOfEither) connection.sendData(text, contents, timeMs);
    if (market.touch.hasMoved()) this.#sendTouch(market, timeMs);
  }

  onTrade(listing: Listing, trade: Trade, timeMs: number): void {
    const market = this.#ownMarket(listing);
    market.trades += 1;
    // Every third trade is between buyers of the other outcome and is printed on its token.
    const outcome: Outcome = market.trades % 3 === 2 ? 1 : 0;
    market.lastTradePrice = threePlaces(outcome === 0 ? trade.priceMicros : 1_000_000 - trade.priceMicros);
    if (market.watchers[outcome].size === 0) return;
    const text = lastTradeText(market, trade, outcome, timeMs);
    const contents: readonly FrameContent[] = [{ listing, what: 'trade' }];
    for (const connection of market.watchers[outcome]) connection.sendData(text, contents, timeMs);
  }

  onTradesDone(listing: Listing): void {
    this.#refresh(this.#ownMarket(listing));
  }

  onTickChange(listing: Listing, oldTickMicros: number, _newTickMicros: number, timeMs: number): void {
    const market = this.#ownMarket(listing);
    this.#ledger?.learn(listing);
    const contents: readonly FrameContent[] = [{ listing, what: 'grid' }];
    for (const outcome of OUTCOMES) {
      this.messages += 1;
      if (market.watchers[outcome].size === 0) continue;
      const text = tickSizeText(market, outcome, oldTickMicros, timeMs);
      for (const connection of market.watchers[outcome]) connection.sendData(text, contents, timeMs);
    }
  }

  onRestated(listing: Listing): void {
    this.#ledger?.learn(listing);
    this.#refresh(this.#ownMarket(listing));
  }

  onResolved(listing: Listing, timeMs: number): void {
    this.onRestated(listing);
    const market = this.#ownMarket(listing);
    this.#sendToAll(marketResolvedText(market, timeMs));
  }

  onForgotten(listing: Listing): void {
    const market = this.#ownMarket(listing);
    this.markets.delete(market.conditionId);
    for (const token of market.tokens) this.tokens.delete(token);
  }

  #ownMarket(listing: Listing): PolymarketMarket {
    const market = this.markets.get(listing.marketId);
    if (market === undefined) throw new Error(`${listing.marketId} was never listed`);
    return market;
  }

  #refresh(market: PolymarketMarket): void {
    for (const outcome of OUTCOMES) {
      this.messages += 1;
      if (market.watchers[outcome].size === 0) continue;
      const text = bookText(market, outcome, 'refresh');
      const contents: readonly FrameContent[] = [{ listing: market.listing, what: wholeBook(outcome) }];
      const { lastEventTimeMs } = market.listing.book;
      for (const connection of market.watchers[outcome]) connection.sendData(text, contents, lastEventTimeMs);
    }
  }

  #sendTouch(market: PolymarketMarket, timeMs: number): void {
    for (const outcome of OUTCOMES) {
      let text = '';
      for (const connection of market.watchers[outcome]) {
        if (!connection.wantsExtras) continue;
        if (text === '') text = bestBidAskText(market, outcome, timeMs);
        connection.sendData(text);
      }
    }
  }

  #sendToAll(text: string): void {
    for (const connection of this.connections.all()) if (connection.wantsExtras) connection.sendData(text);
  }
}

/** What a token's whole book is to its market. */
export function wholeBook(outcome: Outcome): 'snapshot' | 'mirror' {
  return outcome === 0 ? 'snapshot' : 'mirror';
}
