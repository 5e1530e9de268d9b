/** A window's export runs in a thread of its own: the database and the files must not keep main from its sockets. */
import type { ExportPlan } from '../../src-shared/domain/session.ts';
import { runInThread } from '../base/thread-job.ts';
import type { ExportResult } from './export.ts';

/** What the thread is given, as data. */
export type ExportOrder = {
  /** The session's folder or file. */
  readonly path: string;
  readonly plan: ExportPlan;
  readonly folder: string;
  readonly version: string;
  readonly tablesEntry: string;
};

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
export function exportInThread(
  order: Omit<ExportOrder, 'tablesEntry'>,
  { exportEntry, tablesEntry }: ExportEntries,
  context: { readonly signal: AbortSignal; progress(share: number): void },
  silentMs?: number,
): Promise<ExportResult> {
  return runInThread<ExportOrder, number, ExportResult>({
    entry: exportEntry,
    name: 'export',
    what: 'The export',
    order: { ...order, tablesEntry: tablesEntry.href },
    signal: context.signal,
    onProgress: (share) => context.progress(share),
    ...(silentMs !== undefined && { silentMs }),
  });
}
