/**
 * A feed brings frames: from a venue's sockets, from its polled books, or from a recording.
 *
 * Everything it says goes to one output, in order: a connection's changes stand between its frames exactly where they happened.
 */

import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Replacing } from './recycler.ts';

export interface Feed {
  /** The listings to subscribe to, most wanted first. */
  setListings(listings: readonly Listing[]): void;
  /** A control message of the venue for one of this feed's connections. */
  control(connection: number, message: Json): void;
  /** Fresh snapshots for these listings. */
  resync(connection: number, listings: readonly ListingId[]): void;
  /** The connection has taken these over. */
  took(connection: number, listings: readonly ListingId[]): void;
  /** Begins to replace a connection by another, which takes its books over without a gap. Null: it is not one of this feed's. */
  replace(connection: number, reason: string): Replacing | null;
  /** Closes a connection and opens it again. Returns false when it is not one of this feed's. */
  reconnect(connection: number, reason: string): boolean;
  /** Tells a restarted engine everything again, and requests every book again. */
  reseed(): void;
  health(): readonly ConnectionHealth[];
  /** How books come now, and why. */
  readonly transport: Transport;
  readonly note: string;
  stop(): void;
}
