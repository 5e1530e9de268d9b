/**
 * Entry of the thread in which a window's export runs: the database and the files must not keep main from its sockets.
 *
 * It is given one plan, tells its progress, and ends with a result or a sentence. Any message means: cancel.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../base/error-text.ts';
import { runExport } from './export.ts';
import type { ExportJob, FromExport } from './export-job.ts';
import { openExportSource } from './export-session.ts';

/** As often as the engine says that it lives. */
const ALIVE_EVERY_MS = 1_000;

const job: ExportJob = workerData;
const controller = new AbortController();

function post(message: FromExport): void {
  parentPort?.postMessage(message);
}

parentPort?.once('message', () => controller.abort());

setInterval(() => post({ kind: 'alive' }), ALIVE_EVERY_MS).unref();

try {
  const result = await runExport({
    source: await openExportSource(job.path),
    plan: job.plan,
    folder: job.folder,
    version: job.version,
    tablesEntry: new URL(job.tablesEntry),
    signal: controller.signal,
    onProgress: (progress) => post({ kind: 'progress', progress }),
  });
  post({ kind: 'done', result });
} catch (error) {
  post({ kind: 'failed', text: errorText(error) });
}
parentPort?.close();
