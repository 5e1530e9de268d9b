/** The components of the live app, in the order in which data passes them, each with what its state means for the user. */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import type { PartFacts, PartState } from '../../src-shared/domain/part-health.ts';
import type { CatalogClient } from '../catalog/catalog-client.ts';
import type { LinkSuggestions } from '../links/link-suggestions.ts';
import type { SessionsClient } from '../session/sessions-client.ts';
import type { Jobs } from './answers/jobs.ts';
import type { ComponentSource } from './controllers/component-registry.ts';
import type { RecordingController } from './controllers/recording-controller.ts';
import type { VenueRegistry } from './controllers/venue-registry.ts';
import type { VenueService } from './controllers/venue-service.ts';
import type { EngineSupervisor } from './engine/engine-supervisor.ts';

export type AppComponentsOptions = {
  readonly supervisor: EngineSupervisor;
  /** 0: the one shard lives and dies with the engine. */
  readonly shards: number;
  restartShard(shard: number): void;
  readonly catalog: CatalogClient;
  readonly suggestions: LinkSuggestions;
  readonly recording: RecordingController;
  readonly sessionFiles: SessionsClient;
  readonly jobs: Jobs;
  readonly venues: VenueRegistry;
};

type Texts = Partial<Record<PartState, string>> & { readonly running: string };

/** A state without a text of its own has the text of `running`. */
const say =
  (texts: Texts) =>
  ({ state }: PartFacts): string =>
    texts[state] ?? texts.running;

/** The engine itself is listed before these. */
export function appComponents(options: AppComponentsOptions): readonly ComponentSource[] {
  const { supervisor, shards, venues } = options;
  return [
    ...(shards === 0 ? [] : (supervisor.health?.shards ?? [])).map((shard) => shardComponent(shard, options)),
    recorderComponent(options.recording),
    catalogueComponent(options.catalog),
    linksComponent(options.suggestions),
    sessionsComponent(options.sessionFiles),
    jobsComponent(options.jobs),
    ...venues.all().flatMap((venue) => [discoveryComponent(venue), restComponent(venue)]),
  ];
}

/** The engine, in the app and in a replay. */
export function engineComponent(supervisor: EngineSupervisor): ComponentSource {
  return {
    part: 'engine',
    name: 'Engine',
    venue: '',
    facts: supervisor.component,
    means: say({
      starting: 'No book is live until it runs.',
      running: 'Keeps every book and sends what windows show.',
      restarting: 'What is on the screen is frozen. Every book is seeded again when it is back.',
      stopped: 'What is on the screen is frozen until you restart it.',
    }),
    action: { kind: 'restart', run: () => supervisor.restart() },
  };
}

function shardComponent(shard: ShardHealth, { restartShard }: AppComponentsOptions): ComponentSource {
  return {
    part: `shard ${shard.shard}`,
    name: `Shard ${shard.shard}`,
    venue: '',
    facts: { ...shard, state: shard.state === 'dead' ? 'restarting' : shard.state },
    means: say({
      running: `Keeps ${shard.books.toLocaleString('en')} of the books.`,
      starting: 'Its books are waiting for their snapshots.',
      restarting: 'Its books are recovering and will be seeded again. All others stay live.',
    }),
    action: { kind: 'restart', run: () => restartShard(shard.shard) },
  };
}

function recorderComponent(recording: RecordingController): ComponentSource {
  const isRunning = recording.component.state === 'running';
  return {
    part: 'recorder',
    name: 'Recorder',
    venue: '',
    facts: recording.component,
    means: say({
      idle: 'Nothing is being recorded.',
      running: 'Writes every message that arrives into the session.',
      restarting: 'Nothing is recorded until it continues in a new session. Books stay live.',
      stopped: 'Nothing is recorded until you start recording. Books stay live.',
    }),
    // Only a running recorder can be restarted; REC starts one.
    ...(isRunning && { action: { kind: 'restart', run: () => void recording.restart() } }),
  };
}

function catalogueComponent(catalog: CatalogClient): ComponentSource {
  return {
    part: 'catalogue',
    name: 'Catalogue',
    venue: '',
    facts: catalog.component,
    means: say({
      starting: 'Reads the markets known from before. Search works in a moment.',
      running: 'Finds markets, and decides which books are followed.',
      restarting: 'Search is unavailable for a moment. Books stay live.',
      stopped: 'Search is unavailable, and no new market is followed, until you restart it. Books stay live.',
    }),
    action: { kind: 'restart', run: () => catalog.restart() },
  };
}

function linksComponent(suggestions: LinkSuggestions): ComponentSource {
  return {
    part: 'links',
    name: 'Link search',
    venue: '',
    facts: suggestions.component,
    means: say({
      idle: 'Idle. It searches when suggestions are shown.',
      running: 'Compares the markets of the venues.',
      restarting: 'Suggestions may be out of date. Confirmed links are not affected.',
      stopped: 'Suggestions may be out of date until you restart it. Confirmed links are not affected.',
    }),
    action: { kind: 'restart', run: () => suggestions.restart() },
  };
}

function sessionsComponent({ component }: SessionsClient): ComponentSource {
  return {
    part: 'sessions',
    name: 'Session files',
    venue: '',
    facts: component,
    means: say({
      idle: 'Lists, checks and repairs recordings when asked.',
      running: 'Reads recordings.',
    }),
  };
}

function jobsComponent(jobs: Jobs): ComponentSource {
  return {
    part: 'jobs',
    name: 'Exports, imports, checks',
    venue: '',
    facts: jobs.component,
    means: say({
      idle: 'No job is running.',
      running: 'Runs each job on a recording in its own thread. A failed job has to be started again.',
    }),
  };
}

function discoveryComponent({ venue, discoverer }: VenueService): ComponentSource {
  return {
    part: `discovery ${venue.id}`,
    name: 'List of markets',
    venue: venue.id,
    facts: discoverer.component,
    means: say({
      running: 'Lists the open markets repeatedly.',
      starting: 'Requests the first page of open markets.',
      failing: 'New markets do not appear; those known before are shown. Retrying automatically.',
    }),
    action: { kind: 'retry', run: () => discoverer.retry() },
  };
}

function restComponent({ venue, rest }: VenueService): ComponentSource {
  const { leftAlone } = rest;
  const paused = leftAlone.length === 0 ? '' : ` Requests paused for: ${leftAlone.join(', ')}.`;
  return {
    part: `rest ${venue.id}`,
    name: 'Requests (REST)',
    venue: venue.id,
    facts: rest.component,
    means: say({
      idle: 'No request was sent yet.',
      running: 'Requests are answered.',
      failing: `Lists of markets and polled books may be old; streamed books stay live.${paused}`,
    }),
    action: { kind: 'retry', run: () => rest.retry() },
  };
}
