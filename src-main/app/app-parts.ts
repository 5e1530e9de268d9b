/** The parts of the live app, in the order of a message's way, each with the sentence that its state means for a person. */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import type { PartFacts, PartState } from '../../src-shared/domain/part-health.ts';
import type { CatalogClient } from '../catalog/catalog-client.ts';
import type { LinkSuggestions } from '../links/link-suggestions.ts';
import type { Jobs } from './answers/jobs.ts';
import type { PartSource } from './controllers/parts-desk.ts';
import type { RecordingDesk } from './controllers/recording-desk.ts';
import type { VenueDesk } from './controllers/venue-desk.ts';
import type { EngineSupervisor } from './engine/engine-supervisor.ts';

export type AppPartsOptions = {
  readonly supervisor: EngineSupervisor;
  /** 0: the one shard lives and dies with the engine. */
  readonly shards: number;
  restartShard(shard: number): void;
  readonly catalog: CatalogClient;
  readonly suggestions: LinkSuggestions;
  readonly recording: RecordingDesk;
  readonly jobs: Jobs;
  readonly venues: () => readonly VenueDesk[];
};

type Words = Partial<Record<PartState, string>> & { readonly running: string };

/** Parts that have no sentence for a state say what they do when they run. */
const say =
  (words: Words) =>
  ({ state }: PartFacts): string =>
    words[state] ?? words.running;

export function appParts(options: AppPartsOptions): readonly PartSource[] {
  const { supervisor, shards, venues } = options;
  return [
    enginePart(supervisor),
    ...(shards === 0 ? [] : (supervisor.health?.shards ?? [])).map((shard) => shardPart(shard, options)),
    recorderPart(options.recording),
    cataloguePart(options.catalog),
    linksPart(options.suggestions),
    jobsPart(options.jobs),
    ...venues().flatMap((desk) => [discoveryPart(desk), restPart(desk)]),
  ];
}

/** The engine, in the app and in a replay. */
export function enginePart(supervisor: EngineSupervisor): PartSource {
  return {
    part: 'engine',
    name: 'Engine',
    venue: '',
    facts: supervisor.part,
    means: say({
      starting: 'No book is live until it is there.',
      running: 'Keeps every book and sends what windows show.',
      restarting: 'What is on the screen is frozen; every book is seeded anew when it is back.',
      stopped: 'What is on the screen is frozen until it is started again.',
    }),
    action: { kind: 'restart', run: () => supervisor.restart() },
  };
}

function shardPart(shard: ShardHealth, { restartShard }: AppPartsOptions): PartSource {
  return {
    part: `shard ${shard.shard}`,
    name: `Shard ${shard.shard}`,
    venue: '',
    facts: { ...shard, state: shard.state === 'dead' ? 'restarting' : shard.state },
    means: say({
      running: `Keeps ${shard.books.toLocaleString('en')} of the books.`,
      starting: 'Its books are waiting for their snapshots.',
      restarting: 'Its books are recovering and are seeded anew; all others go on.',
    }),
    action: { kind: 'restart', run: () => restartShard(shard.shard) },
  };
}

function recorderPart(recording: RecordingDesk): PartSource {
  const isRunning = recording.part.state === 'running';
  return {
    part: 'recorder',
    name: 'Recorder',
    venue: '',
    facts: recording.part,
    means: say({
      idle: 'Nothing is being recorded.',
      running: 'Writes every message that arrives into the session.',
      restarting: 'Nothing is recorded until it goes on, in a new session. Books go on.',
      stopped: 'Nothing is recorded until a person starts it. Books go on.',
    }),
    // Ending what does not run would help nobody: recording is started by REC.
    ...(isRunning && { action: { kind: 'restart', run: () => void recording.restart() } }),
  };
}

function cataloguePart(catalog: CatalogClient): PartSource {
  return {
    part: 'catalogue',
    name: 'Catalogue',
    venue: '',
    facts: catalog.part,
    means: say({
      starting: 'Reads the markets that were known; they can be searched in a moment.',
      running: 'Finds markets, and decides which books are followed.',
      restarting: 'Nothing can be searched for a moment. Books go on.',
      stopped: 'Nothing can be searched, and no new market is followed, until it is started again. Books go on.',
    }),
    action: { kind: 'restart', run: () => catalog.restart() },
  };
}

function linksPart(suggestions: LinkSuggestions): PartSource {
  return {
    part: 'links',
    name: 'Link search',
    venue: '',
    facts: suggestions.part,
    means: say({
      idle: 'Rests; it searches when suggestions are looked at.',
      running: 'Compares the markets of the venues.',
      restarting: 'Suggestions are those of before. Confirmed links are not concerned.',
      stopped: 'Suggestions are those of before until it is tried again. Confirmed links are not concerned.',
    }),
    action: { kind: 'restart', run: () => suggestions.restart() },
  };
}

function jobsPart(jobs: Jobs): PartSource {
  return {
    part: 'jobs',
    name: 'Exports, imports, checks',
    venue: '',
    facts: jobs.part,
    means: say({
      idle: 'No work on recordings is under way.',
      running: 'Works on recordings, each job in a thread of its own. One that fails is started again by hand.',
    }),
  };
}

function discoveryPart({ venue, discoverer }: VenueDesk): PartSource {
  return {
    part: `discovery ${venue.id}`,
    name: 'List of markets',
    venue: venue.id,
    facts: discoverer.part,
    means: say({
      running: 'Walks through the open markets again and again.',
      starting: 'Asks for the first page of the open markets.',
      failing: 'New markets do not appear; those known before are shown. It is asked again by itself.',
    }),
    action: { kind: 'retry', run: () => discoverer.retry() },
  };
}

function restPart({ venue, rest }: VenueDesk): PartSource {
  const { leftAlone } = rest;
  const alone = leftAlone.length === 0 ? '' : ` Left alone for a while: ${leftAlone.join(', ')}.`;
  return {
    part: `rest ${venue.id}`,
    name: 'Requests (REST)',
    venue: venue.id,
    facts: rest.part,
    means: say({
      idle: 'Nothing was asked yet.',
      running: 'Answers.',
      failing: `Lists of markets and polled books may be old; streamed books go on.${alone}`,
    }),
    action: { kind: 'retry', run: () => rest.retry() },
  };
}
