/** The thread that identifies the messages in frames: batches go in, answers come back in the same order. */
import type { FrameIdentities, MergeBatch } from '../../src-shared/contract/merge-identities.ts';
import { Thread } from '../base/thread.ts';

type Waiting = { resolve(answer: readonly FrameIdentities[]): void; reject(error: Error): void };

export class MergeIdentifier {
  private readonly thread: Thread<MergeBatch, readonly FrameIdentities[]>;
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;

  /** `entry`: the file that the thread runs. */
  constructor(entry: URL) {
    this.thread = new Thread({
      entry,
      name: 'merge',
      isIdle: () => this.waiting.length === 0,
      onMessage: (answer) => this.waiting.shift()?.resolve(answer),
      onEnd: (why) => this.fail(new Error(`the thread that reads the messages ${why}`)),
    });
  }

  /** The identities of a batch's frames. The batch is handed over. */
  identify(batch: MergeBatch): Promise<readonly FrameIdentities[]> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.thread.post(batch, [batch.batch.buffer]);
    });
  }

  close(): Promise<void> {
    return this.thread.stop();
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
