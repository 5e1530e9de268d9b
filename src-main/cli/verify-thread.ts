/**
 * The thread that verifies, as main holds it: a bounded number of batches is on its way to it, and it ends with a report, with a
 * sentence, or by breaking.
 */
import { CHANNEL, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { FromVerifier, ToVerifier, VerifyReport } from '../../src-shared/contract/verify.ts';
import { BATCH_FRAMES_MAX } from '../../src-shared/domain/limits.ts';
import { Thread } from '../base/thread.ts';

/** Batches on their way: enough that the thread never waits, few enough that memory stays at some MiB. */
const BATCHES_IN_FLIGHT_MAX = 8;

export class VerifyThread {
  private readonly thread: Thread<ToVerifier, FromVerifier>;
  private readonly writer = new FrameBatchWriter();
  private readonly lines = new Uint32Array(BATCH_FRAMES_MAX);
  private readonly reported = Promise.withResolvers<VerifyReport>();
  private inFlight = 0;
  private wake: () => void = () => {};

  /** `entry`: the file that the thread runs; it is ended when it has taken none of its batches for `silentMs`. */
  constructor(entry: URL, silentMs?: number) {
    this.thread = new Thread({
      entry,
      name: 'verify',
      ...(silentMs !== undefined && { silentMs }),
      isIdle: () => this.inFlight === 0,
      onMessage: (message) => this.take(message),
      onEnd: (why) => this.fail(`The verifier ${why}.`),
    });
    this.reported.promise.catch(() => {});
  }

  post(message: ToVerifier): void {
    this.flush();
    this.thread.post(message);
  }

  frame(message: Uint8Array, receivedMicros: number, line: number): void {
    this.lines[this.writer.frames] = line;
    this.writer.add(0, CHANNEL.text, receivedMicros, 0, message);
    if (this.writer.full) this.flush();
  }

  /** Resolves when there is room for more. Rejects when the thread can take no more. */
  async room(): Promise<void> {
    while (this.inFlight >= BATCHES_IN_FLIGHT_MAX && !this.thread.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.thread.isOver) await this.reported.promise;
  }

  /** What the thread found. Rejects with one sentence. */
  report(): Promise<VerifyReport> {
    return this.reported.promise;
  }

  stop(): Promise<void> {
    return this.thread.stop();
  }

  private flush(): void {
    if (this.writer.frames === 0) return;
    const lines = this.lines.slice(0, this.writer.frames);
    const batch = this.writer.take();
    this.inFlight++;
    this.thread.post({ kind: 'frames', batch, lines }, [batch.buffer, lines.buffer]);
  }

  private take(message: FromVerifier): void {
    if (message.kind === 'taken') this.inFlight--;
    else if (message.kind === 'report') this.reported.resolve(message.report);
    else this.fail(message.text);
    this.wake();
  }

  private fail(text: string): void {
    this.reported.reject(new Error(text));
    // Batches on their way are not taken any more: who waits for room would wait for ever.
    void this.thread.over();
    this.wake();
  }
}
