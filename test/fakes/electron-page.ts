/**
 * Electron's windows and the IPC between main and a page, as far as Crossbook uses them. The page's side (contextBridge,
 * ipcRenderer) belongs to the window that was opened last.
 */
import { EventEmitter } from 'node:events';
import { app } from './electron-app.ts';
import { nativePorts } from './electron-port.ts';

export const ipcMain = new EventEmitter();
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send(channel: string, ...args: unknown[]): void {
    const contents = FakeWebContents.latest;
    if (!contents) throw new Error('no window is open');
    ipcMain.emit(channel, { sender: contents, senderFrame: contents.mainFrame }, ...structuredClone(args));
  },
});

/** What the preload gave to the page, by name. */
export const exposed = new Map<string, unknown>();
export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown): void {
    exposed.set(name, api);
  },
};

type OpenHandler = (details: { url: string }) => { action: string };

class FakeWebContents extends EventEmitter {
  static latest: FakeWebContents | null = null;
  static count = 0;
  readonly id = ++FakeWebContents.count;
  openHandler: OpenHandler | null = null;
  reloads = 0;
  readonly mainFrame = {
    url: '',
    parent: null,
    postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
      ipcRenderer.emit(channel, { ports: nativePorts(transfer) }, structuredClone(message));
    },
  };

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  reload(): void {
    this.reloads++;
  }
}

type Options = Readonly<Record<string, unknown>> & { readonly webPreferences?: Readonly<Record<string, unknown>> };

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  /** The window in focus; null when another program has the focus. */
  static inFront: BrowserWindow | null = null;
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.inFront;
  }
  readonly options: Options;
  readonly webContents = new FakeWebContents();
  title = '';
  isShown = false;
  focused = 0;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };
  private destroyed = false;
  private maximized = false;

  constructor(options: Options) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    FakeWebContents.latest = this.webContents;
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.emit('ready-to-show');
  }

  setTitle(title: string): void {
    this.title = title;
  }
  show(): void {
    this.isShown = true;
  }
  focus(): void {
    this.focused++;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {
    this.isShown = true;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.bounds };
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  /** Closes it as the user does. */
  close(): void {
    this.emit('close', {});
    this.destroy();
    app.emit('window-all-closed');
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}
