/** Electron's app and the services round it, recording what they were told. */
import { EventEmitter } from 'node:events';

class FakeApp extends EventEmitter {
  isPackaged = false;
  ready = false;
  exitCode: number | null = null;
  readonly paths = new Map<string, string>();
  hasLock = true;

  whenReady(): Promise<void> {
    this.ready = true;
    return Promise.resolve();
  }
  isReady(): boolean {
    return this.ready;
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getVersion(): string {
    return '0.0.0-fake';
  }
  exit(code: number): void {
    this.exitCode = code;
    this.emit('fake-exit', code);
  }
}

export const app = new FakeApp();

type Handler = (request: Request) => Response | Promise<Response>;
type Answer = (result: { cancel: boolean }) => void;

/** What a session was told; tests call the handlers. */
export class FakeSession {
  readonly schemes = new Map<string, Handler>();
  permissionRequest: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null =
    null;
  permissionCheck: (() => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  beforeRequest: ((details: { url: string }, answer: Answer) => void) | null = null;
  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      this.schemes.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (handler: (details: { url: string }, answer: Answer) => void): void => {
      this.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
}

export const session = { defaultSession: new FakeSession() };

export const privilegedSchemes: { scheme: string; privileges: Readonly<Record<string, boolean>> }[] = [];
export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof privilegedSchemes): void {
    if (app.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    privilegedSchemes.push(...schemes);
  },
};

export const opened: string[] = [];
export const shell = {
  async openExternal(url: string): Promise<void> {
    opened.push(url);
  },
};

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

export const menus: unknown[] = [];
export const Menu = {
  setApplicationMenu: (menu: unknown): void => {
    menus.push(menu);
  },
  buildFromTemplate: (template: unknown): unknown => template,
};

export const dialog = { showErrorBox: (): void => {} };

/** Encrypts by turning every byte over: enough to see that nothing is stored in the clear. */
export const safeStorage = {
  isAvailable: true,
  backend: 'gnome_libsecret',
  isEncryptionAvailable: (): boolean => safeStorage.isAvailable,
  getSelectedStorageBackend: (): string => safeStorage.backend,
  encryptString: (text: string): Buffer => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
  decryptString: (bytes: Buffer): string => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
};

/** A notification of the system: those shown are kept, and `emit('click')` presses one. */
export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly options: { readonly title: string; readonly body: string; readonly silent?: boolean };

  constructor(options: Notification['options']) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
}
