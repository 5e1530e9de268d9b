/**
 * What a test or the demo can ask of the built-in exchange. The same handle works in this thread and from another:
 * everything that passes is plain data.
 */

import type { VenueId } from '../model/contract-plan.ts';
import type { Level } from '../model/true-book.ts';
import type { TrueTradeRecord } from '../model/true-tape.ts';
import type { LedgerRow } from '../model/truth-ledger.ts';
import type { DemoKey, PublicAccessKey } from '../wire/access-key.ts';
import type { DisconnectOptions } from '../wire/connection-set.ts';
import type { Fault, FaultKind, FaultPlan } from '../wire/fault-kinds.ts';
import type { BucketOptions } from '../wire/rate-limit.ts';

export interface ExchangeOptions {
  /** The same seed, rate and number of events give the same books. Default 1. */
  readonly seed?: number;
  /** Book-changing messages a second over all venues, before fan-out: 1 to 100,000. Default 500. */
  readonly ratePerSecond?: number;
  /** Events in a second of the exchange's own time; part of what makes a run the same. Default: the rate. */
  readonly eventsPerSecond?: number;
  /** How long events happen, in seconds of running; default for ever. The servers stay. */
  readonly seconds?: number;
  /** Markets listed besides those that trade, over all venues: quiet ones, whose books never change. Default 0. */
  readonly quietMarkets?: number;
  /** Life of the short-lived market, in seconds of the exchange's own time. Default 90. */
  readonly lifeSeconds?: number;
  /** 0, the default, takes free ports; otherwise the first venue listens here and the others on the next ones. */
  readonly port?: number;
  /** Keys that open the sockets of venues that want one, besides the demo's keys. */
  readonly keys?: readonly PublicAccessKey[];
  /** How often venues ping that do. Default 10,000. */
  readonly heartbeatMs?: number;
  /** Takes the place of the REST limit of every venue that has one. */
  readonly restLimit?: BucketOptions;
  /** A client that leaves more unread loses its feed, in the venue's manner. Default 64 MiB. */
  readonly unreadBytesMax?: number;
  /** Further markets in pairs over two venues, same contract or not, that no list of links names. Default 0. */
  readonly pairs?: number;
  /**
   * URL of the module whose PLAYED_VENUES are played. Default: what CROSSBOOK_PLAYED_VENUES names, else venues.ts. The module may lie
   * anywhere; functions cannot be posted.
   */
  readonly venuesUrl?: string;
  /** Nothing happens until resume(). Default false. */
  readonly startPaused?: boolean;
  /** Wall clock for dates in texts, epoch milliseconds. Default now. */
  readonly startMs?: number;
  /** Records the true book behind every frame, to check a client by. Default false. */
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
  /** When anything, heartbeats included, was last sent to the followers of a market, ms of the wall clock. */
  readonly heard: readonly (readonly [venue: VenueId, marketId: string, atMs: number])[];
}

export interface LinkMember {
  readonly venue: VenueId;
  readonly marketId: string;
  /** Against the first member. */
  readonly orientation: 'same' | 'inverted';
}

/** One contract listed on several venues. */
export interface ExchangeLink {
  readonly title: string;
  readonly members: readonly LinkMember[];
}

/** Two markets that look alike, each on another venue. */
export interface ExchangePair {
  readonly listings: readonly [PairMember, PairMember];
  /** The one field in which they are different contracts; null: they are the same. */
  readonly differs: string | null;
  readonly orientation: 'same' | 'inverted';
}

export type PairMember = Pick<LinkMember, 'venue' | 'marketId'>;

export interface TrueBookRecord {
  readonly venue: VenueId;
  readonly marketId: string;
  /** Its names on the wire. */
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
  readonly trades: Readonly<Record<VenueId, number>>;
  /** Frames handed to sockets, of every kind. */
  readonly framesSent: number;
  /** Messages the machine was too slow to make in time. */
  readonly forgiven: number;
  readonly connections: Readonly<Record<VenueId, number>>;
  readonly connectionIds: Readonly<Record<VenueId, readonly number[]>>;
}

export interface ExchangeHandle {
  /** Of every venue that is played, by endpoint name. */
  readonly addresses: Readonly<Record<VenueId, Readonly<Record<string, string>>>>;
  /** Of every venue that wants a key. */
  readonly keys: Readonly<Record<VenueId, DemoKey>>;
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
  disconnect(venue: VenueId, options?: DisconnectOptions): Promise<void>;
  /** New sockets get 503; with `rest`, requests too. */
  refuse(venue: VenueId, on: boolean, options?: { readonly rest?: boolean }): Promise<void>;
  /** Market data stops, heartbeats and acknowledgements go on; sequence numbers are spent all the same. */
  silence(venue: VenueId, on: boolean): Promise<void>;
  /** Every connection of the venue (or one) loses its next so many frames of market data. */
  dropNext(venue: VenueId, count: number, connection?: number): Promise<void>;
  /** A text frame, or a binary one for bytes, to every socket of the venue. */
  inject(venue: VenueId, data: string | Uint8Array): Promise<void>;
  /** Lets a plan of faults begin at the next event. */
  startFaults(plan: FaultPlan): Promise<void>;
  /** What the faults did, and, where the ledger is kept, the truth behind the frames sent. */
  takeFaultReport(): Promise<FaultReport>;
  /** Sends every open book whole to its followers. */
  restate(): Promise<void>;
  close(): Promise<void>;
}

/** What the starting thread gets as soon as the exchange listens. */
export type ExchangeFacts = Pick<ExchangeHandle, 'addresses' | 'keys' | 'links'>;
