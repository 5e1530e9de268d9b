/**
 * The settings that the user writes in settings.json: what there is, its default, its range.
 *
 * Loading never fails. A file that is not JSON is set aside; a value that cannot be used gives way to its default; each is
 * said in one sentence. Keys that are not known stay in the file and are named, because they are usually typing errors.
 */
import * as z from 'zod';
import {
  FRAME_INTERVAL_DEFAULT_MS,
  FRAME_INTERVAL_MIN_MS,
  SHARDS_MAX,
  SUBSCRIPTIONS_PER_CONNECTION_DEFAULT,
  SUBSCRIPTIONS_PER_CONNECTION_MAX,
} from '../../src-shared/domain/limits.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { SUBSCRIPTION_SCOPES } from '../../src-shared/domain/subscription-scope.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { isJsonObject, readJsonFile } from '../base/json-file.ts';
import { type Environment, substitute } from '../base/substitution.ts';

const address = z.string().refine(isAddress, {
  error: 'must be an https: or wss: address (http: and ws: only on this machine)',
});

const keySettings = z.strictObject({
  /** The key's id, as the venue shows it. Not a secret. */
  keyId: z.string().min(1),
  /** The PEM file. `~/` is the home folder; a relative path starts at the settings file's folder. */
  privateKeyPath: z.string().min(1),
});

const venueSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** One of the venue's environments; without it the venue's default. */
  environment: z.string().optional(),
  /** Replaces single addresses of the environment, by the endpoint's name. */
  endpoints: z.record(z.string(), address).default({}),
  key: keySettings.optional(),
});

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const recordingSettings = z.strictObject({
  /** Start recording at launch. */
  atLaunch: z.boolean().default(false),
  /** A session goes on in a new file at this size, or after so long. */
  partMiB: z.int().min(1).max(65_536).default(512),
  partMinutes: z.int().min(1).max(1_440).default(60),
  /** Sessions older than so many days are removed; 0: never. */
  keepDays: z.number().min(0).max(36_500).default(0),
  /** The oldest sessions are removed when all together are larger; 0: never. */
  keepGiB: z.number().min(0).max(1_000_000).default(0),
  /** How often all books are written, so that a replay can start there. */
  keyframeSeconds: z.int().min(1).max(3_600).default(60),
  /** Index every message in the file, 16 bytes each: for other programs that cannot read MCAP without. */
  messageIndex: z.boolean().default(false),
  /** Where sessions are kept; by default the profile's folder `sessions`. `~/` is the home folder. */
  folder: z.string().min(1).optional(),
});

const settingsSchema = z.strictObject({
  subscriptionsPerConnectionTarget: z
    .int()
    .min(1)
    .max(SUBSCRIPTIONS_PER_CONNECTION_MAX)
    .default(SUBSCRIPTIONS_PER_CONNECTION_DEFAULT),
  /** Books followed at once, over all venues. */
  subscriptionsMax: z.int().min(1).max(20_000).default(2_000),
  /**
   * Which markets are followed besides those shown, watched and linked: none (`watchlist`), those decided within twelve hours (`soon`),
   * or `all`, the soonest first. Without it: `soon`, and in the demo `all`.
   */
  subscriptionScope: z.enum(SUBSCRIPTION_SCOPES).optional(),
  frameIntervalMs: z.int().min(FRAME_INTERVAL_MIN_MS).max(1_000).default(FRAME_INTERVAL_DEFAULT_MS),
  /** Shard threads of the engine; 0: one shard without a thread. */
  shards: z.int().min(0).max(SHARDS_MAX).default(0),
  /** Compare a quiet book with the one that its venue gives when asked, one in fifteen seconds a venue. */
  crossChecks: z.boolean().default(true),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  recording: recordingSettings.prefault({}),
  venues: z.record(z.string(), venueSettings).default({}),
});

export type Settings = Readonly<z.output<typeof settingsSchema>>;
export type VenueSettings = Settings['venues'][string];
export type RecordingSettings = Settings['recording'];
export type KeySettings = NonNullable<VenueSettings['key']>;

export type LoadedSettings = { readonly settings: Settings; readonly warnings: readonly string[] };

export type SettingsSource = {
  readonly file: string;
  readonly environment: Environment;
  readonly venues: readonly Venue[];
  /** Names the file that a broken one is set aside as; null leaves it where it is. */
  readonly now: Date | null;
};

/** Reads the settings. Never rejects: whatever is wrong becomes a warning, and the app starts. */
export async function loadSettings(source: SettingsSource): Promise<LoadedSettings> {
  const file = await readJsonFile(source.file, source.now);
  if (file.found === 'nothing') return { settings: defaultSettings(), warnings: [] };
  if (file.found === 'broken')
    return { settings: defaultSettings(), warnings: [`${file.text}; the defaults are used.`] };
  return readSettings(file.value, source.environment, source.venues);
}

/** The settings without a file. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}

/** Makes settings of what a file holds: unusable values give way to their defaults, each with a sentence. */
export function readSettings(value: unknown, environment: Environment, venues: readonly Venue[]): LoadedSettings {
  const problems: string[] = [];
  const filled = substitute(value, environment, problems);
  const remaining = isJsonObject(filled) ? (structuredClone(filled) as Record<string, unknown>) : {};
  // Each turn takes out every value that is wrong; what was inside another one that went is met again, or is gone.
  for (;;) {
    const parsed = settingsSchema.safeParse(remaining);
    if (parsed.success) {
      const settings = checkVenues(parsed.data, venues, problems);
      return { settings, warnings: problems.map((problem) => `settings.json: ${problem}`) };
    }
    parsed.error.issues.forEach((issue, at) => {
      // One that was inside another that went must not cost what is round it; the first always takes something out.
      if (at === 0 || isThere(remaining, issue.path)) takeOut(remaining, issue, problems);
    });
  }
}

function takeOut(root: Record<string, unknown>, issue: z.core.$ZodIssue, problems: string[]): void {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      removeAt(root, [...path, key]);
      problems.push(`${shown([...path, key])} is not a setting and is ignored.`);
    }
    return;
  }
  problems.push(`${shown(path)}: ${issue.message}; the default is used.`);
  removeAt(root, path);
}

/** A setting's name; in quotes where it could not be told from the sentence. */
function shown(path: readonly string[]): string {
  const name = path.join('.');
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
}

function isThere(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return true;
}

/** Removes the value at a path, or the nearest container of it that exists: something always goes. */
function removeAt(root: Record<string, unknown>, path: readonly string[]): void {
  let container = root;
  for (const key of path.slice(0, -1)) {
    const next = container[key];
    if (!isJsonObject(next)) break;
    container = next as Record<string, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined && Object.hasOwn(container, last)) {
    delete container[last];
    return;
  }
  removeParent(root, path);
}

function removeParent(root: Record<string, unknown>, path: readonly string[]): void {
  if (path.length > 1) removeAt(root, path.slice(0, -1));
  else for (const key of Object.keys(root)) delete root[key];
}

/** What the schema cannot know: which venues, environments and endpoints there are. */
function checkVenues(settings: Settings, venues: readonly Venue[], problems: string[]): Settings {
  const checked: [VenueId, VenueSettings][] = [];
  for (const [id, given] of Object.entries(settings.venues)) {
    const venue = venues.find((candidate) => candidate.id === id);
    if (venue) checked.push([id, checkVenue(venue, given, problems)]);
    else problems.push(`venues.${id} is not a venue; there are ${venues.map((known) => known.id).join(', ')}.`);
  }
  return { ...settings, venues: Object.fromEntries(checked) };
}

function checkVenue(venue: Venue, given: VenueSettings, problems: string[]): VenueSettings {
  let { environment } = given;
  if (environment !== undefined && !Object.hasOwn(venue.environments, environment)) {
    const known = Object.keys(venue.environments).join(', ');
    problems.push(`venues.${venue.id}.environment is not one of ${known}; ${venue.defaultEnvironment} is used.`);
    environment = undefined;
  }
  const names = Object.keys(venue.environments[environment ?? venue.defaultEnvironment] ?? {});
  const endpoints: [string, string][] = [];
  for (const [name, url] of Object.entries(given.endpoints)) {
    if (names.includes(name)) endpoints.push([name, url.replace(/\/+$/, '')]);
    else problems.push(`venues.${venue.id}.endpoints.${name} is not an endpoint; there are ${names.join(', ')}.`);
  }
  return { ...given, environment, endpoints: Object.fromEntries(endpoints) };
}

/** The recording settings in the units that programs use. */
export function recordingLimits(recording: RecordingSettings): {
  readonly partBytesMax: number;
  readonly partMs: number;
  readonly keyframeMs: number;
  readonly keepMs: number;
  readonly keepBytes: number;
} {
  const { partMiB, partMinutes, keyframeSeconds, keepDays, keepGiB } = recording;
  return {
    partBytesMax: partMiB * MIB,
    partMs: partMinutes * MINUTE_MS,
    keyframeMs: keyframeSeconds * 1_000,
    keepMs: keepDays * DAY_MS,
    keepBytes: keepGiB * GIB,
  };
}

/** The settings as text, for reports and sessions: each key only as set or not, addresses without what may be secret in them. */
export function settingsText({ venues, ...settings }: Settings): string {
  const shown = Object.entries(venues).map(([id, { key, endpoints, ...venue }]) => {
    const addresses = Object.entries(endpoints).map(([name, url]) => [name, plainAddress(url)]);
    return [id, { ...venue, endpoints: Object.fromEntries(addresses), key: key ? 'set' : 'not set' }];
  });
  return JSON.stringify({ ...settings, venues: Object.fromEntries(shown) });
}

/** An address for people: without a user, a password and what is asked, which may hold a token. */
export function plainAddress(address: string): string {
  const url = URL.parse(address);
  return url === null ? '(no address)' : `${url.protocol}//${url.host}${url.pathname}`;
}

/** A venue's addresses by endpoint name: its environment's, with the settings' own in their places. */
export function endpointsOf(venue: Venue, settings: Settings): Readonly<Record<string, string>> {
  const given = settings.venues[venue.id];
  return { ...venue.environments[given?.environment ?? venue.defaultEnvironment], ...given?.endpoints };
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (url.protocol === 'https:' || url.protocol === 'wss:') return true;
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return isLoopback && (url.protocol === 'http:' || url.protocol === 'ws:');
}
