/**
 * Entry of the thread that makes tables of a recording: messages and batches of frames come in order, columns go out.
 *
 * A mistake ends the thread, and with it the export: a table that may be wrong is never finished.
 */
import { parentPort } from 'node:worker_threads';
import type { FromTables, ToTables } from '../src-shared/contract/tables.ts';
import { VENUES } from './registry.ts';
import { TableMaker } from './tables/table-maker.ts';

let maker: TableMaker | null = null;

function post(message: FromTables, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, [...transfer]);
}

parentPort?.on('message', (message: ToTables | Uint8Array) => {
  if (message instanceof Uint8Array) maker?.takeBatch(message);
  else if (message.kind === 'start') maker = new TableMaker(VENUES, message, post);
  else maker?.take(message);
});
