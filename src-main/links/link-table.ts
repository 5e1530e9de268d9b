/**
 * The links that are shown, by id and by listing: confirmed ones, and suggested ones that a window looks at.
 *
 * A listing is part of at most one confirmed link, which comes before any suggestion.
 */
import type { Link } from '../../src-shared/domain/link.ts';
import { applyDifference, type LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export class LinkTable {
  private readonly links = new Map<string, Link>();
  private readonly suggested = new Map<string, Link>();
  private readonly byListing = new Map<ListingId, Link>();

  constructor(links: readonly Link[] = []) {
    this.apply({ removed: [], changed: links.filter(({ status }) => status !== 'rejected') });
  }

  /** Takes what changed; none of the links is rejected. Returns the listings of all links that changed, as they were and as they are. */
  apply(difference: LinkDifference): readonly ListingId[] {
    const { removed, changed } = difference;
    const touched = changed.flatMap(({ members }) => members.map(({ listing }) => listing));
    for (const id of [...removed, ...changed.map((link) => link.id)]) {
      for (const { listing } of this.links.get(id)?.members ?? []) {
        if (this.byListing.get(listing)?.id === id) this.byListing.delete(listing);
        touched.push(listing);
      }
      this.suggested.delete(id);
    }
    applyDifference(this.links, difference);
    for (const link of changed) {
      if (link.status === 'suggested') this.suggested.set(link.id, link);
      else this.index(link);
    }
    // A confirmed link that ended uncovers suggestions with its listings.
    for (const link of this.suggested.values()) this.index(link);
    return touched;
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

  private index(link: Link): void {
    for (const { listing } of link.members) {
      if (link.status === 'confirmed' || this.byListing.get(listing)?.status !== 'confirmed') {
        this.byListing.set(listing, link);
      }
    }
  }
}
