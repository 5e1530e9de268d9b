/**
 * The Electron host on the fake `electron`: windows, ports, walls, and the way it ends. What the fake cannot prove is that
 * Electron keeps its own promises; the end-to-end suite does where its binary is.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort as NodePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppCommand } from '../../../../../src-main/command/app-options.ts';
import { runElectronHost } from '../../../../../src-main/host/electron/electron-host.ts';
import { lockProfile } from '../../../../../src-main/profile/profile-lock.ts';
import { domPort, messagePortWire } from '../../../../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type PortData } from '../../../../../src-shared/contract/port.ts';
import type { Venue } from '../../../../../src-shared/venues/venue.ts';
import { FakeApp } from '../../../../fakes/app.ts';
import { app, BrowserWindow, ipcRenderer, session } from '../../../../fakes/electron.ts';
import { menus, opened as openedOutside } from '../../../../fakes/electron-app.ts';
import { exposed } from '../../../../fakes/electron-page.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));

type Handed = { readonly data: { readonly crossbookPort: string; readonly nonce: string }; readonly ports: NodePort[] };
let handed: ((message: Handed) => void) | null = null;
vi.stubGlobal('window', {
  postMessage: (data: Handed['data'], _origin: string, ports: NodePort[]) => handed?.({ data, ports }),
});

await import('../../../../../src-main/host/electron/preload.ts');
const preload = exposed.get('crossbook') as { requestPort(name: unknown, nonce: unknown): void };

const command: AppCommand = {
  command: 'start',
  json: false,
  demo: null,
  dataDir: null,
  port: 0,
  opensWindow: true,
  host: null,
  devUrl: null,
  exitWithStdin: false,
  shards: null,
};

const venue = { id: 'one', environments: { production: { ws: 'wss://api.one.example/ws' } } } as unknown as Venue;

let folder: string;
let fakeApp: FakeApp;
let run: Promise<number>;
let started: Promise<BrowserWindow>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-electron-'));
  await mkdir(join(folder, 'renderer'));
  await mkdir(join(folder, 'main'));
  await writeFile(join(folder, 'renderer', 'index.html'), 'page');
  const engine = pathToFileURL(join(import.meta.dirname, '../../../../fakes/echo-engine.ts')).href;
  await writeFile(join(folder, 'main', 'worker.js'), `await import(${JSON.stringify(engine)});\n`);
  app.removeAllListeners();
  BrowserWindow.all.length = 0;
});

afterEach(async () => {
  app.emit('before-quit', { preventDefault: () => {} });
  await run;
  await rm(folder, { recursive: true });
});

/** Starts the host; resolves with its window. */
function start(changes: Partial<AppCommand> = {}): Promise<BrowserWindow> {
  started = new Promise((resolve) => {
    app.once('web-contents-created', () => queueMicrotask(() => resolve(BrowserWindow.all[0]!)));
  });
  run = runElectronHost({
    command: { ...command, dataDir: join(folder, 'data'), ...changes },
    version: '1',
    venues: [venue],
    environment: {},
    now: new Date(0),
    createApp: (options) => {
      fakeApp = new FakeApp(options);
      return fakeApp;
    },
    startDemo: () => Promise.reject(new Error('no demo here')),
    builtFolder: folder,
    say: () => {},
  });
  return Promise.race([started, run.then(() => Promise.reject(new Error('ended early')))]);
}

/** Asks for a port as the page does. */
async function ask(name: string, nonce = 'abc'): Promise<Port> {
  const answer = new Promise<Handed>((resolve) => {
    handed = resolve;
  });
  preload.requestPort(name, nonce);
  const { data, ports } = await answer;
  expect(data).toEqual({ crossbookPort: name, nonce });
  expect(ports).toHaveLength(1);
  const native = ports[0] as unknown as globalThis.MessagePort;
  return createPort(messagePortWire(domPort(native), { transferBuffers: false }), () => () => {});
}

const next = (port: Port): Promise<PortData> =>
  new Promise((resolve) => {
    port.onMessage = resolve;
  });

test('an app of another host that uses the profile keeps it: this one says so and opens nothing', async () => {
  const lock = await lockProfile(join(folder, 'data'));
  if (lock.state !== 'held') throw new Error(lock.state);
  start().catch(() => {});
  await expect(run).rejects.toThrow(`Crossbook already runs with this profile (process ${process.pid})`);
  expect(BrowserWindow.all).toEqual([]);
  await lock.release();
  run = Promise.resolve(0);
});

describe('a page', () => {
  test('gets a port to main through the preload', async () => {
    const window = await start();
    const port = await ask('main');
    expect(await next(port)).toEqual({ kind: 'engine', state: 'running' });
    expect([...fakeApp.windows.keys()]).toEqual([window.webContents.id]);
    const answer = next(port);
    port.post({ kind: 'request' });
    expect(await answer).toEqual({ kind: 'failed', id: 0, text: '{"kind":"request"}' });
  });

  test('gets a port to the engine that main does not sit on', async () => {
    const window = await start();
    const port = await ask('engine');
    expect(await next(port)).toEqual({ kind: 'adopted', window: window.webContents.id });
    const answer = next(port);
    port.post(new Uint8Array([1, 2]));
    expect([...((await answer) as Uint8Array)]).toEqual([1, 2]);
  });

  test('gets a port that says so while there is no engine, and a good one afterwards', async () => {
    await start();
    await fakeApp.killEngine();
    const dead = await ask('engine');
    expect(await new Promise((resolve) => (dead.onClose = resolve))).toBe('the engine is not running');
    await fakeApp.start();
    expect(await next(await ask('engine'))).toMatchObject({ kind: 'adopted' });
  });

  test.each([
    ['main', ''],
    ['main', 'x'.repeat(129)],
    ['main', 'a b'],
    ['main', 7],
    ['other', 'abc'],
    [undefined, 'abc'],
    [{ toString: (): string => 'main' }, 'abc'],
  ])('may not ask for the port %s with the nonce %s', async (name, nonce) => {
    await start();
    expect(() => preload.requestPort(name, nonce)).toThrow(TypeError);
  });

  test('is not answered past the preload with other words, from a frame, or from elsewhere', async () => {
    const window = await start();
    const answers: Handed[] = [];
    handed = (message) => answers.push(message);
    ipcRenderer.send('crossbook:port', 'other', 'abc');
    ipcRenderer.send('crossbook:port', 'main', 'a b');
    ipcRenderer.send('crossbook:port', 'main');
    const frame = window.webContents.mainFrame as { url: string; parent: unknown };
    frame.parent = {};
    preload.requestPort('main', 'abc');
    frame.parent = null;
    frame.url = 'https://evil.example/';
    preload.requestPort('main', 'abc');
    frame.url = 'app://crossbook.evil.example/';
    preload.requestPort('main', 'abc');
    expect(answers).toEqual([]);
    expect(fakeApp.windows.size).toBe(0);
  });

  test('is served from its own scheme, with the policy and nothing else', async () => {
    await start();
    const serve = session.defaultSession.schemes.get('app')!;
    const page = await serve(new Request('app://crossbook/'));
    expect(await page.text()).toBe('page');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await serve(new Request('app://crossbook/main/worker.js'))).status).toBe(404);
    expect((await serve(new Request('app://crossbook/../main/worker.js'))).status).toBe(404);
    expect((await serve(new Request('app://other/'))).status).toBe(403);
    expect((await serve(new Request('app://crossbook/', { method: 'POST', body: 'x' }))).status).toBe(403);
  });
});

describe('the window', () => {
  test('is isolated, sandboxed and without Node', async () => {
    const { options } = await start();
    expect(options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      preload: join(folder, 'preload', 'preload.cjs'),
    });
  });

  test('says its mode in the title, whatever the page calls itself', async () => {
    const window = await start();
    expect(window.title).toBe('Crossbook - LIVE');
    let prevented = false;
    window.emit('page-title-updated', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'denies %s',
    async (name) => {
      const window = await start();
      let prevented = false;
      window.webContents.emit(name, { preventDefault: () => (prevented = true) }, 'https://evil.example/');
      expect(prevented).toBe(true);
    },
  );

  test('opens no window, and outside only https pages of the venues', async () => {
    const window = await start();
    openedOutside.length = 0;
    for (const url of [
      'https://one.example/market/1',
      'https://evil.example/',
      'http://one.example/',
      'file:///etc/passwd',
      'https://one.example.evil.example/',
    ]) {
      expect(window.webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
    }
    expect(openedOutside).toEqual(['https://one.example/market/1']);
  });

  test('opens our own page with a recording’s name, made as ours is whatever the page asks for', async () => {
    const window = await start();
    const opened = window.webContents.openHandler?.({ url: 'app://crossbook/?session=2026-11-29T10-00-00Z' });
    expect(opened).toMatchObject({
      action: 'allow',
      overrideBrowserWindowOptions: {
        show: true,
        title: 'Crossbook - REPLAY',
        webPreferences: {
          preload: join(folder, 'preload', 'preload.cjs'),
          contextIsolation: true,
          sandbox: true,
          nodeIntegration: false,
          webSecurity: true,
        },
      },
    });
    for (const url of [
      'app://crossbook/?session=../x',
      'app://crossbook/?session=',
      'app://crossbook/other?session=x',
      'app://elsewhere/?session=x',
      'https://crossbook/?session=x',
    ])
      expect(window.webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });

  test('shows the page it was packed with, whatever its surroundings say', async () => {
    app.isPackaged = true;
    try {
      const window = await start({ devUrl: 'http://localhost:5173/' });
      expect(window.webContents.mainFrame.url).toBe('app://crossbook/');
    } finally {
      app.isPackaged = false;
    }
  });

  test('has one call to the program, and no other', () => {
    expect([...exposed.keys()]).toEqual(['crossbook']);
    expect(Object.keys(preload)).toEqual(['requestPort']);
  });

  test('is granted no permission and no device', async () => {
    await start();
    const guarded = session.defaultSession;
    const answers: boolean[] = [];
    guarded.permissionRequest?.({}, 'notifications', (granted) => answers.push(granted));
    expect(answers).toEqual([false]);
    expect([guarded.permissionCheck?.(), guarded.devicePermission?.()]).toEqual([false, false]);
  });

  test('reaches no address but its own files', async () => {
    await start();
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      session.defaultSession.beforeRequest?.({ url }, ({ cancel }) => {
        cancelled = cancel;
      });
      return cancelled;
    };
    expect(isCancelled('app://crossbook/assets/x.js')).toBe(false);
    for (const url of ['https://example.org/', 'http://127.0.0.1:1/', 'ws://127.0.0.1:1/', 'file:///etc/passwd', 'x']) {
      expect([url, isCancelled(url)]).toEqual([url, true]);
    }
  });

  test('in development is the development server’s page, hot reload included', async () => {
    const window = await start({ devUrl: 'http://localhost:5173/' });
    expect(window.webContents.mainFrame.url).toBe('http://localhost:5173/');
    const cancelled: string[] = [];
    for (const url of [
      'http://localhost:5173/x.ts',
      'ws://localhost:5173/',
      'http://localhost:1/',
      'https://x.example/',
    ]) {
      session.defaultSession.beforeRequest?.({ url }, ({ cancel }) => cancel && cancelled.push(url));
    }
    expect(cancelled).toEqual(['http://localhost:1/', 'https://x.example/']);
    expect(await next(await ask('main'))).toMatchObject({ kind: 'engine' });
  });

  test('is where it was the last time', async () => {
    const window = await start();
    window.bounds = { x: 30, y: 40, width: 900, height: 600 };
    window.close();
    expect(await run).toBe(0);
    const saved = JSON.parse(await readFile(join(folder, 'data', 'state.json'), 'utf8'));
    expect(saved.window).toEqual({ x: 30, y: 40, width: 900, height: 600, maximized: false });
    BrowserWindow.all.length = 0;
    app.removeAllListeners();
    expect((await start()).options).toMatchObject({ x: 30, y: 40, width: 900, height: 600 });
  });

  test('is loaded again after a crash, but not for ever', async () => {
    const { webContents } = await start();
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(webContents.reloads).toBe(0);
    for (let crash = 0; crash < 20; crash++) webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(webContents.reloads).toBe(5);
  });

  test('comes to the front when Crossbook is started again', async () => {
    const window = await start();
    app.emit('second-instance');
    expect(window.focused).toBe(1);
  });
});

describe('the host', () => {
  test('ends in order when its window is closed', async () => {
    const window = await start();
    window.close();
    expect(await run).toBe(0);
    expect(fakeApp.stopped).toBe(1);
    expect(fakeApp.engine()).toBeNull();
  });

  test('ends in order when it is quit', async () => {
    const window = await start();
    let prevented = false;
    app.emit('before-quit', { preventDefault: () => (prevented = true) });
    expect(await run).toBe(0);
    expect([prevented, window.isDestroyed(), fakeApp.stopped]).toEqual([true, true, 1]);
  });

  test('tells the app what it runs on and gives it the system’s vault', async () => {
    await start();
    expect(fakeApp.options.hostName).toMatch(/^Electron /);
    expect(fakeApp.options.mode).toBe('live');
    expect(menus.at(-1) === null).toBe(process.platform !== 'darwin');
  });

  test('says in one sentence that the window is not built', async () => {
    await rm(join(folder, 'renderer'), { recursive: true });
    run = Promise.resolve(0);
    await expect(start()).rejects.toThrow(/npm run build/);
    run = Promise.resolve(0);
  });
});
