/**
 * Runs the Node host in the foreground: tells where the window is, opens it where one can be seen, shows the status in the
 * terminal where not, and ends when the window, the terminal, the time or the caller says so.
 */

import { errorText } from './base/error-text.ts';
import { Ending } from './host/ending.ts';
import { guardProcess } from './host/last-line.ts';
import { findBrowser, hasDisplay } from './host/node/browser.ts';
import { type BrowserWindow, openBrowserWindow } from './host/node/browser-window.ts';
import { type NodeHost, type NodeHostOptions, startNodeHost } from './host/node/node-host.ts';
import { showStatus } from './host/node/terminal-status.ts';
import { AlreadyRunning } from './host/place.ts';
import { findPaths } from './profile/paths.ts';

/** A window that reloads, or is opened again, is back by then. */
const WINDOW_GONE_MS = 5_000;

export type NodeRunOptions = Omit<NodeHostOptions, 'onWindows'>;

/** Runs until it is ended; resolves with the exit code. */
export async function runNodeHost(options: NodeRunOptions): Promise<number> {
  const { command, say } = options;
  const ending = new Ending(command);
  const windows = new WindowWatch(() => ending.end('its window was closed'));
  const starting = startNodeHost({ ...options, onWindows: (count) => windows.note(count) });
  const host = await starting.catch((error: unknown) => {
    ending.over();
    if (error instanceof AlreadyRunning) return showRunning(error, options);
    throw error;
  });
  if (host === null) return 0;
  const unguard = guardProcess({ opened: host, say, exit: process.exit });
  printReady(host.server.url, host.server.port, process.pid, command.json);
  for (const warning of host.warnings) say(warning);
  const window = command.opensWindow ? openWindow(host, options, windows) : null;
  windows.onArrived = window?.arrived ?? null;
  const hideStatus = window ? null : showInTerminal(host, options);
  await ending.promise;
  hideStatus?.();
  window?.close();
  await host.stop();
  unguard();
  ending.over();
  return 0;
}

/** What a program that started Crossbook waits for: one JSON object on one line, the first of standard output. */
function printReady(url: string, port: number | null, pid: number, json: boolean): void {
  if (!json && process.stdin.isTTY) return;
  process.stdout.write(`${JSON.stringify({ url, port, pid })}\n`);
}

/** A second start: says where the window of the app is that runs already, and opens one of it where one can be seen. */
function showRunning({ message, running }: AlreadyRunning, options: NodeRunOptions): null {
  const { command, environment, say } = options;
  say(message);
  printReady(running.url, running.port, running.pid, command.json);
  const browser = findBrowser(environment);
  if (running.url === '' || !command.opensWindow || !hasDisplay(process.platform, environment) || !browser.found)
    return null;
  const window = openBrowserWindow({
    executable: browser.path,
    url: running.url,
    profile: findPaths(command.demo ? 'demo' : 'live', command.dataDir ?? undefined).browser,
    isRoot: isRootOnLinux(),
    onEnd: (failure) => failure !== null && say(failure),
  });
  process.once('exit', window.arrived);
  return null;
}

const isRootOnLinux = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** Opens the system's browser; null when no window can be seen here. */
function openWindow(host: NodeHost, options: NodeRunOptions, windows: WindowWatch): BrowserWindow | null {
  const { environment, say } = options;
  if (!hasDisplay(process.platform, environment)) return null;
  const browser = findBrowser(environment);
  if (!browser.found) {
    say(browser.text);
    return null;
  }
  const isRoot = isRootOnLinux();
  if (isRoot) say('Running as root: the browser that is the window runs without its sandbox.');
  const failed = (why: string): void =>
    say(`${why} Open ${host.server.url} in any browser, or end Crossbook with Ctrl+C.`);
  try {
    return openBrowserWindow({
      executable: browser.path,
      url: host.server.url,
      profile: host.paths.browser,
      isRoot,
      onEnd(failure) {
        if (failure) failed(failure);
        else windows.browserEnded();
      },
    });
  } catch (error) {
    failed(`The window's profile cannot be written (${errorText(error)}).`);
    return null;
  }
}

function showInTerminal(host: NodeHost, options: NodeRunOptions): () => void {
  const { command, say } = options;
  say(`Crossbook is at ${host.server.url}`);
  if (command.command === 'serve') {
    const { port } = host.server;
    say(`From another machine: ssh -N -L ${port}:127.0.0.1:${port} USER@THIS-HOST, then open that address there.`);
    say('Whoever has the address can use Crossbook: keep it to yourself. It changes at every start.');
  }
  return showStatus(() => host.app.health(), process.stdout.isTTY && !command.json ? process.stdout : process.stderr);
}

/** Judges whether the window is gone: its process has ended and no page has been connected for a moment. */
class WindowWatch {
  /** A page has connected. */
  onArrived: (() => void) | null = null;
  private windows = 0;
  private hasBrowserEnded = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly onGone: () => void;

  constructor(onGone: () => void) {
    this.onGone = onGone;
  }

  note(windows: number): void {
    this.windows = windows;
    if (windows > 0) this.onArrived?.();
    this.judge();
  }

  browserEnded(): void {
    this.hasBrowserEnded = true;
    this.judge();
  }

  private judge(): void {
    clearTimeout(this.timer);
    if (this.hasBrowserEnded && this.windows === 0) this.timer = setTimeout(this.onGone, WINDOW_GONE_MS);
  }
}
