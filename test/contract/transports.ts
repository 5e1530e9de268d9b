/** Every way a port crosses a process wall, as pairs of ports to be tested alike. */
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { type NodeServer, startNodeServer } from '../../src-main/host/node/node-server.ts';
import { pumpWires } from '../../src-main/host/node/wire-pump.ts';
import { domPort, electronPort, messagePortWire, nodePort } from '../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type Repeat, type Wire } from '../../src-shared/contract/port.ts';
import { webSocketWire } from '../../src-shared/contract/web-socket-wire.ts';
import { FakeMessageChannelMain } from '../fakes/electron-port.ts';

export type Pair = {
  readonly a: Port;
  readonly b: Port;
  /** Ends what the pair needed, once both ports are closed. */
  stop(): Promise<void>;
};

export type Transport = { readonly title: string; open(repeat?: Repeat): Promise<Pair> };

const noHeartbeat: Repeat = () => () => {};
const nothing = async (): Promise<void> => {};

function pair(a: Wire, b: Wire, repeat: Repeat = noHeartbeat, stop = nothing): Pair {
  return { a: createPort(a, repeat), b: createPort(b, repeat), stop };
}

/** A socket that is about to pass the gate of a running server. */
export function dialSocket(server: NodeServer, name: string): WebSocket {
  const token = new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '';
  const origin = `http://127.0.0.1:${server.port}`;
  return new WebSocket(`ws://127.0.0.1:${server.port}/port/${name}`, ['crossbook', token], { origin });
}

/** A socket that passed the gate of a running server. What the server said with its handshake is lost on who waits for it. */
export async function openSocket(server: NodeServer, name: string): Promise<WebSocket> {
  const socket = dialSocket(server, name);
  await once(socket, 'open');
  return socket;
}

async function overSocket(take: (wire: Wire) => Wire, repeat?: Repeat): Promise<Pair> {
  const { promise, resolve } = Promise.withResolvers<Wire>();
  const server = await startNodeServer({
    files: new Map(),
    port: 0,
    devUrl: null,
    onWindows: () => {},
    onPort: (_name, wire) => resolve(take(wire)),
  });
  const socket = await openSocket(server, 'engine');
  return pair(webSocketWire(socket), await promise, repeat, () => server.stop());
}

export const transports: readonly Transport[] = [
  {
    title: 'a MessagePort between threads',
    async open(repeat) {
      const { port1, port2 } = new MessageChannel();
      const wires = [port1, port2].map((port) => messagePortWire(nodePort(port), { transferBuffers: true }));
      return pair(wires[0]!, wires[1]!, repeat);
    },
  },
  {
    title: "Electron's MessagePortMain and the page's MessagePort",
    async open(repeat) {
      const { port1, port2 } = new FakeMessageChannelMain();
      return pair(
        messagePortWire(electronPort(port1), { transferBuffers: false }),
        messagePortWire(domPort(port2.native as unknown as globalThis.MessagePort), { transferBuffers: false }),
        repeat,
      );
    },
  },
  {
    title: "a WebSocket of the Node host's server",
    open: (repeat) => overSocket((wire) => wire, repeat),
  },
  {
    title: "a WebSocket joined with the engine's MessagePort",
    open: (repeat) =>
      overSocket((wire) => {
        const { port1, port2 } = new MessageChannel();
        pumpWires(wire, messagePortWire(nodePort(port1), { transferBuffers: true }));
        return messagePortWire(nodePort(port2), { transferBuffers: true });
      }, repeat),
  },
];
