/**
 * Crossbook's window in Electron, and the walls round it: no navigation, no new window, no permission, no request to anywhere
 * but the window's own files. A page that crashed is loaded again, a few times.
 */
import { app, BrowserWindow, type Session, screen, session, shell, type WebContents } from 'electron';
import type { Mode } from '../../../src-shared/contract/window-main.ts';
import { mayOpen } from '../../app/answers/external-links.ts';
import type { StateStore } from '../../profile/state.ts';
import { isOwnPage } from './electron-scheme.ts';
import { windowOptions, windowTitle } from './electron-window-options.ts';

/** Crashes of the page after which it stays closed; counted over the window's life. */
const CRASHES_MAX = 5;

export type ElectronWindowOptions = {
  readonly mode: Mode;
  readonly pageUrl: string;
  readonly preload: string;
  readonly state: StateStore;
};

/** Opens the window, where it was the last time. */
export function openElectronWindow(options: ElectronWindowOptions): BrowserWindow {
  const { mode, state } = options;
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const place = state.get().window;
  const window = new BrowserWindow(windowOptions(mode, place, screens, options.preload));
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  window.setTitle(windowTitle(mode));
  const remember = (): void => {
    state.update({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  };
  for (const change of ['resized', 'moved', 'maximize', 'unmaximize', 'close'] as const) {
    window.on(change as 'close', remember);
  }
  reloadAfterCrash(window);
  void window.loadURL(options.pageUrl);
  return window;
}

function reloadAfterCrash(window: BrowserWindow): void {
  let crashes = 0;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || ++crashes > CRASHES_MAX) return;
    window.webContents.reload();
  });
}

/** What the walls let through. */
export type WindowWalls = {
  readonly pageUrl: string;
  /** Whose https pages may be opened in the browser. */
  readonly domains: ReadonlySet<string>;
  readonly preload: string;
};

/** Puts up the walls, for this and every later window. */
export function guardWindows(walls: WindowWalls): void {
  guardSession(session.defaultSession, walls.pageUrl);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, walls));
}

function guardSession(guarded: Session, pageUrl: string): void {
  guarded.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  guarded.setPermissionCheckHandler(() => false);
  guarded.setDevicePermissionHandler(() => false);
  const origin = new URL(pageUrl);
  guarded.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url, origin) }));
}

function isReplayPage(address: string, pageUrl: string): boolean {
  const session = isOwnPage(address, pageUrl) ? new URL(address).searchParams.get('session') : null;
  return /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$/.test(session ?? '');
}

/** The page's own files; in development its server's, hot reload included. */
function isOwnRequest(address: string, page: URL): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  if (url.protocol === 'devtools:' || url.protocol === 'data:' || url.protocol === 'blob:') return true;
  const isSameScheme = url.protocol === page.protocol || (page.protocol === 'http:' && url.protocol === 'ws:');
  return isSameScheme && url.host === page.host;
}

function guardContents(contents: WebContents, { pageUrl, domains, preload }: WindowWalls): void {
  contents.setWindowOpenHandler(({ url }) => {
    // Our own page with a recording's name: the one window that a page may open, made as ours is and not as the page asks.
    if (isReplayPage(url, pageUrl)) {
      const made = windowOptions('replay', null, [], preload);
      return { action: 'allow', overrideBrowserWindowOptions: { ...made, show: true } };
    }
    if (mayOpen(url, domains)) shell.openExternal(url).catch(() => {});
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
