/**
 * A thread that answers requests: `CallThread` on the side that asks, `serveCalls` in the thread.
 *
 * It is started by the first request. A thread that breaks fails the requests it had, and the next request starts a new one: nothing here
 * is lost with it but time. Requests may be answered in any order.
 */
import { parentPort } from 'node:worker_threads';
import { ComponentRecord } from './component-record.ts';
import { errorText } from './error-text.ts';

import { Thread } from './thread.ts';
import { ALIVE_EVERY_MS, type JobServer } from './thread-job.ts';

/** What can be asked: by name, the shape of the question and of its answer. Both cross as data. */
export type Calls = { readonly [name: string]: { readonly ask: unknown; readonly answer: unknown } };
type Name<Asked extends Calls> = keyof Asked & string;

type ToThread =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly ask: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly text: string }
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'alive' };

export type CallContext = { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void };

type Waiting = CallContext & { resolve(answer: unknown): void; reject(error: Error): void };

export type CallThreadOptions = {
  readonly entry: URL;
  readonly name: string;
  /** Begins the sentence of a thread that breaks: `The thread that reads sessions`. */
  readonly what: string;
  readonly workerData?: unknown;
  /** Tests lower it. */
  readonly silentMs?: number;
};

export class CallThread<Asked extends Calls> {
  readonly component = new ComponentRecord('idle');
  private readonly options: CallThreadOptions;
  private readonly waiting = new Map<number, Waiting>();
  private thread: Thread<ToThread, FromThread> | null = null;
  private lastId = 0;
  private isClosed = false;

  constructor(options: CallThreadOptions) {
    this.options = options;
  }

  /** Rejects with a sentence, and with the signal's reason when it was aborted and the work has stopped. */
  call<Called extends Name<Asked>>(
    name: Called,
    ask: Asked[Called]['ask'],
    context: CallContext = {},
  ): Promise<Asked[Called]['answer']> {
    if (this.isClosed) return Promise.reject(new Error(`${this.options.what} is closed.`));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      context.signal?.throwIfAborted();
      this.thread ??= this.start();
      this.component.enter('running');
      this.waiting.set(id, { ...context, resolve, reject });
      context.signal?.addEventListener('abort', () => this.thread?.post({ kind: 'cancel', id }), { once: true });
      this.thread.post({ kind: 'call', id, name, ask });
    });
  }

  /** Ends the thread; requests under way are refused. */
  async stop(): Promise<void> {
    this.isClosed = true;
    this.failAll('was closed.');
    await this.thread?.stop();
  }

  private start(): Thread<ToThread, FromThread> {
    const { what: _what, ...options } = this.options;
    return new Thread({
      ...options,
      isIdle: () => this.waiting.size === 0,
      onMessage: (message) => this.take(message),
      onEnd: (why) => {
        this.thread = null;
        this.component.failed(`${this.options.what} ${why}`);
        this.failAll(`${why}.`);
      },
    });
  }

  private take(message: FromThread): void {
    if (message.kind === 'alive') return;
    const waiting = this.waiting.get(message.id);
    if (message.kind === 'progress') {
      waiting?.onProgress?.(message.share);
      return;
    }
    this.waiting.delete(message.id);
    if (this.waiting.size === 0) this.component.enter('idle');
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(waiting.signal?.aborted ? waiting.signal.reason : new Error(message.text));
  }

  private failAll(why: string): void {
    const error = new Error(`${this.options.what} ${why}`);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.component.enter('idle');
  }
}

export type CallHandlers<Asked extends Calls> = {
  readonly [Called in Name<Asked>]: (
    ask: Asked[Called]['ask'],
    server: JobServer<number>,
  ) => Promise<Asked[Called]['answer']>;
};

/** In the thread: answers requests until the thread is ended. Buffers that `moved` names are handed over with the answer. */
export function serveCalls<Asked extends Calls>(
  handlers: CallHandlers<Asked>,
  moved: (answer: unknown) => ArrayBuffer[] = () => [],
): void {
  const port = parentPort;
  if (!port) throw new Error('requests are served in a thread');
  const running = new Map<number, AbortController>();
  const say = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY_MS).unref();
  const serve = async (id: number, name: Name<Asked>, ask: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const onProgress = (share: number): void => say({ kind: 'progress', id, share });
      const answer = await handlers[name](ask, { signal: controller.signal, onProgress });
      say({ kind: 'answer', id, answer }, moved(answer));
    } catch (error) {
      say({ kind: 'refused', id, text: `${errorText(error)}.` });
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (message: ToThread) => {
    if (message.kind === 'cancel') running.get(message.id)?.abort(new Error('It was cancelled.'));
    else void serve(message.id, message.name, message.ask);
  });
}
