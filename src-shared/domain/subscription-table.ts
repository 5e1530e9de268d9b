/**
 * Which connection is subscribed to which listing.
 *
 * A listing has at most one owner: only the owner's frames change its book. A connection may also await a listing: the owner keeps
 * it until the first snapshot on the awaiting connection, which then becomes the owner. The last subscription wins, so a table
 * folded from the same events always gives the same owners. Pure: no I/O and no clock.
 */
import type { BookReason, Transport } from './book-phase.ts';
import type { ListingId, VenueId } from './listing.ts';

/** The place of a connection's number where there is none. */
export const NO_CONNECTION = -1;

/** How a connection can change. */
export type ConnectionChange = 'opened' | 'closed' | 'silent' | 'heard';

/** A connection as it is now. */
export type ConnectionState = {
  readonly transport: Transport;
  readonly isOpen: boolean;
  /** Why it is not open. */
  readonly reason: BookReason;
};

/** The listings of one connection. */
export class Subscriptions {
  /** Listings whose frames count on this connection. */
  readonly owned = new Set<ListingId>();
  /** Listings that are handed over to it, each with its first snapshot here; another connection owns them until then. */
  readonly awaited = new Set<ListingId>();

  get size(): number {
    return this.owned.size + this.awaited.size;
  }

  subscribe(listings: Iterable<ListingId>): void {
    for (const listing of listings) {
      this.awaited.delete(listing);
      this.owned.add(listing);
    }
  }

  unsubscribe(listings: Iterable<ListingId>): void {
    for (const listing of listings) {
      this.owned.delete(listing);
      this.awaited.delete(listing);
    }
  }

  /** Listings that it owns already stay as they are. */
  await(listings: Iterable<ListingId>): void {
    for (const listing of listings) if (!this.owned.has(listing)) this.awaited.add(listing);
  }
}

export type SubscribedConnection = {
  readonly connection: number;
  readonly venue: VenueId;
  state: ConnectionState;
  readonly subscriptions: Subscriptions;
};

export class SubscriptionTable {
  private readonly connections = new Map<number, SubscribedConnection>();
  private readonly owners = new Map<ListingId, number>();

  all(): Iterable<SubscribedConnection> {
    return this.connections.values();
  }

  get(connection: number): SubscribedConnection | undefined {
    return this.connections.get(connection);
  }

  /** The owner of the listing, or {@link NO_CONNECTION}. */
  ownerOf(listing: ListingId): number {
    return this.owners.get(listing) ?? NO_CONNECTION;
  }

  /** Takes a change of a connection, known or new. Silence does not close it. */
  change(
    connection: number,
    venue: VenueId,
    transport: Transport,
    change: ConnectionChange,
    reason: BookReason,
  ): SubscribedConnection {
    let known = this.connections.get(connection);
    if (!known) {
      const state = { transport, isOpen: false, reason };
      known = { connection, venue, state, subscriptions: new Subscriptions() };
      this.connections.set(connection, known);
    }
    if (change === 'opened' || change === 'closed') known.state = { transport, isOpen: change === 'opened', reason };
    return known;
  }

  /** The connection owns these from now on, whichever owned them before. An unknown connection changes nothing. */
  subscribe(connection: number, listings: readonly ListingId[]): void {
    const known = this.connections.get(connection);
    if (!known) return;
    for (const listing of listings) {
      this.connections.get(this.ownerOf(listing))?.subscriptions.owned.delete(listing);
      this.owners.set(listing, connection);
    }
    known.subscriptions.subscribe(listings);
  }

  /** The connection neither owns nor awaits these any longer. */
  unsubscribe(connection: number, listings: readonly ListingId[]): void {
    for (const listing of listings) if (this.ownerOf(listing) === connection) this.owners.delete(listing);
    this.connections.get(connection)?.subscriptions.unsubscribe(listings);
  }

  /** The connection awaits these: each is taken over with its first snapshot there. */
  handOver(connection: number, listings: readonly ListingId[]): void {
    this.connections.get(connection)?.subscriptions.await(listings);
  }

  /** Makes the connection the owner of those of the listings that it still awaits; returns them. */
  takeOver(connection: number, listings: readonly ListingId[]): readonly ListingId[] {
    const awaited = this.connections.get(connection)?.subscriptions.awaited;
    const taken = listings.filter((listing) => awaited?.has(listing));
    this.subscribe(connection, taken);
    return taken;
  }

  /** The connection is gone for good. */
  forget(connection: number): void {
    this.unsubscribe(connection, [...(this.connections.get(connection)?.subscriptions.owned ?? [])]);
    this.connections.delete(connection);
  }

  clear(): void {
    this.connections.clear();
    this.owners.clear();
  }

  /** These listings by their owners; listings without one are left out. */
  byOwner(listings: Iterable<ListingId>): ReadonlyMap<number, readonly ListingId[]> {
    const byOwner = new Map<number, ListingId[]>();
    for (const listing of listings) {
      const owner = this.ownerOf(listing);
      if (owner === NO_CONNECTION) continue;
      const owned = byOwner.get(owner);
      if (owned) owned.push(listing);
      else byOwner.set(owner, [listing]);
    }
    return byOwner;
  }

  /** These listings by the connections that await them; listings that none awaits are left out. */
  byAwaiting(listings: Iterable<ListingId>): ReadonlyMap<number, readonly ListingId[]> {
    const wanted = new Set(listings);
    const byAwaiting = new Map<number, readonly ListingId[]>();
    for (const { connection, subscriptions } of this.connections.values()) {
      const awaited = [...subscriptions.awaited].filter((listing) => wanted.has(listing));
      if (awaited.length > 0) byAwaiting.set(connection, awaited);
    }
    return byAwaiting;
  }
}
