/**
 * The Node host: the app in this process, the engine in a thread, the window in the system's browser or in any browser that has
 * the address.
 *
 * It ends when its window was closed, when it is asked to, or when its time is up; what ended it is the answer.
 */
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { messagePortWire, nodePort } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort, type PortData, type Wire } from '../../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import type { App } from '../../app/controllers/app-types.ts';
import { repeat } from '../../base/repeat.ts';
import { type OpenAppOptions, type OpenedApp, openApp } from '../open-app.ts';
import { readWindowFiles } from '../window-files.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';
import { pumpWires } from './wire-pump.ts';

export type NodeHostOptions = OpenAppOptions & {
  /** The folder of the built window. */
  readonly windowFolder: string;
  /** So many windows are connected now; called at every change. */
  onWindows(windows: number): void;
};

export interface NodeHost extends OpenedApp {
  readonly server: NodeServer;
}

/** Starts the app and the server for its windows. Rejects with a sentence when one of them cannot be had. */
export async function startNodeHost(options: NodeHostOptions): Promise<NodeHost> {
  const { devUrl, port } = options.command;
  const files = devUrl === null ? await readWindowFiles(options.windowFolder) : new Map();
  const opened = await openApp(options);
  let lastWindow = 0;
  const listening = startNodeServer({
    files,
    port,
    devUrl,
    onWindows: options.onWindows,
    onPort(name, wire, session) {
      const window = ++lastWindow;
      const connect = (app: App): void => {
        if (name === 'engine') connectEngine(app, window, wire);
        else app.attachWindow(window, createPort<MainToWindow, WindowToMain>(wire, repeat));
      };
      if (session === null) connect(opened.app);
      else void connectReplay(opened.app, session, wire, connect);
    },
  });
  const server = await listening.catch(async (error: unknown) => {
    await opened.stop();
    throw portError(error, port);
  });
  await opened.announce({ url: server.url, port: server.port });
  return {
    ...opened,
    server,
    async stop() {
      await server.stop();
      await opened.stop();
    },
  };
}

/** The usual reason in a sentence: another program listens there. */
function portError(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} of this machine is in use; choose another with --port.`);
}

/** Where the built window lies below the package's folder. */
export function windowFolderIn(root: string): string {
  return join(root, 'out', 'renderer');
}

/** A replay takes a moment to open; what the window says meanwhile is kept for it. */
async function connectReplay(app: App, session: string, wire: Wire, connect: (app: App) => void): Promise<void> {
  const early: PortData[] = [];
  wire.onData = (data) => early.push(data);
  try {
    connect(await app.replay(session));
    for (const data of early) wire.onData?.(data);
  } catch (error) {
    createPort(wire, repeat).close(error instanceof Error ? error.message : String(error));
  }
}

/** Joins the socket with a channel to the engine; main does not read what passes. */
function connectEngine(app: App, window: number, wire: Wire): void {
  const engine = app.engine();
  if (!engine) {
    createPort(wire, repeat).close('the engine is not running');
    return;
  }
  const { port1, port2 } = new MessageChannel();
  engine.adopt(window, port2);
  pumpWires(wire, messagePortWire(nodePort(port1), { transferBuffers: true }));
}
