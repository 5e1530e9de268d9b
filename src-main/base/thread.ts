/**
 * One worker thread as its owner holds it: messages go in and come out, and it ends exactly once, for a stated reason.
 *
 * A thread that gives no sign of life for too long is ended. What it prints goes to standard error: standard output belongs to a command's
 * answer.
 */
import { Worker } from 'node:worker_threads';
import { DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { errorText } from './error-text.ts';
import { SilenceWatch } from './silence-watch.ts';

export type ThreadOptions<Out> = {
  /** The file that the thread runs. */
  readonly entry: URL;
  readonly name: string;
  readonly workerData?: unknown;
  /** Without a message for this long the thread is ended. */
  readonly silentMs?: number;
  /** While this is true nothing is expected of the thread, and its silence is not counted. */
  readonly isIdle?: () => boolean;
  onMessage(message: Out): void;
  /** Called once, unless `stop` came first. `why` completes a sentence that begins with the thread: `broke: ...`, `ended early`. */
  onEnd(why: string): void;
};

export class Thread<In, Out> {
  isOver = false;
  private readonly worker: Worker;
  private readonly watch: SilenceWatch;
  private readonly exited = Promise.withResolvers<void>();

  constructor(options: ThreadOptions<Out>) {
    const { entry, name, workerData, silentMs = DISK_THREAD_SILENT_MS, isIdle = () => false } = options;
    const end = (why: string): void => {
      if (this.isOver) return;
      this.isOver = true;
      options.onEnd(why);
    };
    this.watch = new SilenceWatch(
      silentMs,
      () => {
        end('gave no sign of life and was ended');
        void this.worker.terminate();
      },
      () => {
        if (isIdle()) this.watch.heard();
      },
    );
    this.worker = new Worker(entry, { workerData, name, stdout: true, stderr: true });
    for (const output of [this.worker.stdout, this.worker.stderr]) {
      output.on('data', (text: Buffer) => process.stderr.write(text));
    }
    this.worker.on('message', (message: Out) => {
      this.watch.heard();
      if (!this.isOver) options.onMessage(message);
    });
    this.worker.on('error', (error) => end(`broke: ${errorText(error)}`));
    this.worker.on('exit', () => {
      this.watch.stop();
      end('ended early');
      this.exited.resolve();
    });
  }

  /** What is posted after the end is dropped. */
  post(message: In, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.isOver) this.worker.postMessage(message, transfer);
  }

  /** Nothing more is expected of it; resolves when it has ended by itself, or after it was silent for too long. */
  over(): Promise<void> {
    this.isOver = true;
    return this.exited.promise;
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.worker.terminate();
  }
}
