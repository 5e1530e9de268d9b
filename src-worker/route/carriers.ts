/** The connections as the engine knows them: venue, state, and the listings each carries. */
import type { MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { CarrierState } from '../book/carriage.ts';
import type { ToShard } from '../shard/shard-message.ts';

export type Carrier = {
  readonly venue: Venue;
  state: CarrierState;
  readonly listings: Set<ListingId>;
  gaps: number;
};

type Change = Extract<MainToEngine, { kind: 'connection' }>;

export class Carriers {
  private readonly venues: ReadonlyMap<VenueId, Venue>;
  private readonly carriers = new Map<number, Carrier>();

  constructor(venues: readonly Venue[]) {
    this.venues = new Map(venues.map((venue) => [venue.id, venue]));
  }

  get(connection: number): Carrier | undefined {
    return this.carriers.get(connection);
  }

  venueOf(connection: number): Venue | undefined {
    return this.carriers.get(connection)?.venue;
  }

  /** Takes a change of a connection; false when its venue is unknown. */
  set({ connection, venue: id, transport, change, reason }: Change): boolean {
    const venue = this.venues.get(id);
    if (!venue) return false;
    const known = this.carriers.get(connection);
    const carrier = known ?? { venue, state: { transport, open: false, reason }, listings: new Set(), gaps: 0 };
    if (change === 'opened' || change === 'closed') carrier.state = { transport, open: change === 'opened', reason };
    this.carriers.set(connection, carrier);
    return true;
  }

  cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    const carrier = this.carriers.get(connection);
    for (const listing of remove) carrier?.listings.delete(listing);
    for (const listing of add) {
      // A listing is carried by the connection that took it last.
      for (const other of this.carriers.values()) other.listings.delete(listing);
      carrier?.listings.add(listing);
    }
  }

  forget(connection: number): void {
    this.carriers.delete(connection);
  }

  countGap(connection: number): void {
    const carrier = this.carriers.get(connection);
    if (carrier) carrier.gaps++;
  }

  /** These listings by the connection that carries them; those that none carries are left out. */
  split(listings: readonly ListingId[]): ReadonlyMap<number, readonly ListingId[]> {
    const wanted = new Set(listings);
    const split = new Map<number, ListingId[]>();
    for (const [connection, carrier] of this.carriers) {
      const carried = [...carrier.listings].filter((listing) => wanted.has(listing));
      if (carried.length > 0) split.set(connection, carried);
    }
    return split;
  }

  /** What a new shard must hear of every connection before it is told what they carry. */
  announcements(atMs: number): readonly ToShard[] {
    return [...this.carriers].map(([connection, { venue, state }]) => ({
      kind: 'connection' as const,
      connection,
      venue: venue.id,
      change: state.open ? ('opened' as const) : ('closed' as const),
      reason: state.reason,
      atMs,
    }));
  }

  /** Listings carried, by venue. */
  carriedByVenue(): ReadonlyMap<VenueId, number> {
    const counts = new Map<VenueId, number>();
    for (const { venue, listings } of this.carriers.values()) {
      counts.set(venue.id, (counts.get(venue.id) ?? 0) + listings.size);
    }
    return counts;
  }

  gaps(): readonly (readonly [connection: number, gaps: number])[] {
    return [...this.carriers].map(([connection, { gaps }]) => [connection, gaps] as const);
  }
}
