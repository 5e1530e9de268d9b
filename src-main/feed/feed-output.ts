/** What a feed tells, in order: frames as they come, and what becomes of its connections. */
import type { Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason, Transport } from '../../src-shared/domain/book-phase.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';

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
