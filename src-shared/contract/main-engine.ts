/**
 * The messages between main and the engine, beside the frame batches (binary, main to engine).
 *
 * Order matters: a connection's messages and its frames travel on one port, so the engine sees a disconnect exactly where it
 * happened in the stream.
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
  /** The clock that books live by: the wall clock, or in a replay the recording's. */
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
  /** The connection owns the books of `add` from now on, and neither owns nor awaits those of `remove`. */
  | {
      readonly kind: 'subscriptions';
      readonly connection: number;
      readonly add: readonly ListingId[];
      readonly remove: readonly ListingId[];
    }
  /**
   * The connection takes these books over without a gap: it becomes the owner of each with the first snapshot it brings; until then
   * the present owner stays. The engine answers `taken-over` for each.
   */
  | { readonly kind: 'hand-over'; readonly connection: number; readonly listings: readonly ListingId[] }
  /** The connection is gone for good. */
  | { readonly kind: 'gone'; readonly connection: number }
  /** All rules, whenever one changed. */
  | { readonly kind: 'alerts'; readonly rules: readonly AlertRule[] }
  /** Frames of a connection were dropped before they reached the engine. */
  | { readonly kind: 'dropped'; readonly connection: number; readonly frames: number }
  /** Trading in these has ended, as the catalogue knows. */
  | {
      readonly kind: 'closed';
      readonly listings: readonly ListingId[];
      readonly reason: 'market-closed' | 'market-resolved';
    }
  /** Trading in these continues after all: their books resume with the next snapshot. */
  | { readonly kind: 'reopened'; readonly listings: readonly ListingId[] }
  /** Requests the books as they are now; `listings` empty: all. */
  | { readonly kind: 'dump'; readonly id: number; readonly listings: readonly ListingId[] }
  /** Compares the venue's answer to a request for this book with the live book, unless that has had more than `updates` updates. */
  | {
      readonly kind: 'check';
      readonly id: number;
      readonly instrument: Instrument;
      readonly updates: number;
      readonly answer: string;
    }
  /** Replay: the books become these, all others empty, at this time of the recording. Connections and subscriptions came before. */
  | { readonly kind: 'restore'; readonly atMs: number; readonly books: readonly BookDump[] }
  /** Replay: windows are sent nothing while held; what lies between two moments of a recording is not shown. */
  | { readonly kind: 'hold'; readonly isHeld: boolean }
  /** Ends a shard's thread as a crash would; `requested`: the user requested a restart. An inline shard goes on. */
  | { readonly kind: 'kill-shard'; readonly shard: number; readonly requested: boolean }
  /** A window's port follows, in the host's own way of passing ports. */
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
  /** Of a book that is behind: how late its last message was, ms. */
  readonly lagMs?: number;
};

export type EngineToMain =
  | { readonly kind: 'ready' }
  /** Once a second: the sign of life. */
  | { readonly kind: 'health'; readonly health: EngineHealth }
  /** A control message of the venue for the connection's session. */
  | { readonly kind: 'control'; readonly connection: number; readonly message: Json }
  | { readonly kind: 'lifecycle'; readonly venue: VenueId; readonly notice: LifecycleNotice }
  /** Books that need a fresh snapshot. */
  | {
      readonly kind: 'resync';
      readonly connection: number;
      readonly listings: readonly ListingId[];
      readonly reason: BookReason;
    }
  /** Snapshots were requested in vain: the connection should be replaced. */
  | { readonly kind: 'replace'; readonly connection: number; readonly reason: string }
  /** The connection that awaited these books owns them now. */
  | { readonly kind: 'taken-over'; readonly connection: number; readonly listings: readonly ListingId[] }
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'alert'; readonly sighting: AlertSighting }
  /** Frames taken since the last such message, for main's backpressure. */
  | { readonly kind: 'taken'; readonly frames: number }
  | { readonly kind: 'books'; readonly id: number; readonly books: readonly BookDump[] }
  | { readonly kind: 'checked'; readonly id: number; readonly verdict: CheckVerdict };
