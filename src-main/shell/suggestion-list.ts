/** Suggestions of one shelf, the best first, found by link and by listing. */
import type { LinkSuggestion } from '../../src-shared/domain/link-evidence.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export class SuggestionList {
  readonly all: readonly LinkSuggestion[];
  private readonly byLink = new Map<string, LinkSuggestion>();
  private readonly byListing = new Map<ListingId, LinkSuggestion[]>();

  constructor(all: readonly LinkSuggestion[]) {
    this.all = all;
    for (const one of all) {
      this.byLink.set(one.link.id, one);
      for (const { listing } of one.link.members) {
        const others = this.byListing.get(listing);
        if (others) others.push(one);
        else this.byListing.set(listing, [one]);
      }
    }
  }

  get(link: string): LinkSuggestion | undefined {
    return this.byLink.get(link);
  }

  /** All that the listing is part of, the best first. */
  ofListing(listing: ListingId): readonly LinkSuggestion[] {
    return this.byListing.get(listing) ?? [];
  }
}
