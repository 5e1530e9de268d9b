/** A shard in the engine's own thread: on one or two cores a thread of its own would only cost. */
import { CHANNEL_ECHO, type Channel, type FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { ENGINE_HEARTBEAT_MS, FRAME_INTERVAL_MIN_MS } from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import type { ShardEvents, ShardLink } from './shard-link.ts';
import type { ToShard } from './shard-message.ts';
import { ShardRunner } from './shard-runner.ts';
import { keepTime } from './shard-time.ts';

export class InlineShard implements ShardLink {
  readonly queuedFrames = 0;
  private readonly runner: ShardRunner;
  private readonly events: ShardEvents;
  private taken = 0;

  constructor(venues: readonly Venue[], number: number, events: ShardEvents) {
    this.events = events;
    this.runner = new ShardRunner(venues, number, (message) => events.message(message));
    keepTime(this.runner, FRAME_INTERVAL_MIN_MS, ENGINE_HEARTBEAT_MS);
  }

  post(message: ToShard): void {
    this.runner.take(message);
  }

  frame(reader: FrameBatchReader, frame: FrameWindow, isEcho: boolean): void {
    if (isEcho) reader.channel = (reader.channel | CHANNEL_ECHO) as Channel;
    else this.taken++;
    this.runner.frame(reader, frame);
  }

  flush(): void {
    if (this.taken === 0) return;
    this.events.message({ kind: 'taken', frames: this.taken });
    this.taken = 0;
  }

  kill(): void {}
}
