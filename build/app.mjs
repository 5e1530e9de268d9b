/**
 * Builds what a command needs and is out of date: the window alone for the Node host, everything for Electron.
 * Quiet on success; on failure the builder's output goes to stderr and the process ends.
 */
import { existsSync } from 'node:fs';
import { runQuietly, say } from './child.mjs';
import { withLock } from './lock.mjs';
import { inRoot, productNode } from './paths.mjs';
import { isStamped, sourceHash, writeStamp } from './stamp.mjs';

const windowSources = ['src-shared', 'src-renderer', 'electron.vite.config.ts', 'package-lock.json'];
const appSources = [...windowSources, 'src-main', 'src-worker', 'package.json'];
const windowStamp = '.cache/stamps/window';
const appStamp = '.cache/stamps/app';

/** Makes out/renderer current. */
export function ensureWindow() {
  return ensure('the window', windowSources, windowStamp, 'out/renderer/index.html', [inRoot('build', 'renderer.mjs')]);
}

/** Makes all of out/ current. */
export async function ensureApp() {
  await ensure('the desktop app', appSources, appStamp, 'out/main/main.js', [electronVite, 'build']);
  writeStamp(windowStamp, sourceHash(windowSources));
}

export const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');

async function ensure(what, sources, stamp, product, args) {
  const isCurrent = () => isStamped(stamp, sourceHash(sources)) && existsSync(inRoot(product));
  if (isCurrent()) return;
  await withLock(async () => {
    if (isCurrent()) return;
    say(`crossbook: building ${what}`);
    const hash = sourceHash(sources);
    const { code, output } = await runQuietly(productNode(), args);
    if (code !== 0) {
      say(output);
      say(`crossbook: building ${what} failed; the reason is above.`);
      process.exit(1);
    }
    writeStamp(stamp, hash);
  });
}
