/**
 * The Electron host: the app in the main process, the engine in a utility process, the window in Electron's own.
 *
 * One instance a profile; a second start brings the first one's window to the front. Everything ends in order: windows, app,
 * exchange, memory.
 */
import { join } from 'node:path';
import { app, type BrowserWindow, Menu, session } from 'electron';
import { venueDomains } from '../../app/answers/external-links.ts';
import { Ending } from '../ending.ts';
import { guardProcess } from '../last-line.ts';
import { type OpenAppOptions, openApp } from '../open-app.ts';
import { readWindowFiles } from '../window-files.ts';
import { electronEngine } from './electron-engine.ts';
import { electronNotifier } from './electron-notifier.ts';
import { serveElectronPorts } from './electron-ports.ts';
import { PAGE_URL, serveScheme } from './electron-scheme.ts';
import { electronVault } from './electron-vault.ts';
import { guardWindows, openElectronWindow } from './electron-window.ts';

/** Electron's own processes take some seconds more to end. */
const END_MAX_MS = 10_000;

export type ElectronHostOptions = Omit<OpenAppOptions, 'launchEngine' | 'vault' | 'hostName' | 'notifier'> & {
  /** The folder of the built main, engine, preload and window: `out`. */
  readonly builtFolder: string;
};

/** Runs the app until its last window is closed. Must be called when Electron is ready; resolves with the exit code. */
export async function runElectronHost(options: ElectronHostOptions): Promise<number> {
  const { command, builtFolder } = options;
  const ending = new Ending(command, END_MAX_MS);
  // A packaged app shows the page that it was packed with, whatever its surroundings say.
  const devUrl = app.isPackaged ? null : command.devUrl;
  const pageUrl = devUrl ?? PAGE_URL;
  const preload = join(builtFolder, 'preload', 'preload.cjs');
  guardWindows({ pageUrl, domains: venueDomains(options.venues), preload });
  if (devUrl === null) serveScheme(session.defaultSession, await readWindowFiles(join(builtFolder, 'renderer')));
  setMenu();
  const opened = await openApp({
    ...options,
    hostName: `Electron ${process.versions.electron}`,
    launchEngine: electronEngine(join(builtFolder, 'main', 'worker.js')),
    vault: electronVault(),
    notifier: electronNotifier(),
  });
  guardProcess({ opened, say: options.say, exit: (code) => app.exit(code) });
  const stopPorts = serveElectronPorts(opened.app, pageUrl);
  const window = openElectronWindow({
    mode: opened.mode,
    pageUrl,
    preload,
    state: opened.state,
  });
  app.on('second-instance', () => bringToFront(window));
  app.on('window-all-closed', () => ending.end('its window was closed'));
  app.on('before-quit', (event) => {
    event.preventDefault();
    ending.end('it was quit');
  });
  if (command.json) process.stdout.write(`${JSON.stringify({ url: pageUrl, pid: process.pid })}\n`);
  await ending.promise;
  stopPorts();
  if (!window.isDestroyed()) window.destroy();
  await opened.stop();
  ending.over();
  return 0;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** macOS needs a menu for copy and paste; elsewhere the window's own keys are all there is. */
function setMenu(): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    isMac ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );
}
