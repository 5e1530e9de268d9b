/** Two ends of a real message channel, each with a port's manners, closed with the test. */
import { MessageChannel } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { messagePortWire, nodePort } from '../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type PortMessage, type Repeat } from '../../src-shared/contract/port.ts';
import { Noted } from './noted.ts';

const repeat: Repeat = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
};

export type PortPair<Near extends PortMessage, Far extends PortMessage> = {
  /** The end that is given to the part under test. */
  readonly near: Port<Near, Far>;
  readonly far: Port<Far, Near>;
  /** What arrived at the far end. */
  readonly heard: Noted<Near | Uint8Array<ArrayBuffer>>;
};

/** `Near`: what the part under test says; `Far`: what the test says to it. */
export function portPair<Near extends PortMessage, Far extends PortMessage>(): PortPair<Near, Far> {
  const { port1, port2 } = new MessageChannel();
  const near = createPort<Near, Far>(messagePortWire(nodePort(port1), { transferBuffers: true }), repeat);
  const far = createPort<Far, Near>(messagePortWire(nodePort(port2), { transferBuffers: true }), repeat);
  const heard = new Noted<Near | Uint8Array<ArrayBuffer>>();
  far.onMessage = (data) => heard.add(data);
  onTestFinished(() => {
    near.close();
    far.close();
  });
  return { near, far, heard };
}
