/**
 * The engine's end of a shard: inline, or a thread.
 */
import type { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import type { FromShard, ToShard } from './shard-message.ts';

export interface ShardLink {
  post(message: ToShard): void;
  /** The frame that `frame` shows, as the reader describes it; an echo is a copy of a frame that another shard answers for. */
  frame(reader: FrameBatchReader, frame: FrameWindow, isEcho: boolean): void;
  /** The engine has read all of a batch: what was gathered goes out. */
  flush(): void;
  /** Frames sent and not yet taken. */
  readonly queuedFrames: number;
  /** Ends a thread at once; an inline shard cannot be ended apart from its engine. `why`: what is said of it. */
  kill(why?: string): void;
}

export type ShardEvents = {
  message(message: FromShard): void;
  /** The thread is gone with this many frames. Never called for an inline shard. */
  died(reason: string, framesLost: number): void;
};
