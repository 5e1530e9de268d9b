/**
 * What the engine and a shard say to each other, the same whether the shard is inline or a thread. Frames travel beside these, in
 * batches (contract/frame-batch.ts); the order between the two is kept.
 */
import type { RecordableHistogram } from 'node:perf_hooks';
import type { BookDump, EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { AlertRule, AlertSighting } from '../../src-shared/domain/alert.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { VenueCoverage } from '../../src-shared/domain/coverage.ts';
import type { ConnectionLag, LogEvent, ProblemCount, ShardHealth } from '../../src-shared/domain/health.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { ConnectionChange, ConnectionState } from '../../src-shared/domain/subscription-table.ts';

export type ToShard =
  | { readonly kind: 'settings'; readonly frameIntervalMs: number; readonly clock: 'wall' | 'recorded' }
  | { readonly kind: 'restore'; readonly atMs: number; readonly books: readonly BookDump[] }
  | { readonly kind: 'hold'; readonly isHeld: boolean }
  | { readonly kind: 'instruments'; readonly add: readonly Instrument[]; readonly remove: readonly ListingId[] }
  | ({ readonly kind: 'links' } & LinkDifference)
  | {
      readonly kind: 'connection';
      readonly connection: number;
      readonly venue: VenueId;
      readonly change: ConnectionChange;
      readonly reason: BookReason;
      readonly atMs: number;
    }
  | {
      readonly kind: 'subscriptions';
      readonly connection: number;
      readonly state: ConnectionState;
      readonly add: readonly ListingId[];
      readonly remove: readonly ListingId[];
    }
  | {
      readonly kind: 'hand-over';
      readonly connection: number;
      readonly state: ConnectionState;
      readonly listings: readonly ListingId[];
    }
  | { readonly kind: 'gone'; readonly connection: number }
  | { readonly kind: 'alerts'; readonly rules: readonly AlertRule[] }
  | { readonly kind: 'closed'; readonly listings: readonly ListingId[]; readonly reason: BookReason }
  | { readonly kind: 'reopened'; readonly listings: readonly ListingId[] }
  /** Frames of the connection were lost: none of its books can be trusted. */
  | { readonly kind: 'lost'; readonly connection: number; readonly reason: BookReason }
  /** The connection is behind, or is not any longer. */
  | { readonly kind: 'lag'; readonly lag: ConnectionLag }
  | Extract<MainToEngine, { readonly kind: 'check' }>
  | { readonly kind: 'dump'; readonly id: number; readonly listings: readonly ListingId[] }
  | { readonly kind: 'window-opened'; readonly window: number }
  | { readonly kind: 'window-closed'; readonly window: number }
  | { readonly kind: 'window-message'; readonly window: number; readonly message: WindowToEngine };

/** A hop's samples: histograms that are read where they lie, also from another thread. */
export type HopHistograms = readonly RecordableHistogram[];

export type ShardHops = {
  readonly venueToReceipt: HopHistograms;
  readonly receiptToBook: HopHistograms;
  readonly bookToWindow: HopHistograms;
};

/** What a shard says of itself; how it lived and died before, the engine knows. */
export type ShardState = Omit<ShardHealth, 'state' | 'sinceMs' | 'restarts' | 'lastError' | 'lastErrorMs'>;

export type ShardReport = {
  readonly health: ShardState;
  readonly decodeErrors: number;
  readonly problems: readonly ProblemCount[];
  readonly heapBytes: number;
  readonly coverage: readonly VenueCoverage[];
  readonly delivering: readonly (readonly [connection: number, books: number])[];
  readonly trades: readonly (readonly [connection: number, trades: number])[];
  readonly lags: readonly ConnectionLag[];
};

export type FromShard =
  /** First: where the hops' samples are. */
  | { readonly kind: 'hops'; readonly hops: ShardHops }
  | { readonly kind: 'report'; readonly report: ShardReport }
  | { readonly kind: 'control'; readonly connection: number; readonly message: Json }
  | { readonly kind: 'lifecycle'; readonly venue: VenueId; readonly notice: LifecycleNotice }
  | { readonly kind: 'resync'; readonly connection: number; readonly listing: ListingId; readonly reason: BookReason }
  /** A frame could not be read and named no book: other shards' books of the connection may have missed a change too. */
  | { readonly kind: 'lost'; readonly connection: number; readonly reason: BookReason }
  /** The connection fell behind, or caught up, with a frame that came to this shard. */
  | { readonly kind: 'lag'; readonly lag: ConnectionLag }
  | { readonly kind: 'replace'; readonly connection: number; readonly reason: BookReason }
  /** The connection owns these books now: their first snapshots came, or there was nothing to wait for. */
  | { readonly kind: 'taken-over'; readonly connection: number; readonly listings: readonly ListingId[] }
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'alert'; readonly sighting: AlertSighting }
  | Extract<EngineToMain, { readonly kind: 'checked' }>
  | { readonly kind: 'books'; readonly id: number; readonly books: readonly BookDump[] }
  | { readonly kind: 'to-window'; readonly window: number; readonly data: EngineToWindow | Uint8Array<ArrayBuffer> }
  /** Frames taken since the last such message. */
  | { readonly kind: 'taken'; readonly frames: number };
