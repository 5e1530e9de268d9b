/** A window's import runs in a thread of its own: reading and compressing take longer at a time than main may be busy. */
import { runInThread } from '../base/thread-job.ts';
import type { ImportOptions, ImportReport } from './session-import.ts';

/** What the thread is given, as data. */
export type ImportOrder = Omit<ImportOptions, 'onProgress' | 'signal'>;

export type ImportJobOptions = {
  readonly order: ImportOrder;
  readonly signal: AbortSignal;
  onProgress(share: number): void;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** Tests lower it. */
  readonly silentMs?: number;
};

/** Resolves with the report; rejects with a sentence, or when it was cancelled, and then nothing is left behind. */
export function runImport({ entry, ...options }: ImportJobOptions): Promise<ImportReport> {
  return runInThread<ImportOrder, number, ImportReport>({
    entry: entry ?? new URL('./import-thread.ts', import.meta.url),
    name: 'import',
    what: 'The import',
    ...options,
  });
}
