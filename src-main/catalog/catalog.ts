/**
 * All markets known, by listing id. Whoever wants to hear of changes subscribes; changes are told in groups.
 */
import type { CatalogState } from '../../src-shared/contract/window-main.ts';
import type { Listing, ListingId, ListingStatus, Resolution, VenueId } from '../../src-shared/domain/listing.ts';

export type CatalogChange = {
  /** Listings that are new. */
  readonly added: readonly Listing[];
  /** Listings whose facts changed, as they are now. */
  readonly changed: readonly Listing[];
};

type VenueProgress = { listings: number; complete: boolean; note: string };

export class Catalog {
  onChange: ((change: CatalogChange) => void) | null = null;
  private readonly listings = new Map<ListingId, Listing>();
  private readonly progress = new Map<VenueId, VenueProgress>();

  get size(): number {
    return this.listings.size;
  }

  get(id: ListingId): Listing | undefined {
    return this.listings.get(id);
  }

  all(): Iterable<Listing> {
    return this.listings.values();
  }

  /** Adds listings and takes new facts of known ones. */
  put(listings: readonly Listing[]): void {
    const added: Listing[] = [];
    const changed: Listing[] = [];
    for (const fresh of listings) {
      const known = this.listings.get(fresh.id);
      const listing = known ? notReopened(known, fresh) : fresh;
      this.listings.set(listing.id, listing);
      if (!known) {
        added.push(listing);
        this.progressOf(listing.venue).listings++;
      } else if (!sameFacts(known, listing)) {
        changed.push(listing);
      }
    }
    if (added.length > 0 || changed.length > 0) this.onChange?.({ added, changed });
  }

  /** Changes what a lifecycle message says of one listing; false when it is unknown. */
  amend(
    id: ListingId,
    change: Partial<Pick<Listing, 'priceGrid' | 'closeTimeMs'>> & { status?: ListingStatus; resolution?: Resolution },
  ): boolean {
    const known = this.listings.get(id);
    if (!known) return false;
    this.put([{ ...known, ...change }]);
    return true;
  }

  /** How far a venue's discovery has come; the note is a sentence or ''. */
  setProgress(venue: VenueId, complete: boolean, note: string): void {
    const progress = this.progressOf(venue);
    progress.complete = complete;
    progress.note = note;
  }

  state(): CatalogState {
    const byVenue = [...this.progress].map(([venue, { listings, complete, note }]) => ({
      venue,
      listings,
      complete,
      note,
    }));
    return { listings: this.listings.size, byVenue };
  }

  private progressOf(venue: VenueId): VenueProgress {
    let progress = this.progress.get(venue);
    if (!progress) {
      progress = { listings: 0, complete: false, note: '' };
      this.progress.set(venue, progress);
    }
    return progress;
  }
}

/** A resolved market stays resolved: a page that the venue cached before it was may still call it open. */
function notReopened(known: Listing, fresh: Listing): Listing {
  if (known.status !== 'resolved' || fresh.status === 'resolved' || fresh.status === 'closed') return fresh;
  return { ...fresh, status: known.status, resolution: known.resolution };
}

/** Whether anything changed that a window or the engine would see; volume alone is not worth a message. */
function sameFacts(a: Listing, b: Listing): boolean {
  return (
    a.status === b.status &&
    a.resolution === b.resolution &&
    a.closeTimeMs === b.closeTimeMs &&
    a.title === b.title &&
    a.fees.rateMicros === b.fees.rateMicros &&
    JSON.stringify(a.priceGrid) === JSON.stringify(b.priceGrid)
  );
}
