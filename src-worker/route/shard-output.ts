/** What a shard says of its own accord. */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { ShelvedBook } from '../book/book-shelf.ts';

/** What a shard asks of the rest of the engine. */
export interface ShardOutput {
  control(connection: number, message: Json): void;
  lifecycle(venue: VenueId, notice: LifecycleNotice): void;
  resync(connection: number, listing: ListingId, reason: BookReason): void;
  replace(connection: number, reason: BookReason): void;
  /** A line for the event log. */
  log(level: 'info' | 'warn' | 'error', code: string, shelved: ShelvedBook | null, text: string): void;
}
