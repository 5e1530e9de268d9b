/**
 * Entry of the engine process: a utility process of Electron, or a thread of the Node host.
 *
 * Ports arrive one per message, first the one to main, then one per window; nothing else does. The engine ends when main's port
 * closes, and with the process when it breaks: its supervisor starts it again.
 */
import { parentPort } from 'node:worker_threads';
import type { EngineToMain, MainToEngine } from '../src-shared/contract/main-engine.ts';
import {
  electronPort,
  type MessagePortLike,
  messagePortWire,
  nodePort,
} from '../src-shared/contract/message-port-wire.ts';
import { createPort, type Repeat } from '../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../src-shared/contract/window-engine.ts';
import { ENGINE_HEARTBEAT_MS } from '../src-shared/domain/limits.ts';
import { VENUES } from './registry.ts';
import { Engine } from './route/engine.ts';

/** How often what books asked for, and what was taken, is told to main at the latest. */
const TICK_MS = 100;

/** The shard's entry beside this one: a source, or what was bundled of it. */
const SHARD_ENTRY = new URL(import.meta.url.endsWith('.ts') ? './shard.ts' : './shard.js', import.meta.url);

type Delivery = { readonly kind: 'main' } | { readonly kind: 'window'; readonly window: number };
type ElectronEvent = { readonly data: Delivery; readonly ports: readonly Parameters<typeof electronPort>[0][] };
type ElectronMailbox = { on(event: 'message', listener: (event: ElectronEvent) => void): void };

const repeat: Repeat = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
};

let engine: Engine | null = null;

function take(delivery: Delivery, port: MessagePortLike, transferBuffers: boolean): void {
  const wire = messagePortWire(port, { transferBuffers });
  if (delivery.kind === 'main') start(createPort<EngineToMain, MainToEngine>(wire, repeat));
  else engine?.addWindow(delivery.window, createPort<EngineToWindow, WindowToEngine>(wire, repeat));
}

function start(port: ReturnType<typeof createPort<EngineToMain, MainToEngine>>): void {
  const started = new Engine(port, VENUES, SHARD_ENTRY);
  engine = started;
  port.onClose = () => process.exit(0);
  setInterval(() => started.tick(), TICK_MS);
  setInterval(() => started.sendHealth(), ENGINE_HEARTBEAT_MS);
}

const mailbox = (process as { readonly parentPort?: ElectronMailbox }).parentPort;
if (mailbox) {
  mailbox.on('message', ({ data, ports }) => {
    if (ports[0]) take(data, electronPort(ports[0]), false);
  });
} else {
  parentPort?.on('message', (delivery: Delivery & { readonly port: Parameters<typeof nodePort>[0] }) => {
    take(delivery, nodePort(delivery.port), true);
  });
}
