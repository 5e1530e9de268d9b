/** Both ends of a window's port over a real MessageChannel, for the clients' tests. */
import { MessageChannel } from 'node:worker_threads';
import { messagePortWire, nodePort } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type PortMessage } from '../../../src-shared/contract/port.ts';

const never = (): (() => void) => () => undefined;

/** What arrived at a port, with a way to wait for the next thing. */
export class Inbox<In extends PortMessage> {
  readonly all: (In | Uint8Array<ArrayBuffer>)[] = [];
  private waiting: { matches: (data: In) => boolean; resolve: (data: In) => void }[] = [];

  take(data: In | Uint8Array<ArrayBuffer>): void {
    this.all.push(data);
    if (data instanceof Uint8Array) return;
    const due = this.waiting.filter((entry) => entry.matches(data));
    this.waiting = this.waiting.filter((entry) => !due.includes(entry));
    for (const entry of due) entry.resolve(data);
  }

  /** The next message from now on that matches. */
  next<Kind extends In['kind']>(
    kind: Kind,
    matches: (data: Extract<In, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<In, { kind: Kind }>> {
    return new Promise((resolve) => {
      this.waiting.push({
        matches: (data) => data.kind === kind && matches(data as Extract<In, { kind: Kind }>),
        resolve: (data) => resolve(data as Extract<In, { kind: Kind }>),
      });
    });
  }
}

/** The far end of connections that a client makes: each `connect` is a fresh channel. */
export class FarSide<ToWindow extends PortMessage, FromWindow extends PortMessage> {
  readonly inbox = new Inbox<FromWindow>();
  port: Port<ToWindow, FromWindow> | null = null;
  connections = 0;
  private waiting: (() => void)[] = [];

  /** What is given to the client under test. */
  readonly connect = (): Promise<Port<FromWindow, ToWindow>> => {
    const { port1, port2 } = new MessageChannel();
    const far = createPort<ToWindow, FromWindow>(messagePortWire(nodePort(port1), { transferBuffers: true }), never);
    far.onMessage = (data) => this.inbox.take(data);
    this.port = far;
    this.connections++;
    for (const resolve of this.waiting.splice(0)) resolve();
    return Promise.resolve(createPort(messagePortWire(nodePort(port2), { transferBuffers: true }), never));
  };

  /** Resolves when the client connects the next time. */
  nextConnection(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
