/**
 * An engine that only echoes, for tests of the ways to it, in a thread or in the fake's utility process: what arrives on a port
 * goes back on it. `{ kind: 'die' }` ends it with code 7, `{ kind: 'throw' }` breaks it.
 */
import { parentPort } from 'node:worker_threads';
import {
  electronPort,
  type MessagePortLike,
  messagePortWire,
  nodePort,
} from '../../src-shared/contract/message-port-wire.ts';
import { createPort, type PortMessage } from '../../src-shared/contract/port.ts';

type Delivery = { readonly kind: 'main' | 'window'; readonly window?: number };
type ElectronEvent = { readonly data: Delivery; readonly ports: readonly Parameters<typeof electronPort>[0][] };
type Mailbox = { on(event: 'message', listener: (event: ElectronEvent) => void): void };

function take(delivery: Delivery, native: MessagePortLike, transferBuffers: boolean): void {
  const port = createPort<PortMessage, PortMessage>(messagePortWire(native, { transferBuffers }), () => () => {});
  port.onMessage = (data) => {
    if (!(data instanceof Uint8Array)) {
      if (data.kind === 'die') process.exit(7);
      if (data.kind === 'throw') throw new Error('broken on purpose');
    }
    port.post(data);
  };
  if (delivery.kind === 'main') port.onClose = () => process.exit(0);
  else port.post({ kind: 'adopted', window: delivery.window } as PortMessage);
}

const mailbox = (process as { readonly parentPort?: Mailbox }).parentPort;
if (mailbox) {
  mailbox.on('message', ({ data, ports }) => take(data, electronPort(ports[0]!), false));
} else {
  parentPort?.on('message', (delivery: Delivery & { readonly port: Parameters<typeof nodePort>[0] }) => {
    take(delivery, nodePort(delivery.port), true);
  });
}
