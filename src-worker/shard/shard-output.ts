/** What a shard sends without being requested to. */
import type { AlertSighting } from '../../src-shared/domain/alert.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionLag } from '../../src-shared/domain/health.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { BookEntry } from '../book/book-table.ts';

/** The shard's way to the rest of the engine. */
export interface ShardOutput {
  control(connection: number, message: Json): void;
  lifecycle(venue: VenueId, notice: LifecycleNotice): void;
  resync(connection: number, listing: ListingId, reason: BookReason): void;
  /** A change of one of the connection's books was lost, and it may have been another shard's. */
  lost(connection: number, reason: BookReason): void;
  /** The connection fell behind, or caught up. */
  lag(lag: ConnectionLag): void;
  replace(connection: number, reason: BookReason): void;
  /** The connection owns these books now, which it awaited. */
  takenOver(connection: number, listings: readonly ListingId[]): void;
  /** An alert rule of the user holds. */
  alert(sighting: AlertSighting): void;
  /** A line for the event log. */
  log(level: 'info' | 'warn' | 'error', code: string, entry: BookEntry | null, text: string): void;
}
