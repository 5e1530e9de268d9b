/** The thread that says what messages frames hold: batches go in, answers come back in the same order. */
import { Worker } from 'node:worker_threads';
import type { FrameIdentities, MergeBatch } from '../../src-shared/contract/merge-identities.ts';

type Waiting = { resolve(answer: readonly FrameIdentities[]): void; reject(error: Error): void };

export class MergeIdentifier {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;

  /** `entry`: the file that the thread runs. */
  constructor(entry: URL) {
    this.worker = new Worker(entry, { name: 'merge' });
    this.worker.on('message', (answer: readonly FrameIdentities[]) => this.waiting.shift()?.resolve(answer));
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.fail(new Error('the thread that reads the messages ended')));
  }

  /** The identities of a batch's frames. The batch is handed over. */
  identify(batch: MergeBatch): Promise<readonly FrameIdentities[]> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(batch, [batch.batch.buffer]);
    });
  }

  async close(): Promise<void> {
    this.worker.removeAllListeners('exit');
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
