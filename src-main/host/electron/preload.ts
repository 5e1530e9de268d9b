/**
 * The only code of Electron that the window's page can call: it asks main for a port and passes it on to the page.
 *
 * A port cannot cross the context bridge, so it travels by window.postMessage, marked with the page's own nonce. Nothing else is
 * exposed; what the page passes in is checked here and again in main.
 */
import { contextBridge, ipcRenderer } from 'electron';

/** The same words as in electron-ports.ts, which a sandboxed preload cannot import. */
const CHANNEL = 'crossbook:port';
const NAMES: readonly unknown[] = ['main', 'engine'];
const NONCE = /^[A-Za-z0-9_-]{1,128}$/;

contextBridge.exposeInMainWorld('crossbook', {
  /** Asks for a port; it arrives as a message event of this window: `{ crossbookPort: name, nonce }` with one port. */
  requestPort(name: unknown, nonce: unknown): void {
    if (!NAMES.includes(name)) throw new TypeError('requestPort: name is main or engine');
    if (typeof nonce !== 'string' || !NONCE.test(nonce)) throw new TypeError('requestPort: nonce is not a short word');
    ipcRenderer.send(CHANNEL, name, nonce);
  },
});

ipcRenderer.on(CHANNEL, (event, answer: { readonly name: string; readonly nonce: string }) => {
  // To this window and no other; '*' because the page's origin differs in development.
  window.postMessage({ crossbookPort: answer.name, nonce: answer.nonce }, '*', [...event.ports]);
});
