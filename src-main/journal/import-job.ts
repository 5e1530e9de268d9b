/** An import in a thread of its own, as a promise. */
import { Worker } from 'node:worker_threads';
import type { ImportOptions, ImportReport } from './session-import.ts';

/** What can be handed to the thread. */
export type ImportOrder = Omit<ImportOptions, 'onProgress' | 'signal'>;

export type FromImport =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly text: string };

export type ImportJobOptions = {
  readonly order: ImportOrder;
  readonly signal: AbortSignal;
  onProgress(share: number): void;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
};

/** Resolves with the report; rejects with a sentence, or when it was cancelled, and then nothing is left behind. */
export function runImport({ order, signal, onProgress, entry }: ImportJobOptions): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry ?? new URL('./import-thread.ts', import.meta.url), {
      workerData: order,
      name: 'import',
    });
    const cancel = (): void => worker.postMessage('cancel');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    worker.on('message', (message: FromImport) => {
      if (message.kind === 'progress') onProgress(message.share);
      else if (message.kind === 'done') resolve(message.report);
      else reject(new Error(message.text));
    });
    worker.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      signal.removeEventListener('abort', cancel);
      reject(new Error('the import ended before its time'));
    });
  });
}
