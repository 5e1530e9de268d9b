/** What a window is told first: everything it needs to draw itself. */
import type { CatalogState, MainToWindow, VenueCard } from '../../src-shared/contract/window-main.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import type { LinkBook } from '../links/link-book.ts';
import type { AppOptions } from './controllers/app-types.ts';
import type { EventLog } from './controllers/event-log.ts';
import type { VenueDesk } from './controllers/venue-desk.ts';
import type { EngineSupervisor } from './engine/engine-supervisor.ts';

export type HelloParts = {
  readonly app: Pick<AppOptions, 'mode' | 'version' | 'hostName' | 'state' | 'warnings'>;
  readonly venues: readonly VenueDesk[];
  readonly links: LinkBook;
  readonly catalog: CatalogState;
  readonly log: EventLog;
};

export function helloOf({ app, venues, links, catalog, log }: HelloParts): Extract<MainToWindow, { kind: 'hello' }> {
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
    catalog,
    events: log.list(),
    warnings: app.warnings,
  };
}

/** Whether there is an engine to be heard. One that starts is one: its books say themselves that they are not live yet. */
export function engineWord({ state }: Pick<EngineSupervisor, 'state'>): Extract<MainToWindow, { kind: 'engine' }> {
  return { kind: 'engine', state: state === 'starting' || state === 'running' ? 'running' : 'restarting' };
}

/** The venues as windows know them. */
export function venueCards(venues: readonly VenueDesk[]): readonly VenueCard[] {
  return venues.map(({ venue: { id, name, shortName, colour }, feed: { transport, note } }) => {
    return { id, name, shortName, colour, transport, note };
  });
}

/** Those of a recording's markets. */
export function recordedVenueCards(listings: readonly Listing[]): readonly VenueCard[] {
  const recorded = new Set(listings.map(({ venue }) => venue));
  return VENUES.filter(({ id }) => recorded.has(id)).map(({ id, name, shortName, colour }) => {
    return { id, name, shortName, colour, transport: 'stream', note: 'From a recording.' };
  });
}
