/** Links that were decided on, by id and, where they are confirmed, by listing: a decision among thousands looks at a few of them. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export class DecidedLinks {
  private readonly byId = new Map<string, Link>();
  private readonly confirmed = new Map<ListingId, Link>();

  constructor(links: readonly Link[] = []) {
    this.apply({ removed: [], changed: links });
  }

  /** Takes what changed. */
  apply({ removed, changed }: LinkDifference): void {
    for (const id of [...removed, ...changed.map((link) => link.id)]) {
      for (const { listing } of this.byId.get(id)?.members ?? []) {
        if (this.confirmed.get(listing)?.id === id) this.confirmed.delete(listing);
      }
      this.byId.delete(id);
    }
    for (const link of changed) {
      this.byId.set(link.id, link);
      if (link.status === 'confirmed') for (const { listing } of link.members) this.confirmed.set(listing, link);
    }
  }

  get(id: string): Link | undefined {
    return this.byId.get(id);
  }

  /** The confirmed link that the listing is part of: there is at most one. */
  confirmedOf(listing: ListingId): Link | undefined {
    return this.confirmed.get(listing);
  }
}
