/** Entry of the thread in which a window's export runs. */
import { serveJob } from '../base/thread-job.ts';
import { type ExportResult, runExport } from './export.ts';
import type { ExportOrder } from './export-job.ts';
import { openExportSource } from './export-session.ts';

await serveJob<ExportOrder, number, ExportResult>(
  async ({ path, plan, folder, version, tablesEntry }, { signal, onProgress }) =>
    runExport({
      source: await openExportSource(path),
      plan,
      folder,
      version,
      tablesEntry: new URL(tablesEntry),
      signal,
      onProgress,
    }),
);
