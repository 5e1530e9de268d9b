/**
 * What a host gives the app, and what it gets back. The app is the same in both hosts: it knows neither windows nor
 * processes, only ports.
 */

import type { Port } from '../../../src-shared/contract/port.ts';
import type { MainToWindow, Mode, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import type { AppHealth } from '../../../src-shared/domain/health.ts';
import type { VenueId } from '../../../src-shared/domain/listing.ts';
import type { ExportEntries } from '../../export/export-job.ts';
import type { ConnectionTiming } from '../../feed/connection-options.ts';
import type { CrossCheckTiming } from '../../feed/cross-checker.ts';
import type { RestTiming } from '../../feed/rest-client.ts';
import type { LinkStore } from '../../links/link-store.ts';
import type { Paths } from '../../profile/paths.ts';
import type { KeyResult } from '../../profile/secrets.ts';
import type { Settings } from '../../profile/settings.ts';
import type { StateStore } from '../../profile/state.ts';
import type { EngineProcess, LaunchEngine } from '../engine/engine-process.ts';
import type { AlertNotifier } from './alert-controller.ts';
import type { EventLog } from './event-log.ts';

/** The times of a venue's sockets and requests, where they are not the usual ones: tests shorten them. */
export type VenueTiming = {
  readonly connection: ConnectionTiming;
  readonly rest: RestTiming;
  readonly pollIntervalMs: number;
  /** Pause between two walks through all markets, and before a market announced is asked for again. */
  readonly refreshMs: number;
  readonly announcedPauseMs: number;
};

export type AppOptions = {
  readonly mode: Mode;
  readonly version: string;
  /** What the app runs on, for people: `Electron 45.4.1`, `Node 24.21.0`. */
  readonly hostName: string;
  readonly settings: Settings;
  readonly paths: Paths;
  /** The watchlist and the preferences, remembered between runs. */
  readonly state: StateStore;
  /** Where events go, with the log on disk behind it; without it they are only kept for the windows. */
  readonly log?: EventLog;
  /** Sentences shown to the user at the start. */
  readonly warnings: readonly string[];
  readonly launchEngine: LaunchEngine<unknown>;
  /** The user's decisions about links; without it there are none, and decisions are lost at the end. */
  readonly links?: LinkStore;
  readonly timing?: VenueTiming;
  /** The pace of cross-checks, where it is not the usual one. */
  readonly checkTiming?: CrossCheckTiming;
  /** The entry of the thread that writes sessions, where a bundler moved it. */
  readonly journalThread?: URL;
  /** The entry of the catalogue's thread, where a bundler moved it. */
  readonly catalogThread?: URL;
  /** The entry of the thread that finds links, where a bundler moved it. */
  readonly linkThread?: URL;
  /** The file of the import's thread, where a bundler moved it. */
  readonly importThread?: URL;
  /** The entry of the thread that reads sessions, where a bundler moved it. */
  readonly sessionsThread?: URL;
  /** The entry of the thread that reads a session for its replay, where a bundler moved it. */
  readonly replayThread?: URL;
  /** The files of the export's threads, where a bundler moved them. */
  readonly exportEntries?: ExportEntries;
  /** Shows alerts outside of the window; null: the host cannot, the page may. */
  readonly notifier?: AlertNotifier | null;
  /** The venue's key, read when it is needed and not kept by the host. Never rejects. */
  readPrivateKey(venue: VenueId): Promise<KeyResult>;
};

export interface App {
  /** Resolves when the engine was launched and discovery has begun; what fails later is shown, not thrown. */
  start(): Promise<void>;
  /** Closes sockets, ends the engine, writes what is remembered. */
  stop(): Promise<void>;
  /** A window's port to main. Its closing ends the window's claims. */
  attachWindow(window: number, port: Port<MainToWindow, WindowToMain>): void;
  /** The engine as it is now, for the ports of windows; null while there is none. */
  engine(): EngineProcess<unknown> | null;
  health(): AppHealth;
  /** A session's replay, opened when it is first asked for. Rejects with a sentence. */
  replay(session: string): Promise<App>;
}

export type CreateApp = (options: AppOptions) => App;
