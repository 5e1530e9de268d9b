/**
 * The connections as they are now: a recording that starts in the middle of their lives must say what each one is, and a
 * recording of some listings must know who carries them.
 */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';

export type CapturedConnection = {
  readonly connection: number;
  readonly venue: VenueId;
  readonly transport: Transport;
  isOpen: boolean;
  readonly listings: Set<ListingId>;
  /** What it is to carry, each from its first snapshot there. */
  readonly awaited: Set<ListingId>;
};

export class CaptureConnections {
  private readonly connections = new Map<number, CapturedConnection>();

  all(): readonly CapturedConnection[] {
    return [...this.connections.values()];
  }

  get(connection: number): CapturedConnection | undefined {
    return this.connections.get(connection);
  }

  /** Takes a connection's change; returns it as it is now. */
  change(
    connection: number,
    venue: VenueId,
    transport: Transport,
    change: 'opened' | 'closed' | 'silent' | 'heard',
  ): CapturedConnection {
    let known = this.connections.get(connection);
    if (!known) {
      known = { connection, venue, transport, isOpen: false, listings: new Set(), awaited: new Set() };
      this.connections.set(connection, known);
    }
    known.isOpen = change !== 'closed';
    return known;
  }

  /** A listing has one carrier: the last that said so. */
  cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    const known = this.connections.get(connection);
    if (!known) return;
    for (const listing of remove) {
      known.listings.delete(listing);
      known.awaited.delete(listing);
    }
    for (const listing of add) {
      for (const other of this.connections.values()) other.listings.delete(listing);
      known.listings.add(listing);
      known.awaited.delete(listing);
    }
  }

  forget(connection: number): void {
    this.connections.delete(connection);
  }

  handOver(connection: number, listings: readonly ListingId[]): void {
    const known = this.connections.get(connection);
    for (const listing of listings) known?.awaited.add(listing);
  }
}
