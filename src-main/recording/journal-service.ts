/**
 * The work of the journal's thread: takes what main taps, writes it, and stops by itself when the disk is nearly full or a write
 * fails. What was written is on the disk within a second of its receipt.
 */
import { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { diskUsed } from '../base/disk-space.ts';
import { errorText } from '../base/error-text.ts';
import { SessionWriter, type SessionWriterOptions } from '../session/session-writer.ts';
import { FLUSH_EVERY_MS, FLUSH_IDLE_MS } from './capture-limits.ts';
import type { FromJournal, JournalOrder, JournalProgress, ToJournal } from './capture-messages.ts';

/** Posts to main; the buffers named are handed over. */
export type PostToMain = (message: FromJournal, transfer?: readonly ArrayBuffer[]) => void;

export class JournalService {
  private readonly order: JournalOrder;
  private readonly post: PostToMain;
  private readonly onEnd: () => void;
  private readonly writer: SessionWriter;
  private readonly reader = new FrameBatchReader();
  private readonly timer: NodeJS.Timeout;
  /** Slices of keyframes that are not complete: at most two, the regular one and a new part's. */
  private readonly keyframes = new Map<number, string[]>();
  private flushedMs = 0;
  private hasEnded = false;
  private disk: number | null = null;

  /** Throws when the session's first file cannot be created. */
  constructor(
    order: JournalOrder,
    post: PostToMain,
    onEnd: () => void,
    createFile?: SessionWriterOptions['createFile'],
  ) {
    this.order = order;
    this.post = post;
    this.onEnd = onEnd;
    this.writer = new SessionWriter({ ...order, createFile });
    this.timer = setTimeout(() => this.guarded(() => this.flush()), FLUSH_IDLE_MS);
    this.guarded(() => this.flush());
  }

  take(message: ToJournal): void {
    if (!this.hasEnded) this.guarded(() => this.write(message));
    // After the end frames are still on their way; they count as taken, so that main's counter comes to rest.
    else if (message.kind === 'frames') this.taken(0, message.batch);
  }

  private write(message: ToJournal): void {
    const { writer } = this;
    switch (message.kind) {
      case 'frames':
        this.writeFrames(message.batch);
        break;
      case 'connection':
        writer.connection(message.connection, message.venue, message.transport);
        break;
      case 'event':
        writer.event(message.at, message.event);
        break;
      case 'keyframe-slice':
        this.sliceOf(message.keyframe).push(message.text);
        break;
      case 'keyframe':
        this.writeKeyframe(message);
        break;
      case 'tally':
        writer.tally(message.at, message.tally);
        break;
      case 'catalog':
        writer.catalog(message.at, message.listings, message.links);
        break;
      case 'stop':
        this.stop('asked', '');
        break;
    }
  }

  private sliceOf(keyframe: number): string[] {
    const slices = this.keyframes.get(keyframe) ?? [];
    this.keyframes.set(keyframe, slices);
    return slices;
  }

  private writeKeyframe({ keyframe, at, frames }: Extract<ToJournal, { kind: 'keyframe' }>): void {
    if (frames !== null) this.writer.keyframeText(at, frames, this.sliceOf(keyframe));
    this.keyframes.delete(keyframe);
  }

  private writeFrames(batch: Uint8Array<ArrayBuffer>): void {
    const { reader, writer } = this;
    reader.open(batch);
    let frames = 0;
    while (reader.next()) {
      const bytes = batch.subarray(reader.start, reader.end);
      writer.frame(reader.connection, reader.channel, reader.receivedMicros, reader.receivedNanos, bytes);
      frames++;
    }
    writer.batchGiven();
    this.taken(frames, batch);
    if (performance.now() - this.flushedMs >= FLUSH_EVERY_MS) this.flush();
  }

  private taken(frames: number, { buffer }: Uint8Array<ArrayBuffer>): void {
    this.post({ kind: 'taken', frames, buffer }, [buffer]);
  }

  private flush(): void {
    this.flushedMs = performance.now();
    this.writer.flush(this.flushedMs);
    this.timer.refresh();
    this.disk = diskUsed(this.order.folder);
    if (this.disk !== null && this.disk >= this.order.disk.stopUsed) {
      const percent = (this.disk * 100).toFixed(0);
      this.stop('disk-full', `The disk is ${percent} % full, so recording was stopped; the session is whole.`);
      return;
    }
    this.post({ kind: 'progress', progress: this.progress() });
  }

  private stop(why: 'asked' | 'disk-full', text: string): void {
    this.writer.close();
    this.end(why, text, true);
  }

  /** A write that fails ends the recording, and nothing else. */
  private guarded(work: () => void): void {
    if (this.hasEnded) return;
    try {
      work();
    } catch (error) {
      const isWhole = this.writer.abandon();
      const rest = isWhole ? 'the session is whole up to there' : 'its last file is repaired at the next start';
      this.end(
        'write-error',
        `Recording stopped: the session could not be written (${errorText(error)}); ${rest}.`,
        isWhole,
      );
    }
  }

  private end(why: 'asked' | 'disk-full' | 'write-error', text: string, isWhole: boolean): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.post({ kind: 'ended', why, text, isWhole, progress: this.progress() });
    this.onEnd();
  }

  private progress(): JournalProgress {
    const { framesWritten, bytes, parts } = this.writer;
    return { frames: framesWritten, bytes, parts, diskUsed: this.disk };
  }
}
