/**
 * Decides what can be asked of the built-in exchange. The same handle works in this thread and across to another:
 * everything that passes is plain data.
 */

import type { KalshiAddresses } from '../kalshi/venue.ts';
import type { VenueName } from '../model/listing.ts';
import type { Level } from '../model/true-book.ts';
import type { TrueTradeRecord } from '../model/true-tape.ts';
import type { LedgerRow } from '../model/truth-ledger.ts';
import type { PolymarketAddresses } from '../polymarket/venue.ts';
import type { DemoKey, PublicAccessKey } from '../wire/access-keys.ts';
import type { DisconnectOptions } from '../wire/connection-set.ts';
import type { Fault, FaultKind, FaultPlan } from '../wire/fault-plan.ts';
import type { BucketOptions } from '../wire/rate-limit.ts';

export interface ExchangeOptions {
  /** The same seed, rate and number of events give the same books. Default 1. */
  readonly seed?: number;
  /** Book-changing messages a second over both venues, before fan-out: 1 to 100,000. Default 500. */
  readonly ratePerSecond?: number;
  /** Events in a second of the exchange's own time; part of what makes a run the same. Default: the rate. */
  readonly eventsPerSecond?: number;
  /** How long events happen, in seconds of running; default for ever. The servers stay. */
  readonly seconds?: number;
  /** Markets listed besides those that trade, over both venues: quiet ones, which only stand there. Default 0. */
  readonly quietMarkets?: number;
  /** Life of the short-lived market, in seconds of the exchange's own time. Default 90. */
  readonly lifeSeconds?: number;
  /** 0, the default, takes two free ports; otherwise Polymarket here and Kalshi on the next. */
  readonly port?: number;
  /** Keys that may open Kalshi's socket besides the demo key. */
  readonly keys?: readonly PublicAccessKey[];
  /** Kalshi's pings. Default 10,000. */
  readonly heartbeatMs?: number;
  /** Kalshi's REST limit. Default 20 a second, burst 60. */
  readonly kalshiRateLimit?: BucketOptions;
  /** A client that leaves more unread is cut off (Polymarket) or unsubscribed with error 25. Default 64 MiB. */
  readonly unreadBytesMax?: number;
  /** Further markets in pairs over both venues, same contract or not, that no list of links names. Default 0. */
  readonly pairs?: number;
  /** Nothing happens until resume(). Default false. */
  readonly startPaused?: boolean;
  /** Wall clock for dates in texts, epoch milliseconds. Default now. */
  readonly startMs?: number;
  /** Keeps the truth behind every frame for whoever judges the client. Default false. */
  readonly keepsLedger?: boolean;
}

/** What happened since the last report. */
export interface FaultReport {
  readonly rows: readonly LedgerRow[];
  /** Faults of the program and its surroundings that are due now. */
  readonly due: readonly Fault[];
  /** How often each kind struck since the start. */
  readonly fired: Readonly<Partial<Record<FaultKind, number>>>;
  readonly isOver: boolean;
  /** When anything, heartbeats included, was last sent to those who follow a market, ms of the wall clock. */
  readonly heard: readonly (readonly [venue: VenueName, marketId: string, atMs: number])[];
}

export interface LinkMember {
  readonly venue: VenueName;
  /** Condition id or ticker. */
  readonly marketId: string;
  /** Against the first member. */
  readonly orientation: 'same' | 'inverted';
}

/** One contract listed on both venues. */
export interface ExchangeLink {
  readonly title: string;
  readonly members: readonly LinkMember[];
}

/** A market on each venue that look alike. */
export interface ExchangePair {
  /** Condition id and ticker. */
  readonly polymarket: string;
  readonly kalshi: string;
  /** The one field in which they are different contracts; null: they are the same. */
  readonly differs: string | null;
  readonly orientation: 'same' | 'inverted';
}

export interface TrueBookRecord {
  readonly venue: VenueName;
  /** Condition id or ticker. */
  readonly marketId: string;
  /** Polymarket's YES and NO tokens; Kalshi's ticker. */
  readonly symbols: readonly string[];
  /** YES terms, best first, integers of one millionth. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly lastEventTimeMs: number;
  readonly resolved: boolean;
}

export interface ExchangeStats {
  /** Book-changing messages produced, before fan-out. */
  readonly messages: number;
  /** Steps of the world; with the seed and the pace they fix the books. */
  readonly events: number;
  /** Trades since the start. */
  readonly trades: Readonly<Record<VenueName, number>>;
  /** Frames handed to sockets, of every kind. */
  readonly framesSent: number;
  /** Messages the machine was too slow to make in time. */
  readonly forgiven: number;
  readonly connections: Readonly<Record<VenueName, number>>;
  readonly connectionIds: Readonly<Record<VenueName, readonly number[]>>;
}

export interface ExchangeHandle {
  readonly addresses: { readonly polymarket: PolymarketAddresses; readonly kalshi: KalshiAddresses };
  readonly demoKey: DemoKey;
  /** The shared contracts at the start; the short-lived one is followed by others. */
  readonly links: readonly ExchangeLink[];
  /** The shared contracts that are open now. */
  currentLinks(): Promise<readonly ExchangeLink[]>;
  /** The truth about the option `pairs`. */
  pairs(): Promise<readonly ExchangePair[]>;
  /** Stops the exchange's clock; resolves when every frame made was handed to its socket. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Makes exactly so many events at once; for paused exchanges. */
  advance(events: number): Promise<void>;
  /** Every book, resolved ones (empty) included. */
  truth(): Promise<readonly TrueBookRecord[]>;
  /** The newest trades of every market in the order they happened, as many as are kept. */
  trades(): Promise<readonly TrueTradeRecord[]>;
  stats(): Promise<ExchangeStats>;
  setRate(ratePerSecond: number): Promise<void>;
  disconnect(venue: VenueName, options?: DisconnectOptions): Promise<void>;
  /** New sockets get 503 (and REST too, when asked). */
  refuse(venue: VenueName, on: boolean, options?: { readonly rest?: boolean }): Promise<void>;
  /** Market data stops, heartbeats and acknowledgements go on; sequence numbers are spent all the same. */
  silence(venue: VenueName, on: boolean): Promise<void>;
  /** Every connection of the venue (or one) loses its next so many frames of market data. */
  dropNext(venue: VenueName, count: number, connection?: number): Promise<void>;
  /** A text frame, or a binary one for bytes, to every socket of the venue. */
  inject(venue: VenueName, data: string | Uint8Array): Promise<void>;
  /** Lets a plan of faults begin at the next event. */
  startFaults(plan: FaultPlan): Promise<void>;
  /** What the faults did, and, where the ledger is kept, the truth behind the frames sent. */
  takeFaultReport(): Promise<FaultReport>;
  /** Tells every open book whole, to all who follow it. */
  restate(): Promise<void>;
  close(): Promise<void>;
}
