/**
 * The system's browser as Crossbook's window: app mode, a profile of its own, nothing said to anybody in the background.
 *
 * The address carries the key to Crossbook, so the browser is led there by a file (opening-page.ts) and not by its command line.
 *
 * The process lives as long as its window, so its end is the window's. A browser that hands over to an instance already running
 * on the same profile ends at once; whether a window is really gone is therefore the caller's to judge, by its ports.
 */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { writeOpeningPage } from './opening-page.ts';

const ENDING_GRACE_MS = 3_000;

export type BrowserWindowOptions = {
  readonly executable: string;
  readonly url: string;
  /** The folder of the browser's profile. */
  readonly profile: string;
  readonly isRoot: boolean;
  /** Called once; `failure` is a sentence when the browser could not be started or broke. */
  onEnd(failure: string | null): void;
};

export interface BrowserWindow {
  /** The page has connected: what led it here is not needed any more. */
  arrived(): void;
  close(): void;
}

/** Opens the window. */
export function openBrowserWindow(options: BrowserWindowOptions): BrowserWindow {
  const profile = profileFolder(options.executable, options.profile);
  const page = writeOpeningPage(profile, options.url);
  const child = spawn(options.executable, browserArguments(page.address, profile, options.isRoot), {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  let isOver = false;
  const end = (failure: string | null): void => {
    if (isOver) return;
    isOver = true;
    // A browser that handed over to a running instance has ended before its window is there.
    if (failure !== null) page.remove();
    options.onEnd(failure);
  };
  child.on('error', (error) => end(`${options.executable} could not be started (${error.message}).`));
  child.on('exit', (code) => end(code ? `${options.executable} ended with code ${code}.` : null));
  return {
    arrived: page.remove,
    close() {
      page.remove();
      if (isOver) return;
      child.kill();
      setTimeout(() => child.kill('SIGKILL'), ENDING_GRACE_MS).unref();
    },
  };
}

export function browserArguments(address: string, profile: string, isRoot: boolean): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
}

/** A browser from a snap may write only below its own folder. */
function profileFolder(executable: string, profile: string): string {
  if (!executable.startsWith('/snap/')) return profile;
  return join(homedir(), 'snap', basename(executable), 'common', 'crossbook-browser');
}
