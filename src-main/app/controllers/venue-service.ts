/** One venue at work: its requests, its discovery, its feed, made from the settings and the key. */
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import type { Venue } from '../../../src-shared/venues/venue.ts';
import type { CatalogClient } from '../../catalog/catalog-client.ts';
import { Discoverer } from '../../catalog/discoverer.ts';
import { type CheckSource, CrossChecker } from '../../feed/cross-checker.ts';
import type { Feed } from '../../feed/feed.ts';
import type { FeedOutput } from '../../feed/feed-output.ts';
import { RecycleSlots } from '../../feed/recycle-slots.ts';
import { RestClient } from '../../feed/rest-client.ts';
import type { UpgradeKey } from '../../feed/signer.ts';
import { VenueFeed } from '../../feed/venue-feed.ts';
import { endpointsOf } from '../../profile/settings.ts';
import type { AppOptions } from './app-types.ts';

/** Rounds of this length keep a polled book younger than half a minute even at a venue's slowest rate. */
const POLLED_ROUNDS_MAX = 5;

export type VenueService = {
  readonly venue: Venue;
  readonly rest: RestClient;
  readonly discoverer: Discoverer;
  readonly feed: Feed;
  readonly checker: CrossChecker;
};

export type OpenVenues = {
  readonly venues: readonly Venue[];
  readonly app: AppOptions;
  readonly catalog: CatalogClient;
  readonly output: FeedOutput;
  readonly checks: CheckSource;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  readonly onTransport: () => void;
};

/** Opens every venue that the settings do not switch off. */
export function openVenues(options: OpenVenues): Promise<readonly VenueService[]> {
  const slots = new RecycleSlots();
  const enabled = options.venues.filter(({ id }) => options.app.settings.venues[id]?.enabled ?? true);
  return Promise.all(enabled.map((venue) => openVenue(venue, slots, options)));
}

async function openVenue(venue: Venue, slots: RecycleSlots, options: OpenVenues): Promise<VenueService> {
  const { app, catalog, output, log } = options;
  const endpoints = endpointsOf(venue, app.settings);
  const { timing } = app;
  const rest = new RestClient(venue, endpoints, timing?.rest);
  const { key, note } = await keyOf(venue, options);
  const feed = new VenueFeed({
    venue,
    streamUrl: endpoints.ws ?? '',
    rest,
    output,
    key,
    keyNote: note,
    subscriptionsPerConnection: Math.min(
      app.settings.subscriptionsPerConnectionTarget,
      venue.subscriptionsPerConnection.max,
    ),
    polledMax: venue.poll.max * POLLED_ROUNDS_MAX,
    slots,
    random: Math.random,
    onTransport: options.onTransport,
    ...(timing && { timing: timing.connection, pollIntervalMs: timing.pollIntervalMs }),
  });
  const paces = timing && { refreshMs: timing.refreshMs, announcedPauseMs: timing.announcedPauseMs };
  const discoverer = new Discoverer({ venue, rest, catalog, log, random: Math.random, ...paces });
  const checker = new CrossChecker({
    venue,
    rest,
    source: options.checks,
    isEnabled: app.settings.crossChecks,
    transport: () => feed.transport,
    log,
    ...(app.checkTiming && { timing: app.checkTiming }),
  });
  return { venue, rest, discoverer, feed, checker };
}

async function keyOf(
  venue: Venue,
  { app, log }: OpenVenues,
): Promise<{ readonly key: UpgradeKey | null; readonly note: string }> {
  if (venue.signedUpgrade === null) return { key: null, note: '' };
  const result = await app.readPrivateKey(venue.id);
  const warning = result.ok ? result.warning : result.problem === 'unset' ? '' : result.text;
  if (warning !== '') {
    log({ level: 'warn', code: 'FEED_KEY', venue: venue.id, connection: null, listing: '', text: warning });
  }
  if (result.ok) return { key: { keyId: result.keyId, privateKey: result.key }, note: '' };
  return { key: null, note: result.text };
}
