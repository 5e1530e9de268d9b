/**
 * Hands ports to Electron's windows: one end to main or to the engine, the other through the preload to the page.
 *
 * Only the main frame of one of our own pages is listened to; anything else is not answered.
 */
import { type IpcMainEvent, ipcMain, MessageChannelMain } from 'electron';
import { electronPort, messagePortWire } from '../../src-shared/contract/message-port-wire.ts';
import { createPort } from '../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { App } from '../shell/app-types.ts';
import { repeat } from './repeat.ts';

/** The same word as in preload.ts. */
const CHANNEL = 'crossbook:port';
const NONCE = /^[A-Za-z0-9_-]{1,128}$/;

/** Answers the windows' requests until the returned function is called. `pageUrl` is what our page's address starts with. */
export function serveElectronPorts(app: App, pageUrl: string): () => void {
  const onRequest = (event: IpcMainEvent, name: unknown, nonce: unknown): void => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !frame.url.startsWith(pageUrl)) return;
    if ((name !== 'main' && name !== 'engine') || typeof nonce !== 'string' || !NONCE.test(nonce)) return;
    const { port1, port2 } = new MessageChannelMain();
    const window = event.sender.id;
    const engine = app.engine();
    if (name === 'engine' && engine) {
      engine.adopt(window, port1);
    } else {
      const wire = messagePortWire(electronPort(port1), { transferBuffers: false });
      const port = createPort<MainToWindow, WindowToMain>(wire, repeat);
      if (name === 'main') app.attachWindow(window, port);
      else port.close('the engine is not running');
    }
    frame.postMessage(CHANNEL, { name, nonce }, [port2]);
  };
  ipcMain.on(CHANNEL, onRequest);
  return () => {
    ipcMain.off(CHANNEL, onRequest);
  };
}
