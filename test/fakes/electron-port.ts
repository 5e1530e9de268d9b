/**
 * Electron's MessagePortMain on worker_threads, with the differences that matter: it is silent until `start`, wraps what arrives
 * in an event, transfers nothing but ports, and copies buffers.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

export class FakePortMain extends EventEmitter {
  readonly native: MessagePort;
  private isStarted = false;

  constructor(native: MessagePort) {
    super();
    this.native = native;
    native.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new TypeError('the fake hands over ports only to processes and frames');
    this.native.postMessage(message);
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.native.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.native.close();
  }
}

/** The native ports of a transfer list; throws for anything that is not a port, as Electron does. */
export function nativePorts(transfer: readonly unknown[]): MessagePort[] {
  return transfer.map((item) => {
    if (!(item instanceof FakePortMain)) throw new TypeError('Invalid value for transfer: only ports');
    return item.native;
  });
}

export class FakeMessageChannelMain {
  readonly port1: FakePortMain;
  readonly port2: FakePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePortMain(port1);
    this.port2 = new FakePortMain(port2);
  }
}
