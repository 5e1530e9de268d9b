/**
 * Runs one npm script from whatever state the folder is in: installs what package-lock.json says, builds what is out
 * of date, then starts the program on Node 24. Everything said on the way goes to stderr, so that stdout, exit code and
 * signals are the program's own.
 */

import { execFileSync } from 'node:child_process';
import { electronVite, ensureApp, ensureWindow } from './app.mjs';
import { run, say } from './child.mjs';
import { findElectron } from './electron-binary.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot, productNode } from './paths.mjs';
import { check, test } from './test.mjs';

const oldestNode = [20, 19];

const scripts = {
  demo: (args) => crossbook(['demo', ...args]),
  start: (args) => crossbook(['start', ...args]),
  crossbook,
  dev,
  build: (args) => run(productNode(), [electronVite, 'build', ...args]),
  bench: (args) => run(productNode(), [inRoot('test', 'bench', 'run.ts'), ...args]),
  fuzz: (args) => run(productNode(), [inRoot('test', 'fuzz', 'run.ts'), ...args]),
  chaos: (args) => run(productNode(), [inRoot('test', 'chaos', 'run.ts'), ...args]),
  soak: (args) => run(productNode(), ['--expose-gc', inRoot('test', 'chaos', 'soak.ts'), ...args]),
  check: () => check(),
  test,
};

/** Runs the script and resolves with the exit code. */
export async function launch(name, args) {
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (!script) {
    say(`crossbook: no script is called '${name}'; there are ${Object.keys(scripts).join(', ')}`);
    return 2;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    say(`crossbook: this is Node ${process.versions.node}; ${oldestNode.join('.')} or later is needed`);
    return 1;
  }
  await ensureInstalled();
  return script(args);
}

async function crossbook(args) {
  const shown = shownWindow(args);
  if (shown === 'desktop' && findElectron()) await ensureApp();
  else if (shown) await ensureWindow();
  return run(productNode(), [inRoot('src-main', 'cli.ts'), ...args]);
}

/** What the command will show: the desktop app, the Node host's page, or nothing (checks, exports, help), read as the command itself reads it. */
function shownWindow(args) {
  if (!['demo', 'start', 'serve'].includes(args[0])) return '';
  const entry = inRoot('src-main', 'command', 'shown-window.ts');
  return execFileSync(productNode(), [entry, ...args], { encoding: 'utf8' });
}

function dev(args) {
  const electron = findElectron();
  if (!electron) say("crossbook: Electron is not on this machine; the Node host and the system's browser stand in");
  const env = { ELECTRON_EXEC_PATH: electron ?? inRoot('build', 'dev-host.mjs') };
  return run(productNode(), [electronVite, 'dev', ...args], { env });
}
