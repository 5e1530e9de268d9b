/** The markets of a recording, to be looked up, searched and browsed at the replay's own time. There are few: no thread is needed. */
import type { CatalogState, Requests } from '../../src-shared/contract/window-main.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { Catalog } from '../catalog/catalog.ts';
import { firstListings, pageRows, searchQuery } from '../catalog/market-pages.ts';
import { matchMarkets } from '../catalog/market-query.ts';
import type { LinkTable } from '../links/link-table.ts';
import { marketPage, searchHits } from './answers/market-answers.ts';

/** Links are not looked for in a recording. */
const NOTHING_SUGGESTED = (): number => 0;

export class ReplayMarkets {
  private readonly catalog: Catalog;
  private readonly links: LinkTable;
  private readonly nowMs: () => number;

  constructor(listings: readonly Listing[], links: LinkTable, nowMs: () => number) {
    this.links = links;
    this.nowMs = nowMs;
    this.catalog = Catalog.open(null, nowMs());
    this.catalog.put(listings, { nowMs: nowMs(), walk: 0 });
  }

  get(id: ListingId): Listing | undefined {
    return this.catalog.get(id);
  }

  async search(ask: Requests['search']['ask']): Promise<Requests['search']['answer']> {
    return searchHits(firstListings(this.catalog, searchQuery(ask), this.nowMs()), this.links, NOTHING_SUGGESTED);
  }

  async markets(ask: Requests['markets']['ask']): Promise<Requests['markets']['answer']> {
    const matched = matchMarkets(this.catalog, ask, this.nowMs());
    return marketPage(pageRows(this.catalog, matched, ask, this.nowMs()), this.links, NOTHING_SUGGESTED);
  }

  async listings(ids: readonly ListingId[]): Promise<readonly Listing[]> {
    return ids.map((id) => this.catalog.get(id)).filter((listing) => listing !== undefined);
  }

  /** Nothing is discovered in a replay. */
  state(): CatalogState {
    return { listings: this.catalog.size, revision: 0, byVenue: [] };
  }

  close(): void {
    this.catalog.close();
  }
}
