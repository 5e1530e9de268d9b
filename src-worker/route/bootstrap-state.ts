/**
 * Holds what main has said that still applies, so that a shard whose thread was started again can be brought up to date.
 *
 * Such a shard begins with empty books. Those that a connection owns are recovering and not new, because the user has seen them.
 */
import type { AlertRule } from '../../src-shared/domain/alert.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { FRAME_INTERVAL_DEFAULT_MS } from '../../src-shared/domain/limits.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { wallMs } from '../shard/clock.ts';
import type { ShardLink } from '../shard/shard-link.ts';

export class BootstrapState {
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

  /** Trading in these goes on after all, or the books are gone. */
  forgetClosed(listings: readonly ListingId[]): void {
    for (const listing of listings) this.closed.delete(listing);
  }

  /** Sends a new shard everything but its windows. The order matters: a shard ignores what concerns connections unknown to it. */
  send(shard: ShardLink, instruments: readonly Instrument[]): void {
    const { frameIntervalMs, clock, links, alertRules: rules } = this;
    shard.post({ kind: 'settings', frameIntervalMs, clock });
    shard.post({ kind: 'links', removed: [], changed: [...links.values()] });
    shard.post({ kind: 'alerts', rules });
    shard.post({ kind: 'instruments', add: instruments, remove: [] });
    for (const { connection, venue, state } of this.subscriptions.all()) {
      const change = state.isOpen ? ('opened' as const) : ('closed' as const);
      shard.post({ kind: 'connection', connection, venue, change, reason: state.reason, atMs: wallMs() });
    }
    this.sendBooks(
      shard,
      instruments.map(({ id }) => id),
    );
  }

  /**
   * Sends a shard the owners of these listings, whose books are new to it, which connections await them, and which of the books are
   * closed.
   */
  sendBooks(shard: ShardLink, listings: readonly ListingId[]): void {
    for (const [connection, add] of this.subscriptions.byOwner(listings)) {
      const known = this.subscriptions.get(connection);
      if (!known) continue;
      const state = { ...known.state, reason: 'engine-restarted' as const };
      shard.post({ kind: 'subscriptions', connection, state, add, remove: [] });
    }
    for (const [connection, awaited] of this.subscriptions.byAwaiting(listings)) {
      const known = this.subscriptions.get(connection);
      if (known) shard.post({ kind: 'hand-over', connection, state: known.state, listings: awaited });
    }
    const closed = Map.groupBy(listings, (listing) => this.closed.get(listing));
    for (const [reason, ended] of closed) if (reason) shard.post({ kind: 'closed', listings: ended, reason });
  }
}
