/**
 * Makes node_modules hold what package-lock.json says, and does nothing when it already does.
 *
 * An installation is current when its stamp is the lockfile's hash, or when npm's own record in node_modules names the
 * same versions (somebody ran `npm ci` or `npm install` by hand).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { runQuietly, say } from './child.mjs';
import { withLock } from './lock.mjs';
import { inRoot, modulesDir, productNode } from './paths.mjs';

const stampPath = join(modulesDir, '.crossbook-install');

/** Installs when needed. Ends the process with instructions when that fails. */
export async function ensureInstalled() {
  if (isCurrent()) return;
  await withLock(async () => {
    if (isCurrent()) return;
    await install();
  });
}

function isCurrent() {
  if (!productNode()) return false;
  const lockText = readFileSync(inRoot('package-lock.json'), 'utf8');
  const hash = lockHash(lockText);
  if (readIfPresent(stampPath) === hash) return true;
  if (!installedMatches(JSON.parse(lockText).packages)) return false;
  writeFileSync(stampPath, hash);
  return true;
}

function lockHash(text) {
  return createHash('sha256').update(text).digest('hex');
}

function installedMatches(wanted) {
  const record = readIfPresent(join(modulesDir, '.package-lock.json'));
  if (!record) return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const present = installed[path];
    if (!present) return path === '' || entry.optional === true || entry.peer === true;
    return present.version === entry.version && existsSync(inRoot(path));
  });
}

async function install() {
  if (process.platform === 'win32' && process.execPath.startsWith(modulesDir + sep)) {
    say('crossbook: the installed packages are out of date. Run `npm ci` once, then this command again.');
    process.exit(1);
  }
  say('crossbook: installing dependencies (about half a minute, only when they change)');
  const { code, output } = await npm([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ]);
  if (code !== 0) {
    say(output);
    say('crossbook: `npm ci` failed; what npm said is above. Once it succeeds by hand, run this command again.');
    process.exit(code);
  }
  await ensureProductNode();
  writeFileSync(stampPath, lockHash(readFileSync(inRoot('package-lock.json'), 'utf8')));
}

/** The `node` package fetches its binary in an install script; npm may have been told not to run those. */
async function ensureProductNode() {
  if (productNode()) return;
  const { output } = await runQuietly(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: join(modulesDir, 'node'),
  });
  if (productNode()) return;
  say(output);
  say(
    'crossbook: could not fetch Node 24 from the npm registry. Install Node 24 or later, then run this command again.',
  );
  process.exit(1);
}

function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) {
    return runQuietly(process.env.npm_node_execpath ?? process.execPath, [cli, ...args]);
  }
  if (process.platform === 'win32') return runQuietly('cmd.exe', ['/d', '/s', '/c', 'npm', ...args]);
  return runQuietly('npm', args);
}

function readIfPresent(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
