/**
 * Decides what a listing is to Polymarket: its ids, its two tokens, its last published trade, its watchers.
 */
import { slugOf } from '../model/calendar.ts';
import { plainDecimal } from '../model/decimal.ts';
import { opaqueHexOf } from '../model/identity.ts';
import type { Listing } from '../model/listing.ts';
import { TouchWatch } from '../model/true-book.ts';
import type { PolymarketConnection } from './connection.ts';
import { type PolymarketText, textOf } from './text.ts';

export const FIRST_GAMMA_ID = 2_600_000;
const FIRST_EVENT_ID = 91_000;

export type Outcome = 0 | 1;

export class PolymarketMarket {
  readonly listing: Listing;
  readonly touch: TouchWatch;
  readonly text: PolymarketText;
  /** Gamma's market id; grows with age. */
  readonly gammaId: number;
  readonly eventId: number;
  readonly conditionId: string;
  readonly tokens: readonly [string, string];
  /** Clients per outcome; a market-wide message goes once to each of their union. */
  readonly watchers: readonly [Set<PolymarketConnection>, Set<PolymarketConnection>] = [new Set(), new Set()];
  readonly watchersOfEither = new Set<PolymarketConnection>();
  /** Per market and the same on both tokens' books, in the terms of the token that traded last. */
  lastTradePrice: string;
  trades = 0;
  changes = 0;
  readonly #hashStem: string;

  constructor(listing: Listing, seed: number, eventOrdinal: number) {
    this.listing = listing;
    this.touch = new TouchWatch(listing.book);
    this.text = textOf(listing);
    this.gammaId = FIRST_GAMMA_ID + listing.ordinal;
    this.eventId = FIRST_EVENT_ID + eventOrdinal;
    this.conditionId = listing.marketId;
    const [yes, no] = listing.symbols;
    if (yes === undefined || no === undefined) throw new Error(`${listing.marketId} lacks its tokens`);
    this.tokens = [yes, no];
    this.lastTradePrice = threePlaces(listing.lastTradeMicros);
    this.#hashStem = opaqueHexOf(seed, listing.marketId, 32);
  }

  /** The slug of the event; markets of one event share it. */
  get eventSlug(): string {
    return slugOf(this.text.eventTitle);
  }

  get tickSize(): string {
    return plainDecimal(this.listing.grid.tickMicros);
  }

  /** A new 40-digit hash for a price change: unique, and otherwise without meaning (the venue's is unproved). */
  nextChangeHash(): string {
    this.changes += 1;
    return this.#hashStem + (0x1_0000_0000 + (this.changes % 0x1_0000_0000)).toString(16).slice(1);
  }

  /** A transaction hash for a trade. */
  nextTransactionHash(): string {
    return `0x${this.#hashStem}${this.#hashStem.slice(8)}${(0x1_0000_0000 + this.trades).toString(16).slice(1)}`;
  }

  watch(connection: PolymarketConnection, outcome: Outcome): void {
    this.watchers[outcome].add(connection);
    this.watchersOfEither.add(connection);
  }

  unwatch(connection: PolymarketConnection, outcome: Outcome): void {
    this.watchers[outcome].delete(connection);
    if (!this.watchers[outcome === 0 ? 1 : 0].has(connection)) this.watchersOfEither.delete(connection);
  }
}

/** A price as last_trade_price is written on books: at least three decimals ("0.500"). */
export function threePlaces(micros: number): string {
  const text = plainDecimal(micros);
  const dot = text.indexOf('.');
  return dot < 0 ? `${text}.000` : text.padEnd(dot + 4, '0');
}
