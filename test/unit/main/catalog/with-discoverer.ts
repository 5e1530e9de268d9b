/** A discoverer on a real HTTP server on loopback, and pages as a venue gives them. */
import { expect, onTestFinished, vi } from 'vitest';
import type { CatalogClient } from '../../../../src-main/catalog/catalog-client.ts';
import { CatalogDesk } from '../../../../src-main/catalog/catalog-desk.ts';
import { Discoverer, type DiscovererOptions } from '../../../../src-main/catalog/discoverer.ts';
import { RestClient } from '../../../../src-main/feed/rest-client.ts';
import type { CatalogState } from '../../../../src-shared/contract/window-main.ts';
import type { LogEvent } from '../../../../src-shared/domain/health.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { paged } from '../../../venues/roles.ts';
import { Noted } from '../../noted.ts';
import { type Answer, type Asked, json, RestServer } from '../feed/rest-server.ts';

export type Found = {
  readonly discoverer: Discoverer;
  readonly catalog: KnownCatalog;
  readonly server: RestServer;
  /** Grows whenever the catalogue changes. */
  readonly changes: Noted<number>;
  readonly logs: Noted<Omit<LogEvent, 'atMs'>>;
};

export const unlimited = { requests: 10_000, perMs: 1_000, burst: 10_000 };

/** The catalogue without its thread, as the discoverer calls it. */
export class KnownCatalog implements Pick<CatalogClient, 'call'> {
  readonly desk: CatalogDesk;
  nowMs = 1_775_000_000_000;

  constructor(venue: Venue, changes: Noted<number>) {
    this.desk = new CatalogDesk({
      file: null,
      venues: [venue],
      now: () => this.nowMs,
      say: () => {},
    });
    this.desk.onPut = () => changes.add(this.desk.size);
  }

  state(): CatalogState {
    return this.desk.state();
  }

  get size(): number {
    return this.desk.size;
  }

  get(id: string): Listing | undefined {
    return this.desk.listings([id])[0];
  }

  call: CatalogClient['call'] = async (name, args) => (await Reflect.apply(this.desk[name], this.desk, args)) as never;
}

/** The same value for every name. */
const eachOf = <T>(names: object, value: T): Record<string, T> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, value]));

export async function withDiscoverer(
  venue: Venue,
  answer: Answer,
  options: Partial<DiscovererOptions> = {},
): Promise<Found> {
  const server = await RestServer.start(answer);
  const quick: Venue = { ...venue, rateLimits: eachOf(venue.rateLimits, unlimited) };
  const endpoints = eachOf(venue.environments[venue.defaultEnvironment]!, server.base);
  const rest = new RestClient(quick, endpoints, { retries: 0, firstDelayMs: 1, connectMs: 1_000, readMs: 5_000 });
  const changes = new Noted<number>();
  const catalog = new KnownCatalog(venue, changes);
  const logs = new Noted<Omit<LogEvent, 'atMs'>>();
  const discoverer = new Discoverer({
    venue: quick,
    rest,
    catalog,
    log: (event) => logs.add(event),
    random: () => 0,
    refreshMs: 600_000,
    announcedPauseMs: 5,
    ...options,
  });
  onTestFinished(() => {
    discoverer.stop();
    rest.close();
    catalog.desk.close();
  });
  return { discoverer, catalog, server, changes, logs };
}

/** The cursor that a request asks to go on from. */
export const cursor = (asked: Asked): string | null => paged.cursorOf(query(asked));
export const query = ({ url }: Asked): URLSearchParams => new URL(url, 'http://localhost').searchParams;

/** Three pages of two markets. */
export const pages: readonly unknown[] = [
  paged.page([paged.market('1'), paged.market('2')], 'p2'),
  paged.page([paged.market('3'), paged.market('4')], 'p3'),
  paged.page([paged.market('5'), paged.market('6')]),
];

/** Resolves when the walk is over: the catalogue tells of listings, not of progress. */
export const walked = (catalog: KnownCatalog): Promise<void> =>
  vi.waitFor(() => expect(catalog.state().byVenue[0]?.complete).toBe(true), { timeout: 15_000, interval: 5 });

export const pageOf = (asked: Asked): unknown => pages[Number((cursor(asked) ?? 'p1').slice(1)) - 1];
export const walk: Answer = (asked, response) => json(pageOf(asked))(asked, response);
export const cursors = (server: RestServer): readonly (string | null)[] => server.asked.items.map(cursor);
