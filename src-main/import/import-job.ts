/** An import in a thread of its own, as a promise. */
import { Worker } from 'node:worker_threads';
import { DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { SilenceWatch } from '../base/silence-watch.ts';
import type { ImportOptions, ImportReport } from './session-import.ts';

/** What can be handed to the thread. */
export type ImportOrder = Omit<ImportOptions, 'onProgress' | 'signal'>;

export type FromImport =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly text: string }
  /** Now and then: its thread lives. */
  | { readonly kind: 'alive' };

export type ImportJobOptions = {
  readonly order: ImportOrder;
  readonly signal: AbortSignal;
  onProgress(share: number): void;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** After so long without a sign of life the thread is ended; tests lower it. */
  readonly silentMs?: number;
};

/** Resolves with the report; rejects with a sentence, or when it was cancelled, and then nothing is left behind. */
export function runImport(options: ImportJobOptions): Promise<ImportReport> {
  const { order, signal, onProgress, entry, silentMs = DISK_THREAD_SILENT_MS } = options;
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry ?? new URL('./import-thread.ts', import.meta.url), {
      workerData: order,
      name: 'import',
    });
    const cancel = (): void => worker.postMessage('cancel');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const watch = new SilenceWatch(silentMs, () => {
      reject(new Error('the import gave no sign of life and was ended'));
      void worker.terminate();
    });
    worker.on('message', (message: FromImport) => {
      watch.heard();
      if (message.kind === 'progress') onProgress(message.share);
      else if (message.kind === 'done') resolve(message.report);
      else if (message.kind === 'failed') reject(new Error(message.text));
    });
    worker.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      watch.stop();
      signal.removeEventListener('abort', cancel);
      reject(new Error('the import ended before its time'));
    });
  });
}
