/**
 * Records, or does not: one session at a time, from the moment a person (or the settings) says so until it is stopped or has to stop.
 *
 * It hears all that the feeds say, also while nothing is recorded, so that a session that starts in the middle begins with what is
 * true then: the connections, what they carry, the catalogue, all books. Whatever goes wrong with the writing ends the recording and
 * nothing else, and is said.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { RecordingState } from '../../src-shared/domain/session.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { DISK_LIMITS, type DiskLimits } from '../base/disk-space.ts';
import { errorText } from '../base/error-text.ts';
import { SilenceWatch } from '../base/silence-watch.ts';
import type { Moment } from '../session/session-writer.ts';
import { TALLY_STEP_MICROS, TradeTally, TradeTotals } from '../session/trade-tally.ts';
import { Capture } from './capture.ts';
import { clockStepEvent, logLineEvent, note } from './capture-events.ts';
import { KEYFRAME_BOOKS_PER_ASK } from './capture-limits.ts';
import type { FromJournal, JournalOrder, JournalProgress } from './capture-messages.ts';

const SECOND_MS = 1_000;
const MICROS_PER_MS = 1_000;
const NANOS_PER_MS = 1e6;
/** A wall clock that moved by more than this against the monotonic one was set, or the machine slept. */
const CLOCK_STEP_MS = 500;
/** Sessions that start in the same second. */
const SAME_SECOND_MAX = 100;

/** What a session says besides what the feeds bring. */
export interface RecorderSource {
  /** The listings that are followed, and all links. */
  listings(): readonly Listing[];
  links(): readonly Link[];
  /** These books after exactly the frames so far. Rejects when there is no engine. */
  dumpBooks(listings: readonly ListingId[]): Promise<readonly BookDump[]>;
}

export type RecorderOptions = {
  /** The folder of all sessions; made when needed. */
  readonly folder: string;
  /** Name and version of the program. */
  readonly app: string;
  readonly partBytesMax: number;
  readonly partMs: number;
  readonly keyframeMs: number;
  /** Indexes every message, for other programs that need it. */
  readonly messageIndex?: boolean;
  readonly disk?: DiskLimits;
  /** The settings as text, without keys: the session says under which it was recorded. */
  readonly settingsText: string;
  /** The thread's entry, where a bundler moved it. */
  readonly threadUrl?: URL;
  /** After so long without a sign of life the thread is ended; tests lower it. */
  readonly silentMs?: number;
  readonly connections: SubscriptionTable;
  readonly source: RecorderSource;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  /** Called when a recording starts, once a second while it runs, and with null when it is over. */
  readonly onState: (state: RecordingState | null) => void;
};

/** How a recording came out. */
export type RecordingEnd = {
  readonly session: string;
  readonly path: string;
  readonly why: 'asked' | 'disk-full' | 'write-error' | 'crashed';
  /** '' or why it had to stop. */
  readonly text: string;
  /** Frames in the session, and frames received that are not. */
  readonly messages: number;
  readonly lost: number;
  readonly bytes: number;
  readonly files: number;
};

const NO_PROGRESS: JournalProgress = { frames: 0, bytes: 0, parts: 0, diskUsed: null };

type Running = {
  readonly id: string;
  readonly path: string;
  readonly sinceMicros: number;
  readonly worker: Worker;
  readonly capture: Capture;
  readonly tally: TradeTally;
  readonly ended: PromiseWithResolvers<RecordingEnd>;
  readonly opened: PromiseWithResolvers<void>;
  readonly timers: NodeJS.Timeout[];
  readonly watch: SilenceWatch;
  /** Why its thread broke, or was ended by us. */
  failure: string;
  progress: JournalProgress;
  bytesPerSecond: number;
  progressMs: number;
  warning: string;
  toldDrop: boolean;
};

export class Recorder {
  private readonly options: RecorderOptions;
  private running: Running | null = null;
  private isStarting = false;
  /** Keyframes asked for. */
  private keyframes = 0;
  private readonly totals = new TradeTotals();

  constructor(options: RecorderOptions) {
    this.options = options;
  }

  /** The tap of the present recording, or null: asked for every frame. */
  get capture(): Capture | null {
    return this.running?.capture ?? null;
  }

  get state(): RecordingState | null {
    return this.running && stateOf(this.running);
  }

  /** Starts a session; resolves when its file is open, with its end to come. Rejects with a sentence when it cannot be. */
  async start(listings: readonly ListingId[]): Promise<{ readonly ended: Promise<RecordingEnd> }> {
    if (this.running || this.isStarting) throw new Error('A recording is running already; stop it first.');
    this.isStarting = true;
    try {
      return await this.open(listings);
    } finally {
      this.isStarting = false;
    }
  }

  /** Ends the session behind everything that was received so far; null when none is running. */
  stop(): Promise<RecordingEnd> | null {
    const running = this.running;
    if (!running) return null;
    tellTally(running);
    running.capture.stop();
    return running.ended.promise;
  }

  /** Ends the thread as a crash would. */
  kill(): void {
    if (this.running) endThread(this.running, 'its thread was killed');
  }

  /** A line of the log: what concerns feeds and books belongs into the session. */
  logLine(event: Omit<LogEvent, 'atMs'>): void {
    const line = this.running && logLineEvent(event);
    if (line) this.running?.capture.event(line);
  }

  /** The engine's running totals of trades, about once a second, also while nothing is recorded. */
  countTrades(totals: readonly (readonly [connection: number, trades: number])[]): void {
    const { running } = this;
    const trades = this.totals.since(totals, (connection) => running?.capture.records(connection) ?? false);
    running?.tally.add(Date.now() * MICROS_PER_MS - TALLY_STEP_MICROS / 2, trades);
  }

  private async open(listings: readonly ListingId[]): Promise<{ readonly ended: Promise<RecordingEnd> }> {
    const { folder, app, partBytesMax, partMs, messageIndex = false, disk = DISK_LIMITS, threadUrl } = this.options;
    const { id, path } = await makeSessionFolder(folder, new Date());
    const sinceMicros = Date.now() * MICROS_PER_MS;
    const limits = { partBytesMax, partMs, messageIndex, disk };
    const order: JournalOrder = { folder: path, id, app, startMicros: sinceMicros, ...limits };
    const worker = new Worker(threadUrl ?? new URL('./journal-thread.ts', import.meta.url), {
      workerData: order,
      name: 'journal',
      stdout: true,
      stderr: true,
    });
    // Standard output belongs to the command's answer.
    worker.stdout.pipe(process.stderr, { end: false });
    worker.stderr.pipe(process.stderr, { end: false });
    const running: Running = {
      id,
      path,
      sinceMicros,
      worker,
      capture: new Capture({
        post: (message, transfer) => worker.postMessage(message, transfer),
        connections: this.options.connections,
        listings,
        now: momentNow,
      }),
      tally: new TradeTally(),
      ended: Promise.withResolvers(),
      opened: Promise.withResolvers(),
      timers: [],
      watch: new SilenceWatch(this.options.silentMs ?? DISK_THREAD_SILENT_MS, () =>
        endThread(running, 'its thread gave no sign of life'),
      ),
      failure: '',
      progress: NO_PROGRESS,
      bytesPerSecond: 0,
      progressMs: performance.now(),
      warning: '',
      toldDrop: false,
    };
    this.running = running;
    worker.on('message', (message: FromJournal) => this.onMessage(running, message));
    worker.on('error', (error) => {
      running.failure = errorText(error);
    });
    worker.on('exit', () => this.onExit(running));
    this.begin(running, listings);
    await running.opened.promise;
    return { ended: running.ended.promise };
  }

  /** What a session says first, and what it says at intervals. */
  private begin(running: Running, listings: readonly ListingId[]): void {
    const { capture } = running;
    const { source, settingsText, keyframeMs } = this.options;
    capture.event(note('settings', settingsText));
    if (listings.length > 0) {
      const text = `Only the connections that carry ${listings.join(', ')} are recorded, whole: raw frames are not taken apart.`;
      capture.event(note('note', text));
    }
    capture.introduceAll();
    void capture.catalog(source.listings(), source.links());
    void this.keyframe(running);
    running.timers.push(setInterval(() => void this.keyframe(running), keyframeMs));
    let aheadMs = clockAheadMs();
    running.timers.push(
      setInterval(() => {
        const nowAheadMs = clockAheadMs();
        if (Math.abs(nowAheadMs - aheadMs) > CLOCK_STEP_MS) {
          capture.event(clockStepEvent(nowAheadMs - aheadMs));
        }
        aheadMs = nowAheadMs;
      }, SECOND_MS),
    );
  }

  /**
   * Asks for all books, in several questions with no frame between them: every answer holds exactly the frames that were handed over
   * before. The answers are handed on one a turn, so that main's sockets are read between them.
   */
  private async keyframe(running: Running): Promise<void> {
    const { capture } = running;
    tellTally(running);
    const { source } = this.options;
    const { frames } = capture;
    const keyframe = this.keyframes++;
    const ids = source.listings().map(({ id }) => id);
    const asked: Promise<readonly BookDump[]>[] = [];
    for (let from = 0; from < ids.length; from += KEYFRAME_BOOKS_PER_ASK) {
      asked.push(source.dumpBooks(ids.slice(from, from + KEYFRAME_BOOKS_PER_ASK)));
    }
    // Those behind one that fails are not waited for.
    for (const one of asked) one.catch(() => {});
    try {
      for (const one of asked) {
        const books = await one;
        await new Promise((resolve) => setImmediate(resolve));
        capture.keyframeSlice(keyframe, JSON.stringify(books).slice(1, -1));
      }
      capture.keyframe(keyframe, frames);
    } catch {
      // Without an engine there are no books; the next keyframe has them again.
      capture.keyframe(keyframe, null);
    }
  }

  private onMessage(running: Running, message: FromJournal): void {
    running.watch.heard();
    switch (message.kind) {
      case 'taken':
        running.capture.taken(message.frames, message.buffer);
        break;
      case 'progress':
        this.onProgress(running, message.progress);
        break;
      case 'ended': {
        const { why, text, progress } = message;
        this.finish(running, why, text, progress);
        break;
      }
    }
  }

  private onProgress(running: Running, progress: JournalProgress): void {
    const nowMs = performance.now();
    const seconds = Math.max(0.1, (nowMs - running.progressMs) / SECOND_MS);
    const isFirst = running.progress === NO_PROGRESS;
    if (!isFirst) running.bytesPerSecond = Math.max(0, (progress.bytes - running.progress.bytes) / seconds);
    // A part explains itself, and can be played from its start.
    if (!isFirst && progress.parts > running.progress.parts) void this.keyframe(running);
    running.progress = progress;
    running.progressMs = nowMs;
    this.warn(running);
    if (isFirst) {
      running.opened.resolve();
      this.log('info', 'RECORD_STARTED', `Recording into ${running.path}.`);
    }
    this.options.onState(this.state);
  }

  private warn(running: Running): void {
    const { warnUsed, stopUsed } = this.options.disk ?? DISK_LIMITS;
    const { diskUsed } = running.progress;
    if (diskUsed !== null && diskUsed >= warnUsed) {
      const text = `The disk is ${(diskUsed * 100).toFixed(0)} % full; recording stops at ${(stopUsed * 100).toFixed(0)} %.`;
      if (running.warning === '') this.log('warn', 'RECORD_DISK', text);
      running.warning = text;
    } else {
      running.warning = '';
    }
    if (running.capture.dropped === 0 || running.toldDrop) return;
    running.toldDrop = true;
    const text = 'The disk does not keep up with the recording: messages are missing in the session, which says where.';
    this.log('warn', 'RECORD_DROPPED', text);
  }

  private onExit(running: Running): void {
    const why = running.failure === '' ? 'its thread ended' : running.failure;
    this.finish(running, 'crashed', `Recording stopped: ${why}. What was written is kept, and its file mended.`, null);
  }

  private finish(running: Running, why: RecordingEnd['why'], text: string, last: JournalProgress | null): void {
    if (this.running !== running) return;
    const { capture, id, path } = running;
    running.progress = last ?? running.progress;
    const { frames, bytes, parts } = running.progress;
    capture.abandon();
    running.watch.stop();
    for (const timer of running.timers) clearInterval(timer);
    const lost = capture.frames + capture.dropped - frames;
    this.running = null;
    if (why === 'asked') {
      running.opened.resolve();
      this.log('info', 'RECORD_STOPPED', `Recorded ${frames} messages into ${path}.`);
    } else {
      // Says so to whoever started it, when it never came to write.
      running.opened.reject(new Error(text));
      const missing = lost === 0 ? '' : ` ${lost} messages that were received are not in it.`;
      this.log('error', 'RECORD_FAILED', `${text}${missing} Watching goes on.`);
      this.options.onState({ ...stateOf(running), warning: text });
    }
    this.options.onState(null);
    running.ended.resolve({ session: id, path, why, text, messages: frames, lost, bytes, files: parts });
  }

  private log(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.options.log({ level, code, venue: '', connection: null, listing: '', text });
  }
}

function endThread(running: Running, why: string): void {
  running.failure ||= why;
  void running.worker.terminate();
}

function tellTally({ tally, capture }: Running): void {
  const counted = tally.take();
  if (counted) capture.tally(counted);
}

function stateOf({ id, path, sinceMicros, progress, capture, bytesPerSecond, warning }: Running): RecordingState {
  const { frames: messages, bytes, diskUsed } = progress;
  const { dropped } = capture;
  return { session: id, path, sinceMicros, messages, bytes, bytesPerSecond, dropped, diskUsed, warning };
}

/** Makes the folder of a session that starts now: its name is the second, in UTC. */
export async function makeSessionFolder(
  folder: string,
  start: Date,
): Promise<{ readonly id: string; readonly path: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const second = `${start.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  for (let take = 1; take <= SAME_SECOND_MAX; take++) {
    const id = take === 1 ? second : `${second}-${take}`;
    try {
      await mkdir(join(folder, id), { mode: 0o700 });
      return { id, path: join(folder, id) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`There are ${SAME_SECOND_MAX} sessions of this second in ${folder} already.`);
}

function momentNow(): Moment {
  return { micros: Date.now() * MICROS_PER_MS, nanos: Number(process.hrtime.bigint()) };
}

/** How far the wall clock is ahead of the monotonic one. */
function clockAheadMs(): number {
  return Date.now() - Number(process.hrtime.bigint()) / NANOS_PER_MS;
}
