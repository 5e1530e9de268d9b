/** The first messages to a window: everything it needs to draw itself. */
import type { CatalogState, MainToWindow, VenueCard } from '../../src-shared/contract/window-main.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { VENUES } from '../base/registry.ts';
import type { LinkTable } from '../links/link-table.ts';
import type { AppOptions } from './controllers/app-types.ts';
import type { EventLog } from './controllers/event-log.ts';
import type { VenueRegistry } from './controllers/venue-registry.ts';
import type { EngineSupervisor } from './engine/engine-supervisor.ts';

export type HelloParts = {
  readonly app: Pick<AppOptions, 'mode' | 'version' | 'hostName' | 'state' | 'warnings'>;
  readonly venues: VenueRegistry;
  readonly links: LinkTable;
  readonly linksRevision: number;
  readonly catalog: CatalogState;
  readonly log: EventLog;
};

export function helloOf({
  app,
  venues,
  links,
  linksRevision,
  catalog,
  log,
}: HelloParts): Extract<MainToWindow, { kind: 'hello' }> {
  const { preferences, watchlist } = app.state.get();
  return {
    kind: 'hello',
    mode: app.mode,
    version: app.version,
    host: app.hostName,
    venues: venueCards(venues),
    preferences,
    watchlist,
    links: links.all(),
    linksRevision,
    catalog,
    events: log.list(),
    warnings: app.warnings,
  };
}

/** Whether the engine runs. One that is starting counts: its books are marked as not live yet. */
export function engineStateMessage({
  state,
}: Pick<EngineSupervisor, 'state'>): Extract<MainToWindow, { kind: 'engine' }> {
  return { kind: 'engine', state: state === 'starting' || state === 'running' ? 'running' : 'restarting' };
}

/** The venues as windows know them. */
export function venueCards(venues: VenueRegistry): readonly VenueCard[] {
  return venues.all().map(({ venue: { id, name, shortName, colour, withholds }, feed: { transport, note } }) => {
    return { id, name, shortName, colour, transport, note, withholds };
  });
}

/** The venues of a recording's markets. */
export function recordedVenueCards(listings: readonly Listing[]): readonly VenueCard[] {
  const recorded = new Set(listings.map(({ venue }) => venue));
  return VENUES.filter(({ id }) => recorded.has(id)).map(({ id, name, shortName, colour, withholds }) => {
    return { id, name, shortName, colour, transport: 'stream', note: 'From a recording.', withholds };
  });
}
