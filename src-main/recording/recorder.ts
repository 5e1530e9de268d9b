/**
 * Records one session at a time. Its states:
 *
 *   idle -> starting -> opening -> recording -> stopping -> idle
 *
 * `starting`: the session's folder is being made. `opening`: its thread creates the first file; frames are tapped from here on. `stopping`:
 * nothing more is tapped, the thread writes what it has. From opening, recording and stopping it becomes idle when the run ends, whatever the
 * reason. A stop while it is starting ends it before it has begun.
 */
import { rmdir } from 'node:fs/promises';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { RecordingState } from '../../src-shared/domain/session.ts';
import { makeSessionFolder } from '../session/new-session.ts';
import { TradeTotals } from '../session/trade-tally.ts';
import type { Capture } from './capture.ts';
import { logLineEvent } from './capture-events.ts';
import type { RecorderOptions, RecordingEnd } from './recording-options.ts';
import { RecordingRun } from './recording-run.ts';

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'starting'; isStopped: boolean }
  | {
      readonly name: 'opening' | 'recording' | 'stopping';
      readonly run: RecordingRun;
      readonly ended: Promise<RecordingEnd>;
    };

const IDLE: State = { name: 'idle' };

export class Recorder {
  private readonly options: RecorderOptions;
  private readonly totals = new TradeTotals();
  private current: State = IDLE;

  constructor(options: RecorderOptions) {
    this.options = options;
  }

  /** The tap of the present recording, or null: read for every frame. */
  get capture(): Capture | null {
    return this.run?.capture ?? null;
  }

  get state(): RecordingState | null {
    return this.run?.state ?? null;
  }

  /** Starts a session; resolves when its file is open, with its end to come. Rejects with a sentence when it cannot be. */
  async start(listings: readonly ListingId[]): Promise<{ readonly ended: Promise<RecordingEnd> }> {
    if (this.current.name !== 'idle') throw new Error('A recording is running already; stop it first.');
    const starting = { name: 'starting' as const, isStopped: false };
    this.current = starting;
    try {
      const made = await makeSessionFolder(this.options.folder, new Date());
      if (starting.isStopped) {
        await rmdir(made.path);
        throw new Error('Recording was stopped before it had begun.');
      }
      return await this.open(made, listings);
    } finally {
      if (this.current === starting) this.current = IDLE;
    }
  }

  /** Ends the session behind everything that was received so far; null when none is running. */
  stop(): Promise<RecordingEnd> | null {
    const { current } = this;
    if (current.name === 'starting') current.isStopped = true;
    if (current.name === 'idle' || current.name === 'starting') return null;
    if (current.name !== 'stopping') {
      this.current = { ...current, name: 'stopping' };
      current.run.stop();
    }
    return current.ended;
  }

  /** Ends the thread as a crash would. */
  kill(): void {
    this.run?.kill();
  }

  /** A line of the log: what concerns feeds and books belongs into the session. */
  logLine(event: Omit<LogEvent, 'atMs'>): void {
    const line = this.run && logLineEvent(event);
    if (line) this.capture?.event(line);
  }

  /** The engine's running totals of trades, about once a second, also while nothing is recorded. */
  countTrades(totals: readonly (readonly [connection: number, trades: number])[]): void {
    const { run } = this;
    const trades = this.totals.since(totals, (connection) => run?.capture.records(connection) ?? false);
    run?.countTrades(trades);
  }

  private get run(): RecordingRun | null {
    return 'run' in this.current ? this.current.run : null;
  }

  private async open(
    made: { readonly id: string; readonly path: string },
    listings: readonly ListingId[],
  ): Promise<{ readonly ended: Promise<RecordingEnd> }> {
    const opened = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<RecordingEnd>();
    const run = new RecordingRun(this.options, made, listings, {
      onOpened: () => {
        if (this.current.name === 'opening') this.current = { ...this.current, name: 'recording' };
        this.log('info', 'RECORD_STARTED', `Recording into ${made.path}.`);
        opened.resolve();
      },
      onState: (state) => this.options.onState(state),
      onEnd: (end) => {
        this.finish(run, end);
        if (end.why === 'asked') opened.resolve();
        else opened.reject(new Error(end.text));
        ended.resolve(end);
      },
    });
    this.current = { name: 'opening', run, ended: ended.promise };
    await opened.promise;
    return { ended: ended.promise };
  }

  private finish({ state }: RecordingRun, { why, text, messages, lost, path }: RecordingEnd): void {
    this.current = IDLE;
    if (why === 'asked') this.log('info', 'RECORD_STOPPED', `Recorded ${messages} messages into ${path}.`);
    else {
      const missing = lost === 0 ? '' : ` ${lost} messages that were received are not in it.`;
      this.log('error', 'RECORD_FAILED', `${text}${missing} Watching goes on.`);
      this.options.onState({ ...state, warning: text });
    }
    this.options.onState(null);
  }

  private log(level: 'info' | 'error', code: string, text: string): void {
    this.options.log({ level, code, venue: '', connection: null, listing: '', text });
  }
}
