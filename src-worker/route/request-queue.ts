/**
 * Queues the snapshots that books need, and sends one request a connection and reason: one gap may make a thousand books request at
 * once. Polled books are not requested: they come at the poll's own pace.
 */
import type { EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';

export class RequestQueue {
  /** Snapshots requested since the start. */
  resyncs = 0;
  private readonly subscriptions: SubscriptionTable;
  private readonly post: (message: EngineToMain) => void;
  private readonly pendingResyncs = new Map<number, Map<BookReason, Set<ListingId>>>();
  private readonly pendingReplaces = new Map<number, BookReason>();

  constructor(subscriptions: SubscriptionTable, post: (message: EngineToMain) => void) {
    this.subscriptions = subscriptions;
    this.post = post;
  }

  /** The book needs a snapshot. */
  resync(connection: number, listing: ListingId, reason: BookReason): void {
    let byReason = this.pendingResyncs.get(connection);
    if (!byReason) {
      byReason = new Map();
      this.pendingResyncs.set(connection, byReason);
    }
    const listings = byReason.get(reason);
    if (listings) listings.add(listing);
    else byReason.set(reason, new Set([listing]));
  }

  /**
   * Books whose thread began again need snapshots from their owners, and from the connections that await them: the first snapshot
   * there may have been lost with the thread. Connections that are not open send theirs when they open.
   */
  reseed(listings: readonly ListingId[]): void {
    const { subscriptions } = this;
    for (const [connection, needed] of [...subscriptions.byOwner(listings), ...subscriptions.byAwaiting(listings)]) {
      if (!subscriptions.get(connection)?.state.isOpen) continue;
      for (const listing of needed) this.resync(connection, listing, 'engine-restarted');
    }
  }

  /** Snapshots were requested in vain: the connection should be replaced. */
  replace(connection: number, reason: BookReason): void {
    this.pendingReplaces.set(connection, reason);
  }

  send(): void {
    if (this.pendingResyncs.size > 0) this.sendResyncs();
    if (this.pendingReplaces.size > 0) this.sendReplaces();
  }

  private sendResyncs(): void {
    for (const [connection, byReason] of this.pendingResyncs) {
      if (this.isPolled(connection)) continue;
      for (const [reason, listings] of byReason) {
        this.resyncs += listings.size;
        this.post({ kind: 'resync', connection, listings: [...listings], reason });
      }
    }
    this.pendingResyncs.clear();
  }

  private sendReplaces(): void {
    for (const [connection, reason] of this.pendingReplaces) {
      if (!this.isPolled(connection)) this.post({ kind: 'replace', connection, reason });
    }
    this.pendingReplaces.clear();
  }

  private isPolled(connection: number): boolean {
    return this.subscriptions.get(connection)?.state.transport === 'poll';
  }
}
