/**
 * Hands ports to Electron's windows: one end to main or to the engine, the other through the preload to the page.
 *
 * Only the main frame of one of our own pages is listened to; anything else is not answered.
 */
import { type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import { electronPort, messagePortWire } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort } from '../../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import type { App } from '../../app/controllers/app-types.ts';
import { repeat } from '../../base/repeat.ts';
import { isOwnPage } from './electron-scheme.ts';

/** The same word as in preload.ts. */
const CHANNEL = 'crossbook:port';
const NONCE = /^[A-Za-z0-9_-]{1,128}$/;

/** Answers the windows' requests until the returned function is called. `pageUrl` is our page's address. */
export function serveElectronPorts(app: App, pageUrl: string): () => void {
  const onRequest = (event: IpcMainEvent, name: unknown, nonce: unknown): void => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOwnPage(frame.url, pageUrl)) return;
    if ((name !== 'main' && name !== 'engine') || typeof nonce !== 'string' || !NONCE.test(nonce)) return;
    const { port1, port2 } = new MessageChannelMain();
    const replay = sessionOf(frame.url);
    const window = event.sender.id;
    if (replay === null) connect(app, name, window, port1);
    else {
      // What the page says meanwhile waits in its port.
      app.replay(replay).then(
        (opened) => connect(opened, name, window, port1),
        (error: Error) => closedPort(port1, error.message),
      );
    }
    frame.postMessage(CHANNEL, { name, nonce }, [port2]);
  };
  ipcMain.on(CHANNEL, onRequest);
  return () => {
    ipcMain.off(CHANNEL, onRequest);
  };
}

function connect(app: App, name: 'main' | 'engine', window: number, end: MessagePortMain): void {
  if (name === 'main') {
    const wire = messagePortWire(electronPort(end), { transferBuffers: false });
    app.attachWindow(window, createPort<MainToWindow, WindowToMain>(wire, repeat));
    return;
  }
  const engine = app.engine();
  if (engine) engine.adopt(window, end);
  else closedPort(end, 'the engine is not running');
}

function closedPort(end: MessagePortMain, reason: string): void {
  createPort(messagePortWire(electronPort(end), { transferBuffers: false }), repeat).close(reason);
}

/** The recording whose replay the page shows, or null for the live app. */
function sessionOf(url: string): string | null {
  return URL.parse(url)?.searchParams.get('session') ?? null;
}
