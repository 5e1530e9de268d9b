/** One search for links, as main holds it: a thread that reads the catalogue's file and answers once. */
import { Worker } from 'node:worker_threads';
import { DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { SilenceWatch } from '../base/silence-watch.ts';
import type { FoundLinks } from './link-finder.ts';
import type { FromLinkThread, LinkThreadData } from './link-messages.ts';

export type LinkSearchOptions = LinkThreadData & {
  readonly onProgress: (indexed: number, compared: number) => void;
  readonly signal: AbortSignal;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** After so long without a sign of life the thread is ended; tests lower it. */
  readonly silentMs?: number;
  /** Is told how to end the thread, while it runs. */
  readonly onThread?: (end: (why: string) => void) => void;
};

/** Rejects with a sentence, or when it was aborted. */
export async function searchLinks(options: LinkSearchOptions): Promise<FoundLinks> {
  const { file, onProgress, signal, entry, silentMs = DISK_THREAD_SILENT_MS } = options;
  const workerData: LinkThreadData = { file };
  const worker = new Worker(entry ?? new URL('./link-thread.ts', import.meta.url), { workerData, name: 'links' });
  const found = Promise.withResolvers<FoundLinks>();
  const end = (why: string): void => found.reject(new Error(why));
  const watch = new SilenceWatch(silentMs, () => end('its thread gave no sign of life'));
  options.onThread?.(end);
  worker.on('message', (message: FromLinkThread) => {
    watch.heard();
    if (message.kind === 'progress') onProgress(message.indexed, message.compared);
    else if (message.kind === 'found') found.resolve(message.found);
    else found.reject(new Error(message.text));
  });
  worker.on('error', (error) => found.reject(error));
  worker.on('exit', () => found.reject(new Error('the search for links ended before its time')));
  const stop = (): void => found.reject(new Error('the search for links was ended'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await found.promise;
  } finally {
    watch.stop();
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
