/** Runs an export in a thread of its own: progress and cancelling cross the wall, and nothing else waits. */
import { Worker } from 'node:worker_threads';
import { DISK_THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import type { ExportPlan } from '../../src-shared/domain/session.ts';
import { SilenceWatch } from '../base/silence-watch.ts';
import type { ExportResult } from './export.ts';
import { ExportError } from './export-source.ts';

/** What the thread is told, as data. */
export type ExportJob = {
  /** The session's folder or file. */
  readonly path: string;
  readonly plan: ExportPlan;
  readonly folder: string;
  readonly version: string;
  readonly tablesEntry: string;
};

export type FromExport =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'done'; readonly result: ExportResult }
  | { readonly kind: 'failed'; readonly text: string }
  /** Now and then: its thread lives. */
  | { readonly kind: 'alive' };

export type ExportEntries = {
  /** The file that the export's thread runs (export-thread.ts), where a bundler moved it. */
  readonly exportEntry: URL;
  /** The file that the tables' thread runs. */
  readonly tablesEntry: URL;
};

/** Where the two files lie in the sources. */
export const SOURCE_ENTRIES: ExportEntries = {
  exportEntry: new URL('./export-thread.ts', import.meta.url),
  tablesEntry: new URL('../../src-worker/tables.ts', import.meta.url),
};

/** Rejects with a sentence when nothing was written. */
export async function exportInThread(
  job: Omit<ExportJob, 'tablesEntry'>,
  { exportEntry, tablesEntry }: ExportEntries,
  context: { readonly signal: AbortSignal; progress(share: number): void },
  silentMs = DISK_THREAD_SILENT_MS,
): Promise<ExportResult> {
  context.signal.throwIfAborted();
  const workerData: ExportJob = { ...job, tablesEntry: tablesEntry.href };
  const worker = new Worker(exportEntry, { workerData, name: 'export' });
  const { promise, resolve, reject } = Promise.withResolvers<ExportResult>();
  const cancel = (): void => worker.postMessage('cancel');
  context.signal.addEventListener('abort', cancel);
  const watch = new SilenceWatch(silentMs, () => {
    reject(new ExportError('The export gave no sign of life and was ended; nothing was written.'));
    void worker.terminate();
  });
  worker.on('message', (message: FromExport) => {
    watch.heard();
    if (message.kind === 'progress') context.progress(message.progress);
    else if (message.kind === 'done') resolve(message.result);
    else if (message.kind === 'failed') reject(new ExportError(message.text));
  });
  worker.on('error', reject);
  const ended = new Promise<void>((done) => {
    worker.on('exit', () => {
      reject(new ExportError('The export ended early; nothing was written.'));
      done();
    });
  });
  try {
    return await promise;
  } finally {
    context.signal.removeEventListener('abort', cancel);
    await ended;
    watch.stop();
  }
}
