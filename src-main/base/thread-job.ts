/**
 * One piece of work in a thread of its own, as a promise: `runInThread` on the side that waits, `serveJob` in the thread.
 *
 * An aborted job is asked to stop, so that it can remove what it has made; one that does not within a few seconds is ended.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from './error-text.ts';
import { Thread } from './thread.ts';

/** As often as the thread says that it lives. */
export const ALIVE_EVERY_MS = 1_000;
/** How long a cancelled job may clean up: removing some GiB of files takes about a second. */
const CANCEL_GRACE_MS = 10_000;

type FromJob<Progress, Result> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'alive' };

export type ThreadJob<Order, Progress> = {
  readonly entry: URL;
  readonly name: string;
  /** Begins the sentence of a thread that breaks: `The export`. */
  readonly what: string;
  /** Handed to the work, as data. */
  readonly order: Order;
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Tests lower them. */
  readonly silentMs?: number;
  readonly graceMs?: number;
};

/** Resolves with the work's result once the thread is gone. Rejects with a sentence, and with the signal's reason when a cancelled job had to be ended. */
export async function runInThread<Order, Progress, Result>(job: ThreadJob<Order, Progress>): Promise<Result> {
  const { entry, name, what, order, signal, silentMs, graceMs = CANCEL_GRACE_MS } = job;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const thread = new Thread<'cancel', FromJob<Progress, Result>>({
    entry,
    name,
    workerData: order,
    ...(silentMs !== undefined && { silentMs }),
    onMessage(message) {
      if (message.kind === 'progress') job.onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.result);
      else if (message.kind === 'failed') reject(new Error(message.text));
    },
    onEnd: (why) => reject(new Error(`${what} ${why}`)),
  });
  let grace: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    thread.post('cancel');
    grace = setTimeout(() => {
      reject(signal.reason);
      void thread.stop();
    }, graceMs);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    await thread.over();
    clearTimeout(grace);
  }
}

export type JobServer<Progress> = { readonly signal: AbortSignal; onProgress(progress: Progress): void };

/** In the thread: does the work and answers with its result. Buffers that `moved` names are handed over. */
export async function serveJob<Order, Progress, Result>(
  work: (order: Order, server: JobServer<Progress>) => Promise<Result>,
  moved: (result: Result) => ArrayBuffer[] = () => [],
): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('a job runs in a thread of its own');
  const say = (message: FromJob<Progress, Result>, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  const controller = new AbortController();
  port.once('message', () => controller.abort(new Error('It was cancelled.')));
  const alive = setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY_MS);
  try {
    const onProgress = (progress: Progress): void => say({ kind: 'progress', progress });
    const result = await work(workerData as Order, { signal: controller.signal, onProgress });
    say({ kind: 'done', result }, moved(result));
  } catch (error) {
    say({ kind: 'failed', text: errorText(error) });
  } finally {
    clearInterval(alive);
    port.close();
  }
}
