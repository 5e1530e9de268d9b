/** Entry of the thread that writes a session. It ends when the session ended. */
import { parentPort, workerData } from 'node:worker_threads';
import type { JournalOrder, ToJournal } from './capture-messages.ts';
import { JournalService } from './journal-service.ts';

const port = parentPort;
if (!port) throw new Error('journal-thread is the entry of a thread');

const service = new JournalService(
  workerData as JournalOrder,
  (message, transfer) => port.postMessage(message, transfer),
  () => port.close(),
);
port.on('message', (message: ToJournal) => service.take(message));
