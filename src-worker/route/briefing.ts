/**
 * All that a shard must know when it takes up its work: what main said that still holds, in the order in which it makes sense.
 *
 * A shard begins with empty books. Those that a connection carries are said to be recovering and not new, for the person has seen them.
 */
import type { AlertRule } from '../../src-shared/domain/alert.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import { FRAME_INTERVAL_DEFAULT_MS } from '../../src-shared/domain/limits.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { wallMs } from '../shard/clock.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import type { Placement } from './placement.ts';

export class Briefing {
  readonly links = new Map<string, Link>();
  alertRules: readonly AlertRule[] = [];
  frameIntervalMs = FRAME_INTERVAL_DEFAULT_MS;
  clock: 'wall' | 'recorded' = 'wall';
  private readonly subscriptions: SubscriptionTable;
  /** Books whose trading has ended, and why. */
  private readonly closed = new Map<ListingId, BookReason>();

  constructor(subscriptions: SubscriptionTable) {
    this.subscriptions = subscriptions;
  }

  close(listings: readonly ListingId[], reason: BookReason): void {
    for (const listing of listings) this.closed.set(listing, reason);
  }

  /** Trading goes on after all, or the books are gone. */
  forgetClosed(listings: readonly ListingId[]): void {
    for (const listing of listings) this.closed.delete(listing);
  }

  /** Tells the shard with this number everything but its windows. Returns the listings that it keeps. */
  tell(shard: ShardLink, number: number, placement: Placement): readonly ListingId[] {
    const { frameIntervalMs, clock, links, alertRules: rules } = this;
    const mine = [...placement.all()].filter(({ id }) => placement.of(id) === number);
    const listings = mine.map(({ id }) => id);
    shard.post({ kind: 'settings', frameIntervalMs, clock });
    shard.post({ kind: 'links', removed: [], changed: [...links.values()] });
    shard.post({ kind: 'alerts', rules });
    shard.post({ kind: 'instruments', add: mine, remove: [] });
    for (const { connection, venue, state } of this.subscriptions.all()) {
      const change = state.isOpen ? ('opened' as const) : ('closed' as const);
      shard.post({ kind: 'connection', connection, venue, change, reason: state.reason, atMs: wallMs() });
    }
    this.hand(shard, listings);
    return listings;
  }

  /** Tells a shard how these listings stand, whose books it had not before: who carries them, and which have ended. */
  hand(shard: ShardLink, listings: readonly ListingId[]): void {
    for (const [connection, add] of this.subscriptions.byOwner(listings)) {
      const state = this.subscriptions.get(connection)?.state;
      if (!state) continue;
      shard.post({ kind: 'cover', connection, carrier: { ...state, reason: 'engine-restarted' }, add, remove: [] });
    }
    for (const [reason, ended] of this.closedOf(listings)) shard.post({ kind: 'closed', listings: ended, reason });
  }

  private closedOf(listings: readonly ListingId[]): ReadonlyMap<BookReason, ListingId[]> {
    const byReason = new Map<BookReason, ListingId[]>();
    for (const listing of listings) {
      const reason = this.closed.get(listing);
      if (reason === undefined) continue;
      const known = byReason.get(reason);
      if (known) known.push(listing);
      else byReason.set(reason, [listing]);
    }
    return byReason;
  }
}
