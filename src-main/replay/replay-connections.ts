/**
 * The connections of a recording at one moment, folded from its events: which were open, and what each carried.
 */
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';

export type ReplayConnection = {
  readonly connection: number;
  readonly venue: VenueId;
  open: boolean;
  readonly listings: Set<string>;
  /** What it is to carry, each from its first snapshot there. */
  readonly awaited: Set<string>;
};

export class ReplayConnections {
  private readonly connections = new Map<number, ReplayConnection>();

  all(): Iterable<ReplayConnection> {
    return this.connections.values();
  }

  clear(): void {
    this.connections.clear();
  }

  /** Takes an event; events that are not about a connection change nothing. */
  take({ kind, venue, connection, listings }: SessionEvent): void {
    if (connection === null || venue === '') return;
    const known = this.connections.get(connection);
    const state: ReplayConnection = known ?? {
      connection,
      venue,
      open: false,
      listings: new Set(),
      awaited: new Set(),
    };
    this.connections.set(connection, state);
    if (kind === 'connected') state.open = true;
    else if (kind === 'disconnected') state.open = false;
    else if (kind === 'handover') for (const listing of listings) state.awaited.add(listing);
    else if (kind === 'unsubscribed') {
      for (const listing of listings) {
        state.listings.delete(listing);
        state.awaited.delete(listing);
      }
    } else if (kind === 'subscribed') {
      for (const listing of listings) {
        for (const other of this.connections.values()) other.listings.delete(listing);
        state.listings.add(listing);
        state.awaited.delete(listing);
      }
    }
  }
}
