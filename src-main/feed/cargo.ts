/** What a connection carries: listings by the symbol they are subscribed by, and which of them are still to pass to it. */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Carried } from './subscription-plan.ts';

export class Cargo {
  /** Listings by their first symbol. */
  readonly listings = new Map<string, ListingId>();
  /** Listings that pass with their first snapshot here; until then another connection carries them. */
  readonly awaited = new Set<ListingId>();
  /** All symbols, by the first. */
  private readonly symbols = new Map<string, readonly string[]>();

  get first(): readonly string[] {
    return [...this.listings.keys()];
  }

  /** What is carried, without what is only to be. */
  get covered(): readonly ListingId[] {
    const listings = [...this.listings.values()];
    return this.awaited.size === 0 ? listings : listings.filter((listing) => !this.awaited.has(listing));
  }

  allOf(first: string): readonly string[] {
    return this.symbols.get(first) ?? [first];
  }

  /** First symbols of these listings. */
  firstOf(listings: ReadonlySet<ListingId>): readonly string[] {
    return [...this.listings].filter(([, listing]) => listings.has(listing)).map(([symbol]) => symbol);
  }

  /** Returns their first symbols. */
  add(carried: readonly Carried[]): readonly string[] {
    for (const { symbol, listing, all } of carried) {
      this.listings.set(symbol, listing);
      this.symbols.set(symbol, all);
    }
    return carried.map(({ symbol }) => symbol);
  }

  /** Adds what is to pass with its first snapshot here. */
  await(carried: readonly Carried[]): void {
    this.add(carried);
    for (const { listing } of carried) this.awaited.add(listing);
  }

  /** Returns the listings of the symbols. */
  remove(symbols: readonly string[]): readonly ListingId[] {
    const listings = symbols.map((symbol) => this.listings.get(symbol)).filter((listing) => listing !== undefined);
    for (const symbol of symbols) {
      this.listings.delete(symbol);
      this.symbols.delete(symbol);
    }
    for (const listing of listings) this.awaited.delete(listing);
    return listings;
  }
}
