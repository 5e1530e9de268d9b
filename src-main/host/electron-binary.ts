/**
 * Finds Electron's executable, and tries to get it where it is missing.
 *
 * It never loads the `electron` package: outside Electron that package answers a require with a download of its own. The
 * download is tried at most once a day for a version and never longer than a minute, because many machines cannot reach it.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '../base/error-text.ts';
import { isJsonObject, readJsonFile, writeJsonFile } from '../base/json-file.ts';
import type { Environment } from '../base/substitution.ts';

const OBTAIN_TIMEOUT_MS = 60_000;
const RETRY_AFTER_MS = 86_400_000;

const EXECUTABLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

export type ElectronSearch =
  | { readonly found: true; readonly path: string }
  /** One sentence; `version` is the package's, null when the package itself is missing. */
  | { readonly found: false; readonly version: string | null; readonly text: string };

/** Looks for the executable: CROSSBOOK_ELECTRON, ELECTRON_OVERRIDE_DIST_PATH, then the electron package below `root`. */
export function findElectron(root: string, environment: Environment = process.env): ElectronSearch {
  const named = environment.CROSSBOOK_ELECTRON;
  if (named) {
    if (existsSync(named)) return { found: true, path: named };
    return { found: false, version: null, text: `CROSSBOOK_ELECTRON names ${named}, which does not exist.` };
  }
  const folder = packageFolder(root);
  const version = electronVersion(root);
  // The installer writes path.txt last: without it the folder may be half a download.
  const name = readIfThere(join(folder, 'path.txt'))?.trim();
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override
    ? join(override, name || EXECUTABLES[process.platform] || 'electron')
    : name && join(folder, 'dist', name);
  if (path && existsSync(path)) return { found: true, path };
  const text = version ? `Electron ${version} is not on this machine.` : 'The electron package is not installed.';
  return { found: false, version, text };
}

export type ObtainOptions = {
  readonly root: string;
  /** Where a failure is remembered. */
  readonly cache: string;
  readonly environment: Environment;
  readonly now: Date;
  /** Told when a download begins. */
  onStart(version: string): void;
};

/** Finds Electron, or tries to get it. Never rejects and never takes longer than a minute. */
export async function obtainElectron(options: ObtainOptions): Promise<ElectronSearch> {
  const search = findElectron(options.root, options.environment);
  if (search.found || search.version === null) return search;
  const { version } = search;
  const memory = join(options.cache, `electron-${version}.json`);
  const remembered = await recallFailure(memory, options.now);
  if (remembered !== null) return { ...search, text: unavailable(version, remembered) };
  options.onStart(version);
  const failure = await runInstaller(join(packageFolder(options.root), 'install.js'), options.environment);
  const again = findElectron(options.root, options.environment);
  if (again.found) return again;
  const why = failure ?? 'its installer left nothing behind';
  // Not being able to remember only means trying again next time.
  await writeJsonFile(memory, { failedAtMs: options.now.getTime(), why }).catch(() => {});
  return { ...search, text: unavailable(version, why) };
}

/** Why the last attempt failed, when that was less than a day ago. */
export async function recallFailure(memory: string, now: Date): Promise<string | null> {
  const file = await readJsonFile(memory, now);
  if (file.found !== 'object') return null;
  const { failedAtMs, why } = file.value;
  const ageMs = typeof failedAtMs === 'number' ? now.getTime() - failedAtMs : -1;
  return ageMs >= 0 && ageMs < RETRY_AFTER_MS ? String(why) : null;
}

function unavailable(version: string, why: string): string {
  return `Electron ${version} could not be downloaded (${why}).`;
}

/** Runs the package's own installer; resolves with null, or with why it failed. */
function runInstaller(script: string, environment: Environment): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: OBTAIN_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = `${said}${part}`.slice(-8_000);
    });
    child.on('error', (error) => resolve(errorText(error)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(null);
      else resolve(signal ? 'it took longer than a minute' : reasonIn(said));
    });
  });
}

/** The first line of a stack that says something. */
function reasonIn(stack: string): string {
  const line = stack.split('\n').find((candidate) => /error|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT/i.test(candidate));
  return (
    line
      ?.trim()
      .replace(/^\w*Error: /, '')
      .slice(0, 160) ?? 'its installer failed'
  );
}

function packageFolder(root: string): string {
  return join(root, 'node_modules', 'electron');
}

/** The version of the electron package below `root`, or null when it is not installed. */
export function electronVersion(root: string): string | null {
  const source = readIfThere(join(packageFolder(root), 'package.json'));
  if (source === null) return null;
  const found: unknown = JSON.parse(source);
  return isJsonObject(found) && typeof found.version === 'string' ? found.version : null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
