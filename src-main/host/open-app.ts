/**
 * Puts the app together for either host: profile, settings, built-in exchange, memory, keys; in an order in which each part has
 * what it needs, and back in the reverse order at the end. One app at a time uses a profile; a demo whose folder cannot be written runs
 * in a temporary one.
 */
import type { Mode } from '../../src-shared/contract/window-main.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { AlertNotifier } from '../app/controllers/alert-controller.ts';
import type { App, CreateApp } from '../app/controllers/app-types.ts';
import { EventLog } from '../app/controllers/event-log.ts';
import type { LaunchEngine } from '../app/engine/engine-process.ts';
import { type LogFile, openLogFile } from '../base/log-file.ts';
import type { Environment } from '../base/substitution.ts';
import type { AppCommand, DemoOptions } from '../command/app-options.ts';
import { LinkStore } from '../links/link-store.ts';
import { type Paths, resolvePath } from '../profile/paths.ts';
import type { Address } from '../profile/profile-lock.ts';
import { loadKey, type Vault } from '../profile/secrets.ts';
import { loadSettings, type Settings } from '../profile/settings.ts';
import { openState, type StateStore } from '../profile/state.ts';
import { keepDemoLinks } from './demo-links.ts';
import { type Place, takePlace } from './place.ts';

/** Between the lines of health in a log of level `debug`. */
const DEBUG_EVERY_MS = 10_000;

/** A running built-in exchange: the settings that lead to it, and the links that its own file of links holds. */
export type RunningDemo = {
  readonly settings: Settings;
  readonly links: readonly Link[];
  stop(): Promise<void>;
};

/** `folder` is where the keys it makes up are put, as files like any other key. */
export type StartDemo = (options: DemoOptions, settings: Settings, folder: string) => Promise<RunningDemo>;

export type OpenAppOptions = {
  readonly command: AppCommand;
  readonly version: string;
  readonly hostName: string;
  readonly venues: readonly Venue[];
  readonly environment: Environment;
  readonly now: Date;
  readonly vault: Vault | null;
  /** Shows alerts outside of the window, where the host can. */
  readonly notifier?: AlertNotifier | null;
  readonly launchEngine: LaunchEngine<unknown>;
  readonly createApp: CreateApp;
  readonly startDemo: StartDemo;
  /** For a command: where an app uses the profile already, it changes nothing of it and keeps its own list of markets for the time. */
  readonly mayRunBeside?: boolean;
  /** Hears what goes wrong later and is nobody else's to show, a sentence each. */
  say(text: string): void;
};

export interface OpenedApp {
  readonly app: App;
  readonly mode: Mode;
  readonly paths: Paths;
  readonly state: StateStore;
  readonly warnings: readonly string[];
  readonly log: EventLog;
  readonly logFile: LogFile;
  /** Notes for a second start where the window is. */
  announce(address: Address): Promise<void>;
  /** Ends the app, then the exchange it ran on, and writes what is remembered. */
  stop(): Promise<void>;
}

/** Opens the app and starts it. Rejects with {@link AlreadyRunning} when an app uses the profile. */
export async function openApp(options: OpenAppOptions): Promise<OpenedApp> {
  const place = await takePlace(options);
  try {
    return await openIn(place, options);
  } catch (error) {
    await place.leave();
    throw error;
  }
}

async function openIn(place: Place, options: OpenAppOptions): Promise<OpenedApp> {
  const { command } = options;
  const { paths } = place;
  const mode: Mode = command.demo ? 'demo' : 'live';
  const loaded = await loadSettings({
    file: paths.settingsFile,
    environment: options.environment,
    venues: options.venues,
    now: options.now,
  });
  const own = command.shards === null ? loaded.settings : { ...loaded.settings, shards: command.shards };
  const demo = command.demo ? await options.startDemo(command.demo, own, paths.data) : null;
  const settings = demo?.settings ?? own;
  const log = new EventLog();
  const logFile = await openLogFile({
    folder: paths.log,
    level: settings.logLevel,
    secrets: secretsOf(settings, paths),
    onFailure: (text) => log.note('warn', 'LOG_FAILED', text),
  });
  log.file = logFile;
  logFile.write(
    'info',
    { code: 'APP_START', mode, version: options.version, host: options.hostName },
    'Crossbook starts.',
  );
  const opened = await openState(paths.stateFile, options.now, options.say, place.isOurs);
  const { state } = opened;
  const links = await LinkStore.open(paths.linksFile, options.now);
  if (demo) await keepDemoLinks(links.store, demo.links);
  const warnings = [...place.warnings, ...loaded.warnings, ...opened.warnings, ...links.warnings];
  if (demo && state.get().watchlist.length === 0) state.update({ watchlist: demo.links.map(({ id }) => id) });
  const app = options.createApp({
    mode,
    version: options.version,
    hostName: options.hostName,
    settings,
    paths,
    state,
    log,
    warnings,
    launchEngine: options.launchEngine,
    links: links.store,
    notifier: options.notifier ?? null,
    readPrivateKey: (id) => readKey(id, settings, paths, options),
  });
  await app.start();
  const debugging =
    settings.logLevel === 'debug'
      ? setInterval(
          () => logFile.write('debug', { code: 'APP_HEALTH', health: app.health() }, 'Health.'),
          DEBUG_EVERY_MS,
        )
      : undefined;
  const killer = killEngineOnce(app, command.demo?.killEngineAfterSeconds ?? null);
  return {
    app,
    mode,
    paths,
    state,
    warnings,
    log,
    logFile,
    announce: place.announce,
    async stop() {
      clearTimeout(killer);
      clearInterval(debugging);
      // First what the user would miss: a part that hangs must not cost the watchlist.
      await state.flush();
      await app.stop();
      await demo?.stop();
      await state.flush();
      await logFile.close();
      await place.leave();
    },
  };
}

/** What must not be in the log: key ids, and where the private keys are. */
function secretsOf({ venues }: Settings, { data }: Paths): readonly string[] {
  return Object.values(venues).flatMap(({ key }) =>
    key ? [key.keyId, key.privateKeyPath, resolvePath(key.privateKeyPath, data)] : [],
  );
}

function readKey(id: string, settings: Settings, paths: Paths, options: OpenAppOptions): ReturnType<typeof loadKey> {
  const venue = options.venues.find((candidate) => candidate.id === id);
  return loadKey({
    venue: venue ?? { id, name: id },
    settings: settings.venues[id],
    folder: paths.data,
    vault: options.vault && { vault: options.vault, folder: paths.keys },
  });
}

function killEngineOnce(app: App, seconds: number | null): NodeJS.Timeout | undefined {
  if (seconds === null) return undefined;
  const timer = setTimeout(() => app.engine()?.kill(), seconds * 1_000);
  timer.unref();
  return timer;
}
