/**
 * A feed brings frames: from a venue's sockets, from its polled books, or from a recording.
 *
 * Everything it says goes to one output, in order: a connection's changes stand between its frames exactly where they happened.
 */

import type { Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason, Transport } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth, LogEvent } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Replacing } from './recycler.ts';

/** What becomes of a connection, as the engine must know it. */
export type ConnectionChange = 'opened' | 'closed' | 'silent' | 'heard';

export interface FeedOutput {
  /** A frame, already stamped. The bytes are only valid during the call. */
  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void;
  connection(
    connection: number,
    venue: VenueId,
    transport: Transport,
    change: ConnectionChange,
    reason: BookReason,
  ): void;
  cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void;
  /** The connection is to carry these without a gap: each passes to it with its first snapshot there. */
  handOver(connection: number, listings: readonly ListingId[]): void;
  /** Nothing will be heard of the connection any more: its last word. */
  gone(connection: number): void;
  log(event: Omit<LogEvent, 'atMs'>): void;
  /** A number for a new connection, unique in the app's life. */
  nextConnection(): number;
}

export interface Feed {
  /** The listings to carry, most wanted first. */
  setListings(listings: readonly Listing[]): void;
  /** A word of the venue for one of this feed's connections. */
  control(connection: number, message: Json): void;
  /** Fresh snapshots for these listings. */
  resync(connection: number, listings: readonly ListingId[]): void;
  /** These passed to a connection that was to carry them. */
  took(connection: number, listings: readonly ListingId[]): void;
  /** Begins to replace a connection by another, to which its books pass without a gap. Null: it is not one of this feed's. */
  replace(connection: number, reason: string): Replacing | null;
  /** Closes a connection and opens it anew. Returns false when it is not one of this feed's. */
  reconnect(connection: number, reason: string): boolean;
  /** Says everything again that the engine must know: it was restarted. Every book is asked for anew. */
  reseed(): void;
  health(nowMs: number): readonly ConnectionHealth[];
  /** How books come now, and why. */
  readonly transport: Transport;
  readonly note: string;
  stop(): void;
}
