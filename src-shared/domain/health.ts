/**
 * The state of every long-lived part, in the words that the health pane shows.
 *
 * Counters only grow within one life of their owner; rates are over the last seconds. Nothing here is estimated: what is not
 * known is null.
 */
import type { VenueCoverage } from './coverage.ts';
import type { CrossCheckHealth } from './cross-check.ts';
import type { ListingId, VenueId } from './listing.ts';
import type { PartHealth } from './part-health.ts';

/**
 * How a venue's messages tell that a feed lags: from which lag, ms, and whether only changes bear the time at which they were made or
 * whole books too (where they do not, a quiet book's time is that of its last change).
 */
export type LagRule = { readonly behindMs: number; readonly by: 'changes' | 'books' };

/** How late a connection's messages are against its quickest ones, as its newest message that tells says. */
export type ConnectionLag = {
  readonly connection: number;
  readonly lagMs: number;
  readonly isBehind: boolean;
  /** That message's receive time on the steady clock, ms. */
  readonly toldMs: number;
};

/** The life of a connection. `refused`: the venue said no for good (bad key); it is tried again only at the slowest pace. */
export const CONNECTION_STATES = [
  'idle',
  'connecting',
  'open',
  'silent',
  'draining',
  'backoff',
  'refused',
  'closed',
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export type ConnectionHealth = {
  readonly connection: number;
  readonly venue: VenueId;
  readonly transport: 'stream' | 'poll';
  readonly state: ConnectionState;
  /** What the user should know about the state, a sentence, or ''. */
  readonly reason: string;
  /** Books it carries whose trading has not ended. */
  readonly subscribed: number;
  /** Books of this connection that are synced. */
  readonly delivering: number;
  readonly frames: number;
  readonly bytes: number;
  readonly framesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly errors: number;
  readonly reconnects: number;
  readonly gaps: number;
  /** How late its messages are against its quickest ones, ms; null: none told, or the venue gives no times. */
  readonly lagMs: number | null;
  /** Its messages are so late that its books are not live. */
  readonly isBehind: boolean;
  /** Age of the last frame of any kind, null before the first. */
  readonly lastFrameAgeMs: number | null;
  /** How long it has been open, null when it is not. */
  readonly openForMs: number | null;
};

/**
 * Percentiles over the last half to whole minute, in milliseconds, or in the unit that a field's name ends with; null before the
 * first sample.
 */
export type LatencySummary = {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
};

/** The three hops: venue's time to receipt (two clocks), receipt to book, book to window. */
export type LatencyHops = {
  readonly venueToReceipt: LatencySummary;
  readonly receiptToBook: LatencySummary;
  readonly bookToWindow: LatencySummary;
};

export type ShardHealth = {
  readonly shard: number;
  readonly state: 'running' | 'starting' | 'dead';
  /** When it came to be in this state, ms since the epoch. */
  readonly sinceMs: number;
  /** Times its thread was started again, and why the last time, or ''. */
  readonly restarts: number;
  readonly lastError: string;
  readonly lastErrorMs: number | null;
  readonly books: number;
  readonly synced: number;
  /** Books whose trading has ended. */
  readonly closed: number;
  readonly queuedFrames: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly events: number;
  readonly decodeMicros: LatencySummary;
  readonly applyMicros: LatencySummary;
};

/** What the decoders could not read, counted by code and kind, with one sample each. */
export type ProblemCount = {
  readonly venue: VenueId;
  readonly code: string;
  readonly text: string;
  readonly count: number;
  readonly sample: string;
};

/** What the engine says of itself once a second. */
export type EngineHealth = {
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly books: number;
  readonly synced: number;
  /** Books whose trading has ended: nobody waits for them to be synced. */
  readonly closed: number;
  readonly gaps: number;
  readonly resyncs: number;
  readonly decodeErrors: number;
  readonly heapBytes: number;
  readonly shards: readonly ShardHealth[];
  readonly latency: LatencyHops;
  readonly problems: readonly ProblemCount[];
  readonly coverage: readonly VenueCoverage[];
  /** Books that deliver, by connection. */
  readonly delivering: readonly (readonly [connection: number, books: number])[];
  /** Sequence gaps, by connection. */
  readonly gapsByConnection: readonly (readonly [connection: number, gaps: number])[];
  readonly lagByConnection: readonly ConnectionLag[];
  /** Trades since the engine started, by connection. */
  readonly tradesByConnection: readonly (readonly [connection: number, trades: number])[];
};

export type EngineState = 'starting' | 'running' | 'restarting' | 'stopped';

/** All that the health pane shows, once a second. */
export type AppHealth = {
  readonly atMs: number;
  readonly connections: readonly ConnectionHealth[];
  readonly engineState: EngineState;
  readonly engineRestarts: number;
  readonly engine: EngineHealth | null;
  /** The most that main's event loop was late in the last second. */
  readonly mainDelayMs: number;
  readonly mainHeapBytes: number;
  /** Frames main had to drop because the engine did not keep up. */
  readonly droppedFrames: number;
  readonly crossChecks: readonly CrossCheckHealth[];
  /** Every long-lived part: what keeps the rest going, and what it says when it does not. */
  readonly parts: readonly PartHealth[];
};

/** A line of the event log. */
export type LogEvent = {
  readonly atMs: number;
  readonly level: 'info' | 'warn' | 'error';
  /** Stable, upper case: FEED_CLOSED, BOOK_GAP, ENGINE_EXIT. */
  readonly code: string;
  readonly venue: VenueId | '';
  readonly connection: number | null;
  readonly listing: ListingId | '';
  /** What happened, what it means for what is on the screen, what to do. */
  readonly text: string;
};
