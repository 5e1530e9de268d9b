/**
 * A shard in a thread of its own. Frames go over in batches whose buffers are handed over, not copied; the thread says how many it
 * has taken, so the engine knows what is queued. A thread that dies is a value with a reason.
 */
import { Worker } from 'node:worker_threads';
import {
  CHANNEL_ECHO,
  type Channel,
  type FrameBatchReader,
  FrameBatchWriter,
} from '../../src-shared/contract/frame-batch.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import type { ShardEvents, ShardLink } from './shard-link.ts';
import type { FromShard, ToShard } from './shard-message.ts';

/** What the thread is told at its start. */
export type ShardThreadData = { readonly shard: number };

export class ThreadShard implements ShardLink {
  queuedFrames = 0;
  private readonly writer = new FrameBatchWriter();
  private readonly worker: Worker;
  private readonly events: ShardEvents;
  private failure = '';

  /** `entry`: the file that the thread runs. */
  constructor(entry: URL, number: number, events: ShardEvents) {
    this.events = events;
    const workerData: ShardThreadData = { shard: number };
    this.worker = new Worker(entry, { workerData, name: `shard ${number}` });
    this.worker.on('message', (message: FromShard) => this.take(message));
    this.worker.on('error', (error) => {
      this.failure = error instanceof Error ? error.message : String(error);
    });
    this.worker.on('exit', (code) => events.died(this.failure || `it ended with code ${code}`, this.queuedFrames));
  }

  post(message: ToShard): void {
    this.flush();
    this.worker.postMessage(message);
  }

  frame(reader: FrameBatchReader, frame: FrameWindow, isEcho: boolean): void {
    const channel = isEcho ? ((reader.channel | CHANNEL_ECHO) as Channel) : reader.channel;
    this.writer.add(reader.connection, channel, reader.receivedMicros, reader.receivedNanos, frame.bytes());
    if (!isEcho) this.queuedFrames++;
    if (this.writer.full) this.flush();
  }

  flush(): void {
    if (this.writer.frames === 0) return;
    const batch = this.writer.take();
    this.worker.postMessage(batch, [batch.buffer]);
  }

  kill(why = 'it was killed'): void {
    this.failure ||= why;
    void this.worker.terminate();
  }

  private take(message: FromShard): void {
    if (message.kind === 'taken') this.queuedFrames -= message.frames;
    this.events.message(message);
  }
}
