/** Entry of the thread that imports a recording. */
import { serveJob } from '../base/thread-job.ts';
import type { ImportOrder } from './import-job.ts';
import { type ImportReport, importRecording } from './session-import.ts';

await serveJob<ImportOrder, number, ImportReport>((order, server) => importRecording({ ...order, ...server }));
