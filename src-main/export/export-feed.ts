/**
 * Reads a recording and hands it to the thread that makes tables, in order and never more than it can take.
 *
 * Frames are not looked at here. A connection number of the recording is handed on as it is; what happened to connections goes between
 * the frames, where it happened.
 */
import { FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import {
  type FromTables,
  TABLE_BATCHES_IN_FLIGHT,
  TABLE_BYTES_MAX,
  TABLE_FRAMES_MAX,
  type ToTables,
} from '../../src-shared/contract/tables.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { Thread } from '../base/thread.ts';
import type { EventItem, SessionItem } from '../session/session-item.ts';
import { ExportError } from './export-source.ts';

type Done = Extract<FromTables, { kind: 'done' }>;
type Books = Extract<FromTables, { kind: 'books' }>;
type Change = Extract<ToTables, { kind: 'connection' }>['change'];

/** Events that change what is known of connections; the others only are rows. */
const CHANGES: Partial<Readonly<Record<SessionEvent['kind'], Change>>> = {
  connected: 'connected',
  disconnected: 'disconnected',
  silent: 'silent',
  heard: 'heard',
  subscribed: 'subscribed',
  handover: 'handover',
  unsubscribed: 'unsubscribed',
  dropped: 'lost',
};

export class ExportFeed {
  /** Frames handed on. */
  frames = 0;
  private readonly thread: Thread<ToTables | Uint8Array<ArrayBuffer>, FromTables>;
  private readonly writer = new FrameBatchWriter();
  private readonly known = new Set<number>();
  private readonly done = Promise.withResolvers<Done>();
  private readonly asked: PromiseWithResolvers<Books>[] = [];
  private inFlight = 0;
  /** Bytes of frames in the batch being filled. */
  private bytes = 0;
  private wake: (() => void) | null = null;
  private failure: Error | null = null;

  /** `entry`: the file the thread runs. `onColumns` is called for every batch of rows. */
  constructor(
    entry: URL,
    start: Extract<ToTables, { kind: 'start' }>,
    onColumns: (columns: Extract<FromTables, { kind: 'columns' }>) => void,
  ) {
    this.thread = new Thread({
      entry,
      name: 'tables',
      isIdle: () => this.inFlight === 0 && this.asked.length === 0,
      onMessage: (message) => {
        try {
          if (message.kind === 'columns') onColumns(message);
          else if (message.kind === 'done') this.done.resolve(message);
          else if (message.kind === 'books') this.asked.shift()?.resolve(message);
          else this.taken();
        } catch (error) {
          this.fail(error as Error);
        }
      },
      onEnd: (why) => this.fail(new ExportError(`The thread that makes the tables ${why}.`)),
    });
    this.done.promise.catch(() => {});
    this.post(start);
  }

  /** Hands on a group of items. Resolves when there is room for more; rejects when the thread failed. */
  async add(items: readonly SessionItem[], onEvent: (item: EventItem) => void): Promise<void> {
    for (const item of items) {
      if (item.kind === 'frame') {
        if (!this.known.has(item.connection)) {
          this.known.add(item.connection);
          this.post({ kind: 'carrier', connection: item.connection, venue: item.venue, transport: item.transport });
        }
        this.writer.add(item.connection, item.channel, item.receivedMicros, item.receivedNanos, item.bytes);
        this.frames++;
        this.bytes += item.bytes.length;
        if (this.writer.frames >= TABLE_FRAMES_MAX || this.bytes >= TABLE_BYTES_MAX) await this.flush();
      } else if (item.kind === 'event') {
        onEvent(item);
        const { kind, connection, listings } = item.event;
        const change = CHANGES[kind];
        if (change) this.post({ kind: 'connection', connection, change, listings, atMicros: item.atMicros });
      } else this.post({ kind: 'books', atMicros: item.atMicros, books: item.books });
    }
  }

  /** The books behind everything that was handed on, and the trades since they were last asked for. */
  ask(): Promise<Books> {
    if (this.failure) return Promise.reject(this.failure);
    const asked = Promise.withResolvers<Books>();
    this.asked.push(asked);
    this.post({ kind: 'ask' });
    return asked.promise;
  }

  /** Everything was handed on: resolves when it is all made. */
  async end(): Promise<Done> {
    this.post({ kind: 'end' });
    return this.done.promise;
  }

  /** Ends the thread, whatever it does. */
  close(): Promise<void> {
    return this.thread.stop();
  }

  private post(message: ToTables): void {
    this.send();
    this.thread.post(message);
  }

  private send(): void {
    if (this.writer.frames === 0) return;
    const batch = this.writer.take();
    this.bytes = 0;
    this.inFlight++;
    this.thread.post(batch, [batch.buffer]);
  }

  private async flush(): Promise<void> {
    this.send();
    while (this.inFlight >= TABLE_BATCHES_IN_FLIGHT && !this.failure) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.failure) throw this.failure;
  }

  private taken(): void {
    this.inFlight--;
    this.wake?.();
    this.wake = null;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.done.reject(this.failure);
    for (const asked of this.asked.splice(0)) asked.reject(this.failure);
    this.wake?.();
    this.wake = null;
  }
}
