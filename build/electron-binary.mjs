/**
 * Finds Electron's executable on disk, or says that it is not there. It never loads the `electron` package: outside
 * Electron that package answers a require with a download.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulesDir } from './paths.mjs';

const defaultName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** Absolute path of the executable, or undefined. */
export function findElectron(env = process.env) {
  const packageDir = join(modulesDir, 'electron');
  const pathFile = join(packageDir, 'path.txt');
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8').trim()
    : (defaultName[process.platform] ?? 'electron');
  const distDir = env.ELECTRON_OVERRIDE_DIST_PATH || join(packageDir, 'dist');
  const candidates = [env.ELECTRON_EXEC_PATH, join(distDir, name)];
  return candidates.find((path) => path && existsSync(path));
}
