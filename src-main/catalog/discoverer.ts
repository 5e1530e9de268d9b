/**
 * Walks through a venue's open markets again and again, page by page, and puts them into the catalogue.
 *
 * A page that fails is asked for again after a growing pause: nothing is lost and nothing is asked twice that was answered. A
 * market that a lifecycle message announces is fetched by its id, several times if the venue's pages do not have it yet.
 */
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { type Listing, listingId } from '../../src-shared/domain/listing.ts';
import type { Discovery, Venue } from '../../src-shared/venues/venue.ts';
import { Backoff } from '../feed/backoff.ts';
import { delay } from '../feed/rate-limit.ts';
import type { RestClient } from '../feed/rest-client.ts';
import type { Catalog } from './catalog.ts';

/** Pause between two complete walks (systems.md P54). */
export const REFRESH_MS = 60_000;
/** Gamma may call a market active for minutes before its pages have it (protocols.md 1.3). */
const ANNOUNCED_ATTEMPTS = 6;
const ANNOUNCED_PAUSE_MS = 10_000;
const ANNOUNCED_AT_ONCE = 20;
/** Markets announced and not fetched yet; what is beyond is left to the next walk. */
const ANNOUNCED_MAX = 1_000;

export type DiscovererOptions = {
  readonly venue: Venue;
  readonly rest: RestClient;
  readonly catalog: Catalog;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  readonly random: () => number;
  readonly refreshMs?: number;
  readonly announcedPauseMs?: number;
};

export class Discoverer {
  private readonly options: DiscovererOptions;
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  private readonly announced = new Map<string, number>();
  private problems = 0;
  private firstProblem = '';
  private loggedNote = '';
  private announcing = false;

  constructor(options: DiscovererOptions) {
    this.options = options;
    this.backoff = new Backoff(options.random);
  }

  start(): void {
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
  }

  /** A market the venue announced; it is fetched by its id. */
  announce(marketId: string): void {
    if (this.announced.has(marketId) || this.announced.size >= ANNOUNCED_MAX) return;
    this.announced.set(marketId, 0);
    if (!this.announcing) void this.fetchAnnounced();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.walk();
      await delay(this.options.refreshMs ?? REFRESH_MS, signal).catch(() => {});
    }
  }

  private async walk(): Promise<void> {
    const { venue, catalog } = this.options;
    const discovery = venue.createDiscovery();
    this.problems = 0;
    for (;;) {
      const done = await this.page(discovery);
      if (this.stopping.signal.aborted) return;
      if (done) break;
    }
    const note =
      this.problems === 0 ? '' : `${this.problems} markets are not as documented; the first: ${this.firstProblem}`;
    catalog.setProgress(venue.id, true, note);
    // Once, not at every walk and not for every page: the same markets come again each time.
    if (note !== '' && note !== this.loggedNote) this.log('warn', 'CATALOG_MARKET', note);
    this.loggedNote = note;
  }

  /** Asks for one page; true when there are no more. Waits after a failure. */
  private async page(discovery: Discovery): Promise<boolean> {
    const { venue, rest, catalog } = this.options;
    const ask = discovery.next();
    if (ask === null) return true;
    try {
      const { listings, problems } = discovery.accept(await rest.fetchJson(ask));
      catalog.put(listings);
      this.backoff.reset();
      if (this.problems === 0) this.firstProblem = problems[0] ?? '';
      this.problems += problems.length;
    } catch (error) {
      if (this.stopping.signal.aborted) return true;
      const text = error instanceof Error ? error.message : String(error);
      const waitMs = this.backoff.nextMs();
      catalog.setProgress(venue.id, false, text);
      this.log(
        'warn',
        'CATALOG_PAGE',
        `${text} The list of markets may be incomplete; asked again in ${Math.ceil(waitMs / 1_000)} s.`,
      );
      await delay(waitMs, this.stopping.signal).catch(() => {});
    }
    return false;
  }

  private async fetchAnnounced(): Promise<void> {
    const { signal } = this.stopping;
    this.announcing = true;
    while (this.announced.size > 0 && !signal.aborted) {
      // Those never asked for come first; the venue needs time before another look at the rest is worth a request.
      const fresh = [...this.announced].filter(([, attempts]) => attempts === 0).map(([id]) => id);
      if (fresh.length === 0) await delay(this.options.announcedPauseMs ?? ANNOUNCED_PAUSE_MS, signal).catch(() => {});
      if (signal.aborted) break;
      await this.fetchByIds((fresh.length > 0 ? fresh : [...this.announced.keys()]).slice(0, ANNOUNCED_AT_ONCE));
    }
    this.announcing = false;
  }

  private async fetchByIds(ids: readonly string[]): Promise<void> {
    const { venue, rest, catalog } = this.options;
    try {
      const known = (marketId: string): Listing | undefined => catalog.get(listingId(venue.id, marketId));
      const { listings } = venue.readMarkets(await rest.fetchJson(venue.marketsRequest(ids)), known);
      catalog.put(listings);
      for (const listing of listings) this.announced.delete(listing.marketId);
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.log('info', 'CATALOG_ANNOUNCED', error instanceof Error ? error.message : String(error));
    }
    for (const id of ids) {
      const attempts = (this.announced.get(id) ?? ANNOUNCED_ATTEMPTS) + 1;
      this.announced.delete(id);
      // At the end, so that the others come before its next turn.
      if (attempts < ANNOUNCED_ATTEMPTS) this.announced.set(id, attempts);
    }
  }

  private log(level: 'info' | 'warn', code: string, text: string): void {
    this.options.log({ level, code, venue: this.options.venue.id, connection: null, listing: '', text });
  }
}
