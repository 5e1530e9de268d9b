/**
 * The programs compared with: installed beside the benchmark when asked for, at the versions of peers/package-lock.json, never
 * part of the product. They publish no type for what is driven here, so their shapes are written down.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = join(import.meta.dirname, '..', 'peers');
const INSTALL_TIMEOUT_MS = 300_000;

/** ccxt: one side of a book. `delta` is [price, size]; size 0 removes. It is kept, so each must be an array of its own. */
export type CcxtSide = ArrayLike<readonly [price: number, size: number]> & {
  storeArray(delta: [price: number, size: number]): void;
};
type CcxtModule = { readonly Bids: new () => CcxtSide; readonly Asks: new () => CcxtSide };

export type TardisLevel = { readonly price: number; readonly amount: number };
export type TardisChange = {
  readonly isSnapshot: boolean;
  readonly bids: readonly TardisLevel[];
  readonly asks: readonly TardisLevel[];
};
/** tardis-dev: a whole book. */
export type TardisBook = {
  update(change: TardisChange): void;
  bids(): Iterable<TardisLevel>;
  asks(): Iterable<TardisLevel>;
};
type TardisModule = { readonly OrderBook: new () => TardisBook };

/** Installs what the lockfile says; a sentence when that failed, null when all is there. */
export function installPeers(say: (text: string) => void): string | null {
  if (['ccxt', 'tardis-dev'].every((name) => existsSync(join(FOLDER, 'node_modules', name, 'package.json'))))
    return null;
  say('bench: installing ccxt and tardis-dev into test/bench/peers (once)');
  const { status, stderr, error } = spawnSync('npm', ['ci'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
    shell: process.platform === 'win32',
  });
  if (status === 0) return null;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  return `The peers could not be installed (npm ci in test/bench/peers: ${reason}).`;
}

/** The class is not exported by the package: its file is. */
export async function loadCcxt(): Promise<CcxtModule> {
  return (await importFile('ccxt/js/src/base/ws/OrderBookSide.js')) as CcxtModule;
}

export async function loadTardis(): Promise<TardisModule> {
  return (await importFile('tardis-dev/dist/orderbook.js')) as TardisModule;
}

async function importFile(path: string): Promise<unknown> {
  return import(pathToFileURL(join(FOLDER, 'node_modules', path)).href);
}
