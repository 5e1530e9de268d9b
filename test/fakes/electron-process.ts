/** Electron's utilityProcess on worker_threads: fork, mailbox with ports, stdio, exit. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { nativePorts } from './electron-port.ts';

class FakeUtilityProcess extends EventEmitter {
  readonly pid = undefined;
  readonly worker: Worker;

  constructor(entry: string) {
    super();
    const workerData = { entry: pathToFileURL(entry).href };
    this.worker = new Worker(new URL('./utility-process.ts', import.meta.url), {
      workerData,
      stdout: true,
      stderr: true,
    });
    this.worker.on('error', (error: Error) => this.emit('error', 'FatalError', error.message));
    this.worker.on('exit', (code) => this.emit('exit', code));
  }

  get stdout(): Worker['stdout'] {
    return this.worker.stdout;
  }

  get stderr(): Worker['stderr'] {
    return this.worker.stderr;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    const ports = nativePorts(transfer);
    this.worker.postMessage({ message, ports }, ports);
  }

  kill(): boolean {
    void this.worker.terminate();
    return true;
  }
}

export const utilityProcess = {
  fork: (entry: string): FakeUtilityProcess => new FakeUtilityProcess(entry),
};
