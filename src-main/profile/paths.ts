/**
 * Where Crossbook keeps its files. The demo has a profile of its own, so that it never touches the user's.
 */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';

export type Profile = 'live' | 'demo';

export type Paths = {
  readonly data: string;
  readonly cache: string;
  readonly log: string;
  /** Written by the user; Crossbook only reads it. */
  readonly settingsFile: string;
  /** Written by Crossbook: watchlist, preferences, window. */
  readonly stateFile: string;
  /** The user's decisions about links; may be edited by hand. */
  readonly linksFile: string;
  /** All markets known; it can be had from the venues again. */
  readonly catalogFile: string;
  /** Private keys, encrypted by the system (Electron only). */
  readonly keys: string;
  /** The browser's own profile, when the system's browser is the window. */
  readonly browser: string;
};

/** The folders of a profile, or all below `dataDir` where one is given. Nothing is created. */
export function findPaths(profile: Profile, dataDir?: string): Paths {
  const folders = dataDir ? foldersBelow(resolve(dataDir)) : userFolders(profile);
  return {
    ...folders,
    settingsFile: join(folders.data, 'settings.json'),
    stateFile: join(folders.data, 'state.json'),
    linksFile: join(folders.data, 'links.json'),
    catalogFile: join(folders.cache, 'catalog.sqlite'),
    keys: join(folders.data, 'keys'),
    browser: join(folders.data, 'browser'),
  };
}

type Folders = Pick<Paths, 'data' | 'cache' | 'log'>;

function foldersBelow(data: string): Folders {
  return { data, cache: join(data, 'cache'), log: join(data, 'log') };
}

function userFolders(profile: Profile): Folders {
  const { data, cache, log } = envPaths(profile === 'demo' ? 'crossbook-demo' : 'crossbook', { suffix: '' });
  return { data, cache, log };
}

/** A path as the user writes it in a file: `~/` is the home folder, a relative path starts at the file's own folder. */
export function resolvePath(path: string, folder: string): string {
  if (path === '~') return homedir();
  if (path.startsWith('~/') || path.startsWith('~\\')) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(folder, path);
}
