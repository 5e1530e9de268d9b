/**
 * One session while it is recorded: the thread that writes it, the tap that feeds it, and what it holds at intervals (all books, the trades
 * of each second, steps of the clock). It ends once, with the reason; whatever goes wrong with the writing ends it and nothing else.
 */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { RecordingState } from '../../src-shared/domain/session.ts';
import { DISK_LIMITS } from '../base/disk-space.ts';
import { Thread } from '../base/thread.ts';
import type { Moment } from '../session/session-writer.ts';
import { TALLY_STEP_MICROS, TradeTally } from '../session/trade-tally.ts';
import { Capture } from './capture.ts';
import { clockStepEvent, note } from './capture-events.ts';
import { KEYFRAME_BOOKS_PER_ASK } from './capture-limits.ts';
import type { FromJournal, JournalOrder, JournalProgress, ToJournal } from './capture-messages.ts';
import type { RecorderOptions, RecordingEnd } from './recording-options.ts';

const SECOND_MS = 1_000;
const MICROS_PER_MS = 1_000;
const NANOS_PER_MS = 1e6;
/** A wall clock that moved by more than this against the monotonic one was set, or the machine slept. */
const CLOCK_STEP_MS = 500;
const NO_PROGRESS: JournalProgress = { frames: 0, bytes: 0, parts: 0, diskUsed: null };

/** The session's folder, which exists and is empty. */
export type NewFolder = { readonly id: string; readonly path: string };

export type RunEvents = {
  /** The first file is open. */
  onOpened(): void;
  /** Once a second. */
  onState(state: RecordingState): void;
  onEnd(end: RecordingEnd): void;
};

export class RecordingRun {
  readonly path: string;
  readonly capture: Capture;
  private readonly id: string;
  private readonly options: RecorderOptions;
  private readonly events: RunEvents;
  private readonly sinceMicros = Date.now() * MICROS_PER_MS;
  private readonly thread: Thread<ToJournal, FromJournal>;
  private readonly tally = new TradeTally();
  private readonly timers: readonly NodeJS.Timeout[];
  private progress = NO_PROGRESS;
  private progressMs = performance.now();
  private bytesPerSecond = 0;
  private warning = '';
  private hasWarnedOfDrops = false;
  /** Requested so far. */
  private keyframes = 0;
  private hasEnded = false;

  constructor(options: RecorderOptions, { id, path }: NewFolder, listings: readonly ListingId[], events: RunEvents) {
    const { app, partBytesMax, partMs, keyframeMs, messageIndex = false, disk = DISK_LIMITS, silentMs } = options;
    this.options = options;
    this.events = events;
    this.id = id;
    this.path = path;
    const startMicros = this.sinceMicros;
    const order: JournalOrder = { folder: path, id, app, startMicros, partBytesMax, partMs, messageIndex, disk };
    this.thread = new Thread({
      entry: options.threadUrl ?? new URL('./journal-thread.ts', import.meta.url),
      name: 'journal',
      workerData: order,
      ...(silentMs !== undefined && { silentMs }),
      onMessage: (message) => this.take(message),
      onEnd: (why) => this.crash(`its thread ${why}`),
    });
    this.capture = new Capture({
      post: (message, transfer) => this.thread.post(message, transfer),
      connections: options.connections,
      listings,
      now: momentNow,
    });
    this.introduce(listings);
    let aheadMs = clockAheadMs();
    this.timers = [
      setInterval(() => void this.keyframe(), keyframeMs),
      setInterval(() => {
        const nowAheadMs = clockAheadMs();
        if (Math.abs(nowAheadMs - aheadMs) > CLOCK_STEP_MS) this.capture.event(clockStepEvent(nowAheadMs - aheadMs));
        aheadMs = nowAheadMs;
      }, SECOND_MS),
    ];
  }

  get state(): RecordingState {
    const { id, path, sinceMicros, bytesPerSecond, warning } = this;
    const { frames: messages, bytes, diskUsed } = this.progress;
    const { dropped } = this.capture;
    return { session: id, path, sinceMicros, messages, bytes, bytesPerSecond, dropped, diskUsed, warning };
  }

  /** Ends the session behind everything that was received so far. */
  stop(): void {
    this.writeTally();
    this.capture.stop();
  }

  /** Ends the thread as a crash would. */
  kill(): void {
    void this.thread.stop();
    this.crash('its thread was killed');
  }

  /** Trades of the second that ends now. */
  countTrades(trades: number): void {
    this.tally.add(Date.now() * MICROS_PER_MS - TALLY_STEP_MICROS / 2, trades);
  }

  /** What a session says first. */
  private introduce(listings: readonly ListingId[]): void {
    const { capture } = this;
    const { source, settingsText } = this.options;
    capture.event(note('settings', settingsText));
    if (listings.length > 0) {
      const text = `Only the connections subscribed to ${listings.join(', ')} are recorded, with all their frames.`;
      capture.event(note('note', text));
    }
    capture.introduceAll();
    // Starting the thread is enough for one turn.
    setImmediate(() => {
      void capture.catalog(source.listings(), source.links());
      void this.keyframe();
    });
  }

  /**
   * Requests all books, in several requests with no frame between them: every answer holds exactly the frames that were handed over
   * before. The answers are handed on one a turn, so that main's sockets are read between them.
   */
  private async keyframe(): Promise<void> {
    const { capture } = this;
    this.writeTally();
    const { source } = this.options;
    const { frames } = capture;
    const keyframe = this.keyframes++;
    const ids = source.listings().map(({ id }) => id);
    const requests: ReturnType<typeof source.dumpBooks>[] = [];
    for (let from = 0; from < ids.length; from += KEYFRAME_BOOKS_PER_ASK) {
      requests.push(source.dumpBooks(ids.slice(from, from + KEYFRAME_BOOKS_PER_ASK)));
    }
    // Those behind one that fails are not waited for.
    for (const request of requests) request.catch(() => {});
    try {
      for (const request of requests) {
        const books = await request;
        await new Promise((resolve) => setImmediate(resolve));
        capture.keyframeSlice(keyframe, JSON.stringify(books).slice(1, -1));
      }
      capture.keyframe(keyframe, frames);
    } catch {
      // Without an engine there are no books; the next keyframe has them again.
      capture.keyframe(keyframe, null);
    }
  }

  private writeTally(): void {
    const counted = this.tally.take();
    if (counted) this.capture.tally(counted);
  }

  private take(message: FromJournal): void {
    if (message.kind === 'taken') this.capture.taken(message.frames, message.buffer);
    else if (message.kind === 'progress') this.takeProgress(message.progress);
    else {
      this.progress = message.progress;
      this.end(message.why, message.text);
    }
  }

  private takeProgress(progress: JournalProgress): void {
    const nowMs = performance.now();
    const seconds = Math.max(0.1, (nowMs - this.progressMs) / SECOND_MS);
    const before = this.progress;
    const isFirst = before === NO_PROGRESS;
    this.progress = progress;
    this.progressMs = nowMs;
    if (isFirst) this.events.onOpened();
    else {
      this.bytesPerSecond = Math.max(0, (progress.bytes - before.bytes) / seconds);
      // A part explains itself, and can be played from its start.
      if (progress.parts > before.parts) void this.keyframe();
    }
    this.warn();
    this.events.onState(this.state);
  }

  private warn(): void {
    const { warnUsed, stopUsed } = this.options.disk ?? DISK_LIMITS;
    const { diskUsed } = this.progress;
    if (diskUsed !== null && diskUsed >= warnUsed) {
      const text = `The disk is ${(diskUsed * 100).toFixed(0)} % full; recording stops at ${(stopUsed * 100).toFixed(0)} %.`;
      if (this.warning === '') this.log('RECORD_DISK', text);
      this.warning = text;
    } else this.warning = '';
    if (this.capture.dropped === 0 || this.hasWarnedOfDrops) return;
    this.hasWarnedOfDrops = true;
    const text = 'The disk does not keep up with the recording: messages are missing in the session, which says where.';
    this.log('RECORD_DROPPED', text);
  }

  private crash(why: string): void {
    this.end('crashed', `Recording stopped: ${why}. What was written is kept, and its file is repaired.`);
  }

  private end(why: RecordingEnd['why'], text: string): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    for (const timer of this.timers) clearInterval(timer);
    const { capture, id, path } = this;
    capture.abandon();
    void this.thread.over();
    const { frames: messages, bytes, parts: files } = this.progress;
    const lost = capture.frames + capture.dropped - messages;
    this.events.onEnd({ session: id, path, why, text, messages, lost, bytes, files });
  }

  private log(code: string, text: string): void {
    this.options.log({ level: 'warn', code, venue: '', connection: null, listing: '', text });
  }
}

function momentNow(): Moment {
  return { micros: Date.now() * MICROS_PER_MS, nanos: Number(process.hrtime.bigint()) };
}

/** How far the wall clock is ahead of the monotonic one. */
function clockAheadMs(): number {
  return Date.now() - Number(process.hrtime.bigint()) / NANOS_PER_MS;
}
