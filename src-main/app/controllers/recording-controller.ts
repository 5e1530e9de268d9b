/**
 * Recording in the app: taps the feeds, answers windows, has old sessions repaired and removed, and starts by itself where
 * the settings say so. A recording whose thread broke goes on in a new session after a pause; what the disk refuses does not.
 */
import { join } from 'node:path';
import type { BookDump, EngineToMain } from '../../../src-shared/contract/main-engine.ts';
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import type { Link } from '../../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { RecordingState } from '../../../src-shared/domain/session.ts';
import { SubscriptionTable } from '../../../src-shared/domain/subscription-table.ts';
import type { RestartTiming } from '../../../src-shared/domain/supervision/restart-rule.ts';
import { ComponentRecord } from '../../base/component-record.ts';
import { errorText } from '../../base/error-text.ts';
import { Restarts } from '../../base/restarts.ts';
import type { FeedOutput } from '../../feed/feed-output.ts';
import { resolvePath } from '../../profile/paths.ts';
import { recordingLimits, settingsText } from '../../profile/settings.ts';
import type { Capture } from '../../recording/capture.ts';
import { resyncEvent } from '../../recording/capture-events.ts';
import { Recorder } from '../../recording/recorder.ts';
import type { RecordingEnd } from '../../recording/recording-options.ts';
import { renewRecordingMark } from '../../session/recording-mark.ts';
import type { SessionsClient } from '../../session/sessions-client.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';
import type { AppOptions } from './app-types.ts';

const RETENTION_EVERY_MS = 3_600_000;
/** A thread that is to end in order gets so long. */
const RESTART_GRACE_MS = 5_000;

export type RecordingControllerOptions = {
  readonly app: AppOptions;
  readonly sessions: SessionsClient;
  /** Numbers that tests lower. */
  readonly restarts?: RestartTiming;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  readonly onState: (state: RecordingState | null) => void;
  /** The listings that are followed. */
  readonly listings: () => readonly Listing[];
  readonly links: () => readonly Link[];
  readonly dumpBooks: (listings: readonly ListingId[]) => Promise<readonly BookDump[]>;
};

export class RecordingController {
  /** The folder of all sessions. */
  readonly folder: string;
  readonly component = new ComponentRecord('idle');
  private readonly options: RecordingControllerOptions;
  private readonly connections = new SubscriptionTable();
  private readonly recorder: Recorder;
  private readonly restarts: Restarts;
  private timer: NodeJS.Timeout | null = null;
  /** What the present recording is limited to; empty: all. */
  private listings: readonly ListingId[] = [];

  constructor(options: RecordingControllerOptions) {
    const { app, sessions, log, onState, listings, links, dumpBooks } = options;
    this.options = options;
    this.restarts = new Restarts(() => void this.goOn(), options.restarts, this.component);
    this.folder = sessions.folder;
    const { partBytesMax, partMs, keyframeMs } = recordingLimits(app.settings.recording);
    this.recorder = new Recorder({
      folder: this.folder,
      app: `crossbook ${app.version}`,
      partBytesMax,
      partMs,
      keyframeMs,
      messageIndex: app.settings.recording.messageIndex,
      settingsText: settingsText(app.settings),
      threadUrl: app.journalThread,
      connections: this.connections,
      source: { listings, links, dumpBooks },
      log,
      onState,
    });
  }

  get state(): RecordingState | null {
    return this.recorder.state;
  }

  /** The tap of the present recording. */
  get tapped(): Capture | null {
    return this.recorder.capture;
  }

  /** What windows may ask. */
  handlers(): Partial<RequestHandlers> {
    return {
      startRecording: async ({ listings }) => {
        this.restarts.forgive();
        await this.start(listings);
        return null;
      },
      stopRecording: async () => {
        const wasComing = this.restarts.isPending;
        const ended = this.stop();
        if (!ended && wasComing) return null;
        if (!ended) throw new Error('Nothing is being recorded.');
        await ended;
        return null;
      },
    };
  }

  /** Repairs what was cut, removes what is too old, and starts recording where the settings say so. Never rejects. */
  async open(): Promise<void> {
    const { app } = this.options;
    // At launch first: repairing a large file must not cost the first minutes.
    if (app.settings.recording.atLaunch) {
      await this.start([]).catch((error: unknown) => this.note('error', 'RECORD_FAILED', `${errorText(error)}.`));
    }
    await this.repair();
    await this.removeOld();
    this.timer = setInterval(() => void this.removeOld(), RETENTION_EVERY_MS);
    this.timer.unref();
  }

  /** Resolves when the session's file is open. Rejects with a sentence when that cannot be. */
  async start(listings: readonly ListingId[]): Promise<{ readonly ended: Promise<RecordingEnd> }> {
    this.clearAgain();
    const started = await this.recorder.start(listings).catch((error: unknown) => {
      if (this.recorder.state === null) this.component.failed(errorText(error));
      throw error;
    });
    this.component.enter('running');
    this.listings = listings;
    void started.ended.then((end) => this.onEnded(end));
    return started;
  }

  /** Nothing that comes later is recorded; resolves when the session is closed. Null: nothing was being recorded. */
  stop(): Promise<RecordingEnd> | null {
    this.clearAgain();
    return this.recorder.stop();
  }

  /** Ends the thread as a crash would; recording goes on in a new session. */
  kill(): void {
    this.recorder.kill();
  }

  /**
   * Restart at the user's request: the session ends in order, so nothing of it is lost, and a new one begins. A thread that does not come to
   * its end is killed; then recording goes on as after a crash.
   */
  async restart(): Promise<void> {
    const ended = this.stop();
    if (ended === null) return;
    const { listings } = this;
    this.restarts.forgive();
    const timer = setTimeout(() => this.kill(), RESTART_GRACE_MS);
    const { why } = await ended;
    clearTimeout(timer);
    if (why !== 'asked') return;
    this.component.restarted();
    await this.start(listings).catch((error: unknown) => {
      this.component.enter('stopped');
      this.note('error', 'RECORD_FAILED', `${errorText(error)}.`);
    });
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.stop();
  }

  /** The same output, with everything that passes tapped before it goes on. */
  tap(output: FeedOutput): FeedOutput {
    const { recorder, connections } = this;
    return {
      ...output,
      frame(connection, channel, receivedMicros, receivedNanos, bytes) {
        recorder.capture?.frame(connection, channel, receivedMicros, receivedNanos, bytes);
        output.frame(connection, channel, receivedMicros, receivedNanos, bytes);
      },
      connection(connection, venue, transport, change, reason) {
        connections.change(connection, venue, transport, change, reason);
        recorder.capture?.connection(connection, change, reason);
        output.connection(connection, venue, transport, change, reason);
      },
      cover(connection, add, remove) {
        connections.unsubscribe(connection, remove);
        connections.subscribe(connection, add);
        recorder.capture?.cover(connection, add, remove);
        output.cover(connection, add, remove);
      },
      gone(connection) {
        recorder.capture?.gone(connection);
        connections.forget(connection);
        output.gone(connection);
      },
      handOver(connection, listings) {
        connections.handOver(connection, listings);
        recorder.capture?.handOver(connection, listings);
        output.handOver(connection, listings);
      },
    };
  }

  /** What the engine reports of the books belongs into the session too. */
  engineMessage(message: EngineToMain): void {
    if (message.kind === 'health') this.recorder.countTrades(message.health.tradesByConnection);
    if (message.kind === 'taken-over') {
      const taken = this.connections.takeOver(message.connection, message.listings);
      if (taken.length > 0) this.recorder.capture?.cover(message.connection, taken, []);
    }
    if (message.kind !== 'resync') return;
    const { connection, listings, reason } = message;
    const venue = this.connections.get(connection)?.venue ?? '';
    this.recorder.capture?.event(resyncEvent(connection, venue, listings, reason));
  }

  logLine(event: Omit<LogEvent, 'atMs'>): void {
    this.recorder.logLine(event);
  }

  /** Listings that are followed from now on, or whose facts changed. */
  catalog(listings: readonly Listing[]): void {
    if (listings.length > 0) void this.recorder.capture?.catalog(listings, []);
  }

  private onEnded({ why, text, path }: RecordingEnd): void {
    if (why === 'asked') this.component.enter('idle');
    else if (why === 'crashed') {
      abandonMark(path);
      this.onCrashed(text);
    } else this.component.failed(text, 'stopped');
  }

  /** What is recorded is missed from here on, so it goes on as soon as it can, in a session of its own. */
  private onCrashed(text: string): void {
    if (this.restarts.lost(text, text).isRestarting) return;
    this.note('error', 'RECORD_FAILED', 'Recording broke too often and stays off until it is started again.');
  }

  private async goOn(): Promise<void> {
    try {
      await this.start(this.listings);
      this.note('warn', 'RECORD_AGAIN', 'Recording goes on in a new session: the thread that writes it had broken.');
    } catch (error) {
      if (this.recorder.state === null) this.onCrashed(errorText(error));
    }
    await this.repair();
  }

  private clearAgain(): void {
    this.restarts.cancel();
    if (this.component.state === 'restarting') this.component.enter('idle');
  }

  private async repair(): Promise<void> {
    const recording = this.recorder.state?.path ?? null;
    try {
      const recoveries = await this.options.sessions.call('recover', { recording });
      for (const { text } of recoveries) this.note('warn', 'RECORD_RECOVERED', text);
    } catch (error) {
      this.note('warn', 'RECORD_RECOVERED', `Sessions that were cut could not be repaired: ${errorText(error)}.`);
    }
  }

  private async removeOld(): Promise<void> {
    const { keepMs, keepBytes } = recordingLimits(this.options.app.settings.recording);
    try {
      const keep = { keepMs, keepBytes };
      const { removed, problems } = await this.options.sessions.call('retain', { keep, nowMs: Date.now() });
      const names = removed.map(({ id }) => id).join(', ');
      if (removed.length > 0)
        this.note('info', 'RECORD_REMOVED', `Removed old sessions (keepDays, keepGiB): ${names}.`);
      if (problems.length > 0) this.note('warn', 'RECORD_REMOVED', `Old sessions stay: ${problems.join('; ')}.`);
    } catch (error) {
      this.note('warn', 'RECORD_REMOVED', `Old sessions could not be removed (${errorText(error)}).`);
    }
  }

  private note(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.options.log({ level, code, venue: '', connection: null, listing: '', text });
  }
}

/** Nobody writes this session any more, though this program lives: its mark is as one that was not renewed. */
function abandonMark(folder: string): void {
  try {
    renewRecordingMark(folder, new Date(0));
  } catch {
    // The thread broke before it had set its mark, and then there is nothing to repair.
  }
}

/** Where the sessions of a profile are. */
export function sessionsFolder({ settings, paths }: Pick<AppOptions, 'settings' | 'paths'>): string {
  const { folder } = settings.recording;
  return folder === undefined ? join(paths.data, 'sessions') : resolvePath(folder, paths.data);
}
