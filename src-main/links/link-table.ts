/**
 * The links that are shown: confirmed ones, and suggested ones that a window looks at. By link and by listing.
 *
 * A listing is part of at most one confirmed link, which comes before any suggestion.
 */
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export class LinkTable {
  private links = new Map<string, Link>();
  private byListing = new Map<ListingId, Link>();

  constructor(links: readonly Link[] = []) {
    this.replace(links);
  }

  /** Takes these in place of all; rejected ones are left out. */
  replace(links: readonly Link[]): void {
    const shown = links.filter(({ status }) => status !== 'rejected');
    this.links = new Map(shown.map((link) => [link.id, link]));
    this.byListing = new Map();
    for (const link of shown.toSorted(confirmedLast)) {
      for (const { listing } of link.members) this.byListing.set(listing, link);
    }
  }

  all(): readonly Link[] {
    return [...this.links.values()];
  }

  get(id: string): Link | undefined {
    return this.links.get(id);
  }

  ofListing(listing: ListingId): Link | null {
    return this.byListing.get(listing) ?? null;
  }

  /** The listings behind an id of either kind. */
  listingsOf(id: string): readonly ListingId[] {
    return this.links.get(id)?.members.map(({ listing }) => listing) ?? [id];
  }
}

function confirmedLast(a: Link, b: Link): number {
  return Number(a.status === 'confirmed') - Number(b.status === 'confirmed');
}
