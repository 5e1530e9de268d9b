/** What a connection carries, by the symbols it is subscribed by. */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { Subscriptions } from '../../src-shared/domain/subscription-table.ts';
import type { Carried } from './subscription-plan.ts';

export class Cargo extends Subscriptions {
  /** Listings by their first symbol. */
  readonly listings = new Map<string, ListingId>();
  /** All symbols, by the first. */
  private readonly symbols = new Map<string, readonly string[]>();

  get first(): readonly string[] {
    return [...this.listings.keys()];
  }

  allOf(first: string): readonly string[] {
    return this.symbols.get(first) ?? [first];
  }

  /** First symbols of these listings. */
  firstOf(listings: ReadonlySet<ListingId>): readonly string[] {
    return [...this.listings].filter(([, listing]) => listings.has(listing)).map(([symbol]) => symbol);
  }

  /** Owns these from now on. Returns their first symbols. */
  add(carried: readonly Carried[]): readonly string[] {
    this.subscribe(carried.map(({ listing }) => listing));
    return this.name(carried);
  }

  /** Awaits these: each is taken over with its first snapshot here. */
  addAwaited(carried: readonly Carried[]): void {
    this.await(carried.map(({ listing }) => listing));
    this.name(carried);
  }

  /** Returns the listings of the symbols. */
  remove(symbols: readonly string[]): readonly ListingId[] {
    const listings = symbols.map((symbol) => this.listings.get(symbol)).filter((listing) => listing !== undefined);
    for (const symbol of symbols) {
      this.listings.delete(symbol);
      this.symbols.delete(symbol);
    }
    this.unsubscribe(listings);
    return listings;
  }

  private name(carried: readonly Carried[]): readonly string[] {
    for (const { symbol, listing, all } of carried) {
      this.listings.set(symbol, listing);
      this.symbols.set(symbol, all);
    }
    return carried.map(({ symbol }) => symbol);
  }
}
