/**
 * What main and the engine say to each other, besides the frame batches (binary, main to engine).
 *
 * Order matters: a connection's messages and its frames travel on one port, so the engine learns of a disconnect exactly
 * where it happened in the stream.
 */

import type { AlertRule, AlertSighting } from '../domain/alert.ts';
import type { BookPhase, BookReason, Transport } from '../domain/book-phase.ts';
import type { CheckVerdict } from '../domain/cross-check.ts';
import type { EngineHealth, LogEvent } from '../domain/health.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { LinkDifference } from '../domain/link-difference.ts';
import type { ListingId, VenueId } from '../domain/listing.ts';
import type { Json, LifecycleNotice } from '../domain/notice.ts';
import type { ConnectionChange } from '../domain/subscription-table.ts';

export type EngineSettings = {
  /** Shard threads; 0 runs one shard inline. */
  readonly shards: number;
  readonly frameIntervalMs: number;
  /** Whose time books live by: the wall clock's, or, in a replay, the recording's. */
  readonly clock: 'wall' | 'recorded';
};

export type MainToEngine =
  | { readonly kind: 'settings'; readonly settings: EngineSettings }
  | { readonly kind: 'instruments'; readonly add: readonly Instrument[]; readonly remove: readonly ListingId[] }
  /** What changed among the links; to a new engine, which knows none, all of them. */
  | ({ readonly kind: 'links' } & LinkDifference)
  | {
      readonly kind: 'connection';
      readonly connection: number;
      readonly venue: VenueId;
      readonly transport: Transport;
      readonly change: ConnectionChange;
      readonly reason: BookReason;
      readonly atMs: number;
    }
  /** Which books a connection carries from now on. */
  | {
      readonly kind: 'subscriptions';
      readonly connection: number;
      readonly add: readonly ListingId[];
      readonly remove: readonly ListingId[];
    }
  /**
   * The connection, an heir, is to carry these books without a gap: each passes to it with its first snapshot there, and until
   * then whoever carries it goes on. The engine says `took` of each.
   */
  | { readonly kind: 'hand-over'; readonly connection: number; readonly listings: readonly ListingId[] }
  /** Nothing will come of the connection any more: it is forgotten. */
  | { readonly kind: 'gone'; readonly connection: number }
  /** All rules, whenever one changed. */
  | { readonly kind: 'alerts'; readonly rules: readonly AlertRule[] }
  /** Frames of a connection were dropped before they reached the engine. */
  | { readonly kind: 'dropped'; readonly connection: number; readonly frames: number }
  /** The catalogue learned that trading in these ended. */
  | {
      readonly kind: 'closed';
      readonly listings: readonly ListingId[];
      readonly reason: 'market-closed' | 'market-resolved';
    }
  /** Trading in these goes on after all: their books come back with the next snapshot. */
  | { readonly kind: 'reopened'; readonly listings: readonly ListingId[] }
  /** Asks for the books as they are now; `listings` empty: all. */
  | { readonly kind: 'dump'; readonly id: number; readonly listings: readonly ListingId[] }
  /** Asks whether the venue's answer, to a request for this book, is the live book, unless that changed since so many updates. */
  | {
      readonly kind: 'check';
      readonly id: number;
      readonly instrument: Instrument;
      readonly updates: number;
      readonly answer: string;
    }
  /** Replay: the books become these, all others empty, at this time of the recording. Connections and covers came before. */
  | { readonly kind: 'restore'; readonly atMs: number; readonly books: readonly BookDump[] }
  /** Replay: windows get nothing new while it holds; what lies between two moments of a recording is not to be seen. */
  | { readonly kind: 'hold'; readonly isHeld: boolean }
  /** Ends a shard's thread as a crash would; `requested`: the user requested a restart. An inline shard goes on. */
  | { readonly kind: 'kill-shard'; readonly shard: number; readonly requested: boolean }
  /** A window's port follows (by the host's own way of handing over ports). */
  | { readonly kind: 'window'; readonly window: number };

/** A whole book, best level first on both sides. */
export type BookDump = {
  readonly listing: ListingId;
  readonly phase: BookPhase;
  readonly reason: BookReason;
  readonly bids: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly asks: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly lastEventMs: number;
  readonly updates: number;
};

export type EngineToMain =
  | { readonly kind: 'ready' }
  /** Once a second: the sign of life. */
  | { readonly kind: 'health'; readonly health: EngineHealth }
  /** A word of the venue for the connection's session. */
  | { readonly kind: 'control'; readonly connection: number; readonly message: Json }
  | { readonly kind: 'lifecycle'; readonly venue: VenueId; readonly notice: LifecycleNotice }
  /** Books that need a fresh snapshot. */
  | {
      readonly kind: 'resync';
      readonly connection: number;
      readonly listings: readonly ListingId[];
      readonly reason: BookReason;
    }
  /** Snapshots asked for in vain: the connection should be replaced. */
  | { readonly kind: 'replace'; readonly connection: number; readonly reason: string }
  /** These books passed to the connection that was their heir. */
  | { readonly kind: 'taken-over'; readonly connection: number; readonly listings: readonly ListingId[] }
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'alert'; readonly sighting: AlertSighting }
  /** Frames taken since the last such message: main's backpressure. */
  | { readonly kind: 'taken'; readonly frames: number }
  | { readonly kind: 'books'; readonly id: number; readonly books: readonly BookDump[] }
  | { readonly kind: 'checked'; readonly id: number; readonly verdict: CheckVerdict };
