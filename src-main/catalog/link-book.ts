/** The links between listings, by link and by listing. A listing is part of at most one link. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export class LinkBook {
  private readonly links = new Map<string, Link>();
  private readonly byListing = new Map<ListingId, Link>();

  constructor(links: readonly Link[]) {
    for (const link of links) {
      this.links.set(link.id, link);
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
