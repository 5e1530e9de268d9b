/**
 * The books that are followed: tells the catalogue what is wanted, and has engine and feeds follow exactly what it decides.
 *
 * An instrument reaches the engine before its frames and leaves after them. A market that ended keeps its book, so that it is seen to
 * have ended, and has no place on a connection. A catalogue that was restarted first names all that is followed; what it knows and
 * does not name goes, what it does not know yet stays.
 */
import type { MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import type { Watchlist } from '../../../src-shared/contract/window-main.ts';
import { instrumentOf } from '../../../src-shared/domain/instrument.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { SubscriptionScope } from '../../../src-shared/domain/subscription-scope.ts';
import type { Venue } from '../../../src-shared/venues/venue.ts';
import type { FollowPart } from '../../catalog/catalog-calls.ts';
import type { CatalogClient } from '../../catalog/catalog-client.ts';
import type { Feed } from '../../feed/feed.ts';
import type { LinkTable } from '../../links/link-table.ts';

/** Changes of what is shown are gathered before the subscriptions follow. */
const WANT_DELAY_MS = 100;

export type FollowControllerOptions = {
  readonly catalog: () => Pick<CatalogClient, 'link' | 'want' | 'listings'>;
  readonly links: LinkTable;
  /** The listings that the engine keeps books of, with their present facts. Filled here, read by others. */
  readonly followed: Map<ListingId, Listing>;
  readonly venues: () => readonly { readonly venue: Pick<Venue, 'id'>; readonly feed: Pick<Feed, 'setListings'> }[];
  readonly watchlist: () => Watchlist;
  readonly scope: SubscriptionScope;
  readonly max: number;
  post(message: MainToEngine): void;
  /** Listings that are followed from now on or whose facts changed; `shown` are those of them that windows want to know of. */
  onFollowed(listings: readonly Listing[], shown: readonly Listing[]): void;
  /** Open markets found no slot; a sentence. */
  onLeftOut(text: string): void;
};

export class FollowController {
  private readonly options: FollowControllerOptions;
  private readonly followed: Map<ListingId, Listing>;
  private shown: readonly string[] = [];
  /** What is shown, then what is watched. */
  private requested: ReadonlySet<ListingId> = new Set();
  /** Members of links, as the catalogue knows them. */
  private readonly linked = new Set<ListingId>();
  /** Listings whose links changed since. */
  private readonly relinked = new Set<ListingId>();
  private leftOut = 0;
  /** What a restarted catalogue has named so far. */
  private readonly named = new Set<ListingId>();
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(options: FollowControllerOptions) {
    this.options = options;
    this.followed = options.followed;
    for (const { members } of options.links.all()) for (const { listing } of members) this.relinked.add(listing);
  }

  all(): readonly Listing[] {
    return [...this.followed.values()];
  }

  /** Listing and link ids that windows show now. */
  show(shown: readonly string[]): void {
    this.shown = shown;
    this.wantSoon();
  }

  /** These became or ceased to be members of links. */
  relink(listings: readonly ListingId[]): void {
    for (const listing of listings) this.relinked.add(listing);
    this.wantSoon();
  }

  /** What is shown or watched changed. */
  wantSoon(): void {
    if (this.isStopped) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.want();
    }, WANT_DELAY_MS);
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** Tells a new engine which books it keeps. */
  seed(): void {
    const followed = this.all();
    if (followed.length > 0) this.options.post({ kind: 'instruments', add: followed.map(instrumentOf), remove: [] });
    this.closeEnded(followed);
  }

  /** Takes a part of the catalogue's answer. */
  take({ add, changed, remove, leftOut, isFirst, more }: FollowPart): void {
    if (this.isStopped) return;
    if (isFirst) for (const { id } of add) this.named.add(id);
    const { post, onFollowed } = this.options;
    this.reportLeftOut(leftOut);
    const fresh = [...add, ...changed];
    const reopened = fresh.filter(({ id, status }) => hasEnded(this.followed.get(id)?.status) && !hasEnded(status));
    for (const listing of fresh) this.followed.set(listing.id, listing);
    for (const id of remove) this.followed.delete(id);
    if (fresh.length > 0) post({ kind: 'instruments', add: fresh.map(instrumentOf), remove: [] });
    this.closeEnded(fresh);
    if (reopened.length > 0) post({ kind: 'reopened', listings: reopened.map(({ id }) => id) });
    onFollowed(fresh, [...add.filter(({ id }) => this.requested.has(id) || this.linked.has(id)), ...changed]);
    if (more) return;
    this.subscribe();
    if (remove.length > 0) post({ kind: 'instruments', add: [], remove });
    if (isFirst) void this.dropUnnamed();
  }

  private async dropUnnamed(): Promise<void> {
    const unnamed = [...this.followed.keys()].filter((id) => !this.named.has(id));
    this.named.clear();
    if (unnamed.length === 0) return;
    try {
      const known = new Set((await this.options.catalog().listings(unnamed)).map(({ id }) => id));
      const remove = unnamed.filter((id) => known.has(id) && this.followed.has(id));
      this.take({ add: [], changed: [], remove, leftOut: this.leftOut, isFirst: false, more: false });
    } catch {
      // It ended again; the next one names all that is followed.
    }
  }

  private want(): void {
    const { catalog, links, watchlist, scope, max } = this.options;
    const add: ListingId[] = [];
    const remove: ListingId[] = [];
    for (const listing of this.relinked) {
      const isLinked = links.ofListing(listing) !== null;
      if (isLinked !== this.linked.has(listing)) (isLinked ? add : remove).push(listing);
    }
    this.relinked.clear();
    for (const listing of add) this.linked.add(listing);
    for (const listing of remove) this.linked.delete(listing);
    if (add.length + remove.length > 0) catalog().link(add, remove);
    this.requested = new Set([...this.shown, ...watchlist()].flatMap((id) => links.listingsOf(id)));
    catalog().want({ asked: [...this.requested], scope, max });
    // A book that was followed before it was requested makes no difference to the catalogue, but to its place.
    this.subscribe();
  }

  /** What is shown, watched and linked comes first: a venue may not carry all. The rest stays in its order, so that its places do not change hands. */
  private subscribe(): void {
    const { followed, requested, linked } = this;
    const rest = [...followed.keys()].filter((id) => !requested.has(id));
    const ids = [...requested, ...rest.filter((id) => linked.has(id)), ...rest.filter((id) => !linked.has(id))];
    const known = ids.map((id) => followed.get(id)).filter((listing) => listing !== undefined);
    const traded = known.filter(({ status }) => !hasEnded(status));
    for (const { venue, feed } of this.options.venues()) {
      feed.setListings(traded.filter((listing) => listing.venue === venue.id));
    }
  }

  private closeEnded(listings: readonly Listing[]): void {
    const { post } = this.options;
    const closed = listings.filter(({ status }) => status === 'closed').map(({ id }) => id);
    const resolved = listings.filter(({ status }) => status === 'resolved').map(({ id }) => id);
    if (closed.length > 0) post({ kind: 'closed', listings: closed, reason: 'market-closed' });
    if (resolved.length > 0) post({ kind: 'closed', listings: resolved, reason: 'market-resolved' });
  }

  private reportLeftOut(leftOut: number): void {
    if (leftOut > 0 && this.leftOut === 0) {
      this.options.onLeftOut(
        `${leftOut} open markets are not followed: there are ${this.options.max} slots (subscriptionsMax). Those that end soonest come first; what you open, watch or link comes before all others.`,
      );
    }
    this.leftOut = leftOut;
  }
}

function hasEnded(status: Listing['status'] | undefined): boolean {
  return status === 'closed' || status === 'resolved';
}
