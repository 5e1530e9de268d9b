/**
 * The thread that verifies, as main holds it: a bounded number of batches is on its way to it, and it ends with a report, with a
 * sentence, or by breaking.
 */
import { Worker } from 'node:worker_threads';
import { CHANNEL, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { FromVerifier, ToVerifier, VerifyReport } from '../../src-shared/contract/verify.ts';
import { BATCH_FRAMES_MAX, DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { SilenceWatch } from '../base/silence-watch.ts';

/** Batches on their way: enough that the thread never waits, few enough that memory stays at some MiB. */
const BATCHES_IN_FLIGHT_MAX = 8;

export class VerifyThread {
  private readonly worker: Worker;
  private readonly watch: SilenceWatch;
  private readonly writer = new FrameBatchWriter();
  private readonly lines = new Uint32Array(BATCH_FRAMES_MAX);
  private readonly reported = Promise.withResolvers<VerifyReport>();
  private inFlight = 0;
  private isOver = false;
  private wake: () => void = () => {};

  /** `entry`: the file that the thread runs; it is given up when it has taken none of its batches for so long. */
  constructor(entry: URL, silentMs = DISK_THREAD_SILENT_MS) {
    this.watch = new SilenceWatch(
      silentMs,
      () => this.fail('The verifier gave no sign of life and was given up.'),
      () => {
        if (this.inFlight === 0) this.watch.heard();
      },
    );
    // What it might print goes to stderr: stdout belongs to the command's answer.
    this.worker = new Worker(entry, { name: 'verify', stdout: true, stderr: true });
    this.worker.stdout.pipe(process.stderr, { end: false });
    this.worker.stderr.pipe(process.stderr, { end: false });
    this.worker.on('message', (message: FromVerifier) => this.take(message));
    this.worker.on('error', (error: Error) => this.fail(`The verifier broke: ${error.message}`));
    this.worker.on('exit', () => this.fail('The verifier ended without a report.'));
    this.reported.promise.catch(() => {});
  }

  post(message: ToVerifier): void {
    this.flush();
    if (!this.isOver) this.worker.postMessage(message);
  }

  frame(message: Uint8Array, receivedMicros: number, line: number): void {
    this.lines[this.writer.frames] = line;
    this.writer.add(0, CHANNEL.text, receivedMicros, 0, message);
    if (this.writer.full) this.flush();
  }

  /** Resolves when there is room for more. Rejects when the thread can take no more. */
  async room(): Promise<void> {
    while (this.inFlight >= BATCHES_IN_FLIGHT_MAX && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.isOver) await this.reported.promise;
  }

  /** What the thread found. Rejects with one sentence. */
  report(): Promise<VerifyReport> {
    return this.reported.promise;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.watch.stop();
    await this.worker.terminate();
  }

  private flush(): void {
    if (this.writer.frames === 0 || this.isOver) return;
    const lines = this.lines.slice(0, this.writer.frames);
    const batch = this.writer.take();
    const message: ToVerifier = { kind: 'frames', batch, lines };
    this.inFlight++;
    this.worker.postMessage(message, [batch.buffer, lines.buffer]);
  }

  private take(message: FromVerifier): void {
    this.watch.heard();
    if (message.kind === 'taken') this.inFlight--;
    else if (message.kind === 'report') this.reported.resolve(message.report);
    else this.fail(message.text);
    this.wake();
  }

  private fail(text: string): void {
    this.isOver = true;
    this.reported.reject(new Error(text));
    this.wake();
  }
}
