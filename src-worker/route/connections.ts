/**
 * Main's connections as the engine sees them: their venues and states, which listings each owns, and what was lost on them.
 *
 * Every change goes to the shards concerned, in the order in which main sent it.
 */
import type { MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionLag } from '../../src-shared/domain/health.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { ToShard } from '../shard/shard-message.ts';
import type { Assignment } from './assignment.ts';
import type { FrameRouter } from './frame-router.ts';

const MS_PER_SECOND = 1_000;

type Message<Kind extends MainToEngine['kind']> = Extract<MainToEngine, { readonly kind: Kind }>;

export type ConnectionsOutput = {
  toAll(message: ToShard): void;
  /** A line of the event log about messages lost on a connection. */
  gap(text: string, venue: VenueId | '', connection: number): void;
  /** ... about one that fell behind or caught up. */
  lag(level: 'info' | 'warn', text: string, venue: VenueId | '', connection: number): void;
};

export class Connections {
  /** Gaps of all connections since the start. */
  gaps = 0;
  private readonly venues: ReadonlyMap<VenueId, Venue>;
  private readonly table: SubscriptionTable;
  private readonly assignment: Assignment;
  private readonly router: FrameRouter;
  private readonly out: ConnectionsOutput;
  /** Gaps in the sequence numbers, by connection. */
  private readonly sequenceGaps = new Map<number, number>();
  /** Connections that are behind. */
  private readonly lags = new Map<number, ConnectionLag>();

  constructor(
    venues: readonly Venue[],
    table: SubscriptionTable,
    assignment: Assignment,
    router: FrameRouter,
    out: ConnectionsOutput,
  ) {
    this.venues = new Map(venues.map((venue) => [venue.id, venue]));
    this.table = table;
    this.assignment = assignment;
    this.router = router;
    this.out = out;
  }

  /** Connections of unknown venues are ignored. */
  change(message: Message<'connection'>): void {
    const { connection, venue: id, transport, change, reason } = message;
    const venue = this.venues.get(id);
    if (!venue) return;
    this.table.change(connection, id, transport, change, reason);
    this.router.connect(connection, venue);
    if (change === 'opened' || change === 'closed') this.router.restart(connection);
    this.out.toAll(message);
  }

  setSubscriptions({ connection, add, remove }: Message<'subscriptions'>): void {
    this.table.unsubscribe(connection, remove);
    this.table.subscribe(connection, add);
    const state = this.table.get(connection)?.state;
    if (!state) return;
    this.assignment.split(remove, (shard, mine) =>
      shard.post({ kind: 'subscriptions', connection, state, add: [], remove: mine }),
    );
    this.assignment.split(add, (shard, mine) =>
      shard.post({ kind: 'subscriptions', connection, state, add: mine, remove: [] }),
    );
  }

  handOver({ connection, listings }: Message<'hand-over'>): void {
    this.table.handOver(connection, listings);
    const state = this.table.get(connection)?.state;
    if (!state) return;
    this.assignment.split(listings, (shard, mine) =>
      shard.post({ kind: 'hand-over', connection, state, listings: mine }),
    );
  }

  /** A shard's books have their first snapshots from the connection that awaited them. */
  takenOver({ connection, listings }: { readonly connection: number; readonly listings: readonly ListingId[] }): void {
    this.table.takeOver(connection, listings);
  }

  forget(message: Message<'gone'>): void {
    this.table.forget(message.connection);
    this.router.forget(message.connection);
    this.sequenceGaps.delete(message.connection);
    this.lags.delete(message.connection);
    this.out.toAll(message);
  }

  /** Main dropped frames of the connection before they reached the engine. */
  dropped({ connection, frames }: Message<'dropped'>): void {
    this.lose(connection, 'queue-overflow', `${frames} messages were dropped before they reached the engine`);
  }

  /** The venue's numbers show that messages are missing before this one. */
  missed(connection: number, stream: number, sequence: number): void {
    this.sequenceGaps.set(connection, (this.sequenceGaps.get(connection) ?? 0) + 1);
    this.lose(connection, 'sequence-gap', `Message ${sequence} of stream ${stream} came out of order`);
  }

  /** A shard's frame shows that the connection fell behind or caught up. */
  setLag(lag: ConnectionLag): void {
    const { connection, isBehind, lagMs } = lag;
    if (this.lags.has(connection) === isBehind) return;
    if (isBehind) this.lags.set(connection, lag);
    else this.lags.delete(connection);
    const known = this.table.get(connection);
    const books = known?.subscriptions.owned.size ?? 0;
    const text = isBehind
      ? `Messages arrive ${Math.round(lagMs / MS_PER_SECOND)} s late; ${books} books are behind until they arrive in time.`
      : `Messages arrive in time again; ${books} books are no longer behind.`;
    this.out.lag(isBehind ? 'warn' : 'info', text, known?.venue ?? '', connection);
  }

  /** The connections that are behind. */
  behind(): Iterable<ConnectionLag> {
    return this.lags.values();
  }

  gapsByConnection(): readonly (readonly [connection: number, gaps: number])[] {
    return [...this.table.all()].map(({ connection }) => [connection, this.sequenceGaps.get(connection) ?? 0]);
  }

  private lose(connection: number, reason: BookReason, what: string): void {
    this.gaps++;
    this.out.toAll({ kind: 'lost', connection, reason });
    const known = this.table.get(connection);
    const books = known?.subscriptions.owned.size ?? 0;
    const text = `${what}; ${books} books are recovering and fresh snapshots were requested.`;
    this.out.gap(text, known?.venue ?? '', connection);
  }
}
