/**
 * Where things are, for the scripts in this folder. They run on Node 20.19 or later with nothing installed.
 */
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
export const cacheDir = join(root, '.cache');
export const modulesDir = join(root, 'node_modules');

const packagedNode = join(modulesDir, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Path inside the repository. */
export function inRoot(...parts) {
  return join(root, ...parts);
}

/**
 * The Node that runs the product and its tests: the one from the `node` package, or this process's own when that one
 * could not be installed and this one can read TypeScript. Undefined when neither will do.
 */
export function productNode() {
  if (existsSync(packagedNode)) return packagedNode;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

/**
 * How memory is kept, so that a process that starts and ends threads for days stays as large as what is in it. The first three are read by
 * glibc alone: by itself it gives threads heaps of their own, up to eight a core, whose holes no other thread fills, and keeps freed
 * blocks of up to 32 MiB. In one heap the holes of 60 exports came to rest at once (77 to 80 MiB); in two they grew to the end (61 to 93).
 * Blocks beyond 8 MiB go back to the system; below lie those of a session's chunks, and at 128 KiB a replay was a fifth slower. V8
 * would let each thread's young generation, which holds almost nothing that lives, grow to 128 MiB with the first burst.
 */
const memory = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '8388608',
  MALLOC_TRIM_THRESHOLD_: '8388608',
  NODE_OPTIONS: '--max-semi-space-size=16',
};

/** The environment of every child: product Node and the installed tools first on the PATH. The user's own settings take precedence. */
export function childEnv(extra = {}) {
  const first = [join(modulesDir, 'node', 'bin'), join(modulesDir, '.bin')];
  return { ...memory, ...process.env, PATH: [...first, process.env.PATH ?? ''].join(delimiter), ...extra };
}
