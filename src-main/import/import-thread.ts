/** Entry of the thread that imports a recording: reading and packing take longer at a time than main may be silent. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../base/error-text.ts';
import type { FromImport, ImportOrder } from './import-job.ts';
import { importRecording } from './session-import.ts';

/** As often as the engine says that it lives. */
const ALIVE_EVERY_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('imports run in a thread of main');

const say = (message: FromImport): void => port.postMessage(message);
const controller = new AbortController();
port.on('message', () => controller.abort(new Error('It was cancelled.')));
setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY_MS).unref();

try {
  const order = workerData as ImportOrder;
  const onProgress = (share: number): void => say({ kind: 'progress', share });
  say({ kind: 'done', report: await importRecording({ ...order, onProgress, signal: controller.signal }) });
} catch (error) {
  say({ kind: 'failed', text: errorText(error) });
}
port.close();
