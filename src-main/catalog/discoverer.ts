/**
 * Walks through a venue's open markets again and again, page by page, for the catalogue to take.
 *
 * A page that fails is asked for again after a growing pause: nothing is lost and nothing is asked twice that was answered. Only where
 * the venue refuses a page, or it fails again and again, the walk starts over: its cursor may have expired. A walk that leads round in
 * a circle ends with an error; the next one starts over. A market that a lifecycle
 * message announces is fetched by its id, several times if the venue's pages do not have it yet. A market that a whole walk did not meet,
 * or whose closing time passed, is asked about before anything is concluded; one that ended is asked about until its result is known.
 */

import type { LogEvent } from '../../src-shared/domain/health.ts';
import { BACKOFF_FIRST_MS } from '../../src-shared/domain/limits.ts';
import { Backoff } from '../../src-shared/domain/supervision/backoff.ts';
import type { RestRequest, Venue } from '../../src-shared/venues/venue.ts';
import { ComponentRecord } from '../base/component-record.ts';
import { errorText } from '../base/error-text.ts';
import { delay } from '../feed/rate-limit.ts';
import { type RestClient, RestError } from '../feed/rest-client.ts';
import { CatalogDownError } from './catalog-calls.ts';
import type { CatalogClient } from './catalog-client.ts';

/** Pause between two complete walks. */
export const REFRESH_MS = 60_000;
/** How often markets are looked for whose closing time passed, or whose result is missing. */
const DUE_EVERY_MS = 30_000;
/** Gamma may call a market active for minutes before its pages have it (src-shared/venues/polymarket/evidence.md). */
const ANNOUNCED_ATTEMPTS = 6;
const ANNOUNCED_PAUSE_MS = 10_000;
/** The longest pause before a page that failed is asked for again: new markets wait for it. */
const PAGE_PAUSE_MAX_MS = 15_000;
/** Failures of one page after which its cursor is no longer believed. */
const PAGE_FAILURES_MAX = 8;
/** Markets announced and not fetched yet; what is beyond is left to the next walk. */
const ANNOUNCED_MAX = 1_000;

export type DiscovererOptions = {
  readonly venue: Venue;
  readonly rest: RestClient;
  readonly catalog: Pick<CatalogClient, 'call'>;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  readonly random: () => number;
  readonly refreshMs?: number;
  readonly announcedPauseMs?: number;
  readonly dueEveryMs?: number;
};

export class Discoverer {
  readonly component = new ComponentRecord();
  private readonly options: DiscovererOptions;
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  /** Ends the pause before a page is asked for again. */
  private pause = new AbortController();
  private readonly announced = new Map<string, number>();
  private loggedNote = '';
  private loggedBreak = '';
  /** Failures in a row of the page that is asked for. */
  private failures = 0;
  private announcing = false;

  constructor(options: DiscovererOptions) {
    this.options = options;
    this.backoff = new Backoff(BACKOFF_FIRST_MS, PAGE_PAUSE_MAX_MS, options.random);
  }

  start(): void {
    void this.every(this.options.refreshMs ?? REFRESH_MS, () => this.walk());
    void this.every(this.options.dueEveryMs ?? DUE_EVERY_MS, () => this.askAboutDue());
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Requests the page that failed at once, at the user's request. */
  retry(): void {
    this.backoff.reset();
    this.pause.abort();
  }

  /** A market the venue announced; it is fetched by its id. */
  announce(marketId: string): void {
    if (this.announced.has(marketId) || this.announced.size >= ANNOUNCED_MAX) return;
    this.announced.set(marketId, 0);
    if (!this.announcing) void this.fetchAnnounced();
  }

  private async every(pauseMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await work();
      await delay(pauseMs, signal).catch(() => {});
    }
  }

  private async walk(): Promise<void> {
    const { signal } = this.stopping;
    const { venue, catalog, rest } = this.options;
    while (!signal.aborted) {
      try {
        const ask = await catalog.call('next', [venue.id]);
        if (ask === null) return;
        const { bytes } = await rest.fetch(ask);
        const { next, note, missing, broken } = await catalog.call('page', [venue.id, bytes]);
        this.backoff.reset();
        this.failures = 0;
        if (broken !== '') {
          this.onBroken(broken);
          return;
        }
        this.component.enter('running');
        if (next !== null) continue;
        this.tellNote(note);
        await this.askAbout(missing);
        return;
      } catch (error) {
        if (!signal.aborted) await this.onPageFailed(error);
      }
    }
  }

  /** The walk cannot go on; the next one comes at its usual time. */
  private onBroken(text: string): void {
    this.component.failed(text, 'failing');
    if (text !== this.loggedBreak) this.log('warn', 'CATALOG_PAGE', text);
    this.loggedBreak = text;
  }

  private async onPageFailed(error: unknown): Promise<void> {
    const waitMs = this.backoff.nextMs();
    if (this.concernsVenue(error)) await this.blame(error, waitMs);
    this.pause = new AbortController();
    await delay(waitMs, AbortSignal.any([this.stopping.signal, this.pause.signal])).catch(() => {});
  }

  /** False for a catalogue that is down, which reports itself: the same page is requested again when it is back. */
  private concernsVenue(error: unknown): boolean {
    return !this.stopping.signal.aborted && !(error instanceof CatalogDownError);
  }

  /** Reports a failure of the venue's page. */
  private async blame(error: unknown, waitMs: number): Promise<void> {
    const text = errorText(error);
    const isLost = (error instanceof RestError && error.isRefusal) || ++this.failures >= PAGE_FAILURES_MAX;
    if (isLost) await this.beginAnew();
    this.component.failed(text, 'failing');
    this.component.restarts++;
    this.log(
      'warn',
      'CATALOG_PAGE',
      `${text.replace(/\.$/, '')}. The list of markets may be incomplete; ${isLost ? 'walked through again' : 'asked again'} in ${Math.ceil(waitMs / 1_000)} s.`,
    );
    await this.options.catalog.call('trouble', [this.options.venue.id, text]).catch(() => {});
  }

  private async beginAnew(): Promise<void> {
    this.failures = 0;
    await this.options.catalog.call('abandon', [this.options.venue.id]).catch(() => {});
  }

  /** Once, not at every walk and not for every page: the same markets come again each time. */
  private tellNote(note: string): void {
    if (note !== '' && note !== this.loggedNote) this.log('warn', 'CATALOG_MARKET', note);
    this.loggedNote = note;
  }

  private async askAboutDue(): Promise<void> {
    try {
      await this.askAbout(await this.options.catalog.call('due', [this.options.venue.id]));
    } catch (error) {
      if (this.concernsVenue(error)) this.log('info', 'CATALOG_ASKED', errorText(error));
    }
  }

  /** Asks about markets, some at a time. Where that fails the others are asked about all the same, and these when their turn comes again. */
  private async askAbout(marketIds: readonly string[]): Promise<void> {
    let trouble = '';
    for (let at = 0; at < marketIds.length && !this.stopping.signal.aborted; at += this.options.venue.markets.max) {
      await this.askAboutSome(marketIds.slice(at, at + this.options.venue.markets.max)).catch((error: unknown) => {
        if (this.concernsVenue(error)) trouble ||= errorText(error);
      });
    }
    if (trouble !== '') this.log('info', 'CATALOG_ASKED', trouble);
  }

  /** Asks for markets by their ids, those that have ended too; what the venue does not know is said to the catalogue. */
  private async askAboutSome(ids: readonly string[]): Promise<void> {
    const { venue, catalog } = this.options;
    const { requests, requestsEnded } = venue.markets;
    const open = await this.fetchBy(requests(ids));
    const rest = ids.filter((id) => !open.includes(id));
    const ended = rest.length > 0 && requestsEnded ? await this.fetchBy(requestsEnded(rest)) : [];
    const unknown = rest.filter((id) => !ended.includes(id));
    if (unknown.length > 0) await catalog.call('unknown', [venue.id, unknown]);
  }

  private async fetchAnnounced(): Promise<void> {
    const { signal } = this.stopping;
    this.announcing = true;
    while (this.announced.size > 0 && !signal.aborted) {
      // Those never asked for come first; the venue needs time before another look at the rest is worth a request.
      const fresh = [...this.announced].filter(([, attempts]) => attempts === 0).map(([id]) => id);
      if (fresh.length === 0) await delay(this.options.announcedPauseMs ?? ANNOUNCED_PAUSE_MS, signal).catch(() => {});
      if (signal.aborted) break;
      await this.fetchSome(
        (fresh.length > 0 ? fresh : [...this.announced.keys()]).slice(0, this.options.venue.markets.max),
      );
    }
    this.announcing = false;
  }

  private async fetchSome(ids: readonly string[]): Promise<void> {
    // A venue that did not answer has not said that it does not know them.
    let asked = 0;
    try {
      for (const id of await this.fetchBy(this.options.venue.markets.requests(ids))) this.announced.delete(id);
      asked = 1;
    } catch (error) {
      if (this.concernsVenue(error)) this.log('info', 'CATALOG_ANNOUNCED', errorText(error));
    }
    for (const id of ids) {
      const attempts = Math.max(1, (this.announced.get(id) ?? ANNOUNCED_ATTEMPTS) + asked);
      this.announced.delete(id);
      // At the end, so that the others come before its next turn.
      if (attempts < ANNOUNCED_ATTEMPTS) this.announced.set(id, attempts);
    }
  }

  /** Those of the markets that the venue knows. */
  private async fetchBy(requests: readonly RestRequest[]): Promise<readonly string[]> {
    const { venue, catalog, rest } = this.options;
    const bodies: Uint8Array[] = [];
    for (const request of requests) bodies.push((await rest.fetch(request)).bytes);
    return catalog.call('asked', [venue.id, bodies]);
  }

  private log(level: 'info' | 'warn', code: string, text: string): void {
    this.options.log({ level, code, venue: this.options.venue.id, connection: null, listing: '', text });
  }
}
