/**
 * Finds the system's Chromium, Chrome or Edge, which is the window where Electron cannot be had. CROSSBOOK_BROWSER names an
 * executable and beats the search.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../../base/substitution.ts';

const LINUX_NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS_APPS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

export type BrowserSearch =
  | { readonly found: true; readonly path: string }
  /** One sentence: why there is none and what would help. */
  | { readonly found: false; readonly text: string };

export type BrowserPlace = {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly isExecutable: (path: string) => boolean;
};

/** Looks on this machine. */
export function findBrowser(environment: Environment = process.env): BrowserSearch {
  return searchBrowser({ platform: process.platform, environment, isExecutable });
}

/** Looks in a place as described. */
export function searchBrowser(place: BrowserPlace): BrowserSearch {
  const named = place.environment.CROSSBOOK_BROWSER;
  if (named) {
    if (place.isExecutable(named)) return { found: true, path: named };
    return { found: false, text: `CROSSBOOK_BROWSER names ${named}, which is not a program here.` };
  }
  const path = candidates(place).find(place.isExecutable);
  if (path) return { found: true, path };
  return {
    found: false,
    text: 'No Chrome, Chromium or Edge was found; install one or set CROSSBOOK_BROWSER to its path.',
  };
}

function candidates({ platform, environment }: BrowserPlace): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(environment.HOME ?? '', 'Applications')];
    return MAC_APPS.flatMap((app) => folders.map((folder) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  if (platform === 'win32') {
    const roots = [environment.ProgramFiles, environment['ProgramFiles(x86)'], environment.LOCALAPPDATA];
    return WINDOWS_APPS.flatMap((app) => roots.filter((root) => root !== undefined).map((root) => `${root}\\${app}`));
  }
  const folders = [
    ...(environment.PATH ?? '').split(delimiter).filter(Boolean),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window could be seen: on Linux a display server must be there. */
export function hasDisplay(platform: NodeJS.Platform, environment: Environment): boolean {
  if (platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
