/**
 * Finds the system's Chromium, Chrome or Edge for the end-to-end tests; on Debian, as root, it installs one.
 * CROSSBOOK_BROWSER names an executable and beats the search.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './child.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsApps = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Absolute path of a browser that speaks the DevTools protocol, or undefined. */
export function findBrowser(env = process.env) {
  if (env.CROSSBOOK_BROWSER) return existsSync(env.CROSSBOOK_BROWSER) ? env.CROSSBOOK_BROWSER : undefined;
  return candidates(env).find((path) => existsSync(path));
}

function candidates(env) {
  if (process.platform === 'darwin') return macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  if (process.platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean);
    return folders.flatMap((folder) => windowsApps.map((app) => join(folder, app)));
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Finds a browser or installs one where that can be done without asking. Undefined, with advice given, when it cannot. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.env.CROSSBOOK_BROWSER) {
    say(`CROSSBOOK_BROWSER names ${process.env.CROSSBOOK_BROWSER}, which does not exist.`);
    return undefined;
  }
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    say("No Chromium, Chrome or Edge found: installing Debian's chromium.");
    const stdio = ['ignore', 'ignore', 'inherit'];
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env, stdio });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, stdio });
    const installed = findBrowser();
    if (installed) return installed;
  }
  say('The end-to-end tests need a browser and found none. Either');
  say('  - install Chromium, Chrome or Edge (Debian and Ubuntu: sudo apt-get install chromium), or');
  say('  - set CROSSBOOK_BROWSER to the path of one.');
  return undefined;
}
