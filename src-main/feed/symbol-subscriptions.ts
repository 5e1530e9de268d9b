/** The subscriptions of one connection, by the symbols that the venue knows them by. */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { Subscriptions } from '../../src-shared/domain/subscription-table.ts';
import type { NamedListing } from './subscription-plan.ts';

export class SymbolSubscriptions extends Subscriptions {
  /** Listings by their first symbol, owned and awaited. */
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
  add(named: readonly NamedListing[]): readonly string[] {
    this.subscribe(named.map(({ listing }) => listing));
    return this.name(named);
  }

  /** Awaits these: each is taken over with its first snapshot here. */
  addAwaited(named: readonly NamedListing[]): void {
    this.await(named.map(({ listing }) => listing));
    this.name(named);
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

  private name(named: readonly NamedListing[]): readonly string[] {
    for (const { symbol, listing, all } of named) {
      this.listings.set(symbol, listing);
      this.symbols.set(symbol, all);
    }
    return named.map(({ symbol }) => symbol);
  }
}
