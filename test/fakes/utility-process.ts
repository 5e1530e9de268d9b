/** Inside the fake's utility process, a thread: gives the entry file `process.parentPort`, then runs it. */
import { EventEmitter } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FakePortMain } from './electron-port.ts';

const mailbox = new EventEmitter();
Object.defineProperty(process, 'parentPort', { value: mailbox });
await import((workerData as { entry: string }).entry);
parentPort?.on('message', ({ message, ports }: { message: unknown; ports: MessagePort[] }) => {
  mailbox.emit('message', { data: message, ports: ports.map((port) => new FakePortMain(port)) });
});
