/**
 * In the place of a shard whose thread is gone, until the next one takes over.
 *
 * It is told all that a shard is told, so it knows the books and the windows; but frames pass it by, so none of its books ever becomes
 * live, and windows hear at once that what they show is recovering. Of what it says only answers and windows' frames go on: it asks
 * venues for nothing and tells no alerts.
 */
import type { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { FRAME_INTERVAL_MIN_MS } from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import type { ShardLink } from './shard-link.ts';
import type { FromShard, ToShard } from './shard-message.ts';
import { ShardRunner } from './shard-runner.ts';

const PASSED_ON: ReadonlySet<FromShard['kind']> = new Set(['books', 'checked', 'to-window']);

export class StandInShard implements ShardLink {
  readonly queuedFrames = 0;
  private readonly said: (message: FromShard) => void;
  private readonly runner: ShardRunner;
  private readonly timer: NodeJS.Timeout;
  private passedBy = 0;

  constructor(venues: readonly Venue[], number: number, said: (message: FromShard) => void) {
    this.said = said;
    this.runner = new ShardRunner(venues, number, (message) => {
      if (PASSED_ON.has(message.kind)) said(message);
    });
    this.timer = setInterval(() => this.runner.publish(), FRAME_INTERVAL_MIN_MS);
  }

  post(message: ToShard): void {
    // A keyframe would make books live that nothing keeps so.
    if (message.kind !== 'restore') this.runner.take(message);
  }

  frame(_reader: FrameBatchReader, _frame: FrameWindow, isEcho: boolean): void {
    if (!isEcho) this.passedBy++;
  }

  flush(): void {
    if (this.passedBy === 0) return;
    this.said({ kind: 'taken', frames: this.passedBy });
    this.passedBy = 0;
  }

  /** Makes way for the shard's next thread. */
  kill(): void {
    clearInterval(this.timer);
  }
}
