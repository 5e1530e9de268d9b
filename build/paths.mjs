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

/** The environment of every child: product Node and the installed tools first on the PATH. */
export function childEnv(extra = {}) {
  const first = [join(modulesDir, 'node', 'bin'), join(modulesDir, '.bin')];
  return { ...process.env, PATH: [...first, process.env.PATH ?? ''].join(delimiter), ...extra };
}
