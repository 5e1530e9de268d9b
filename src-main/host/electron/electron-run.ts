/**
 * Runs the app in Electron: as a child that has the terminal, with its exit code and its signals passed on.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../base/substitution.ts';

export type ElectronRun = {
  readonly executable: string;
  readonly root: string;
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly isRoot: boolean;
  say(text: string): void;
};

/** Builds the app where that was not yet done, runs it, and resolves with its exit code. */
export async function runElectron(run: ElectronRun): Promise<number> {
  if (!existsSync(join(run.root, 'out', 'main', 'main.js'))) {
    run.say('Building the desktop app once.');
    const code = await spawnQuietly(process.execPath, [join(run.root, 'build', 'run.mjs'), 'build'], run.environment);
    if (code !== 0) throw new Error('The desktop app could not be built; `npm run build` says why.');
  }
  const flags = run.isRoot && process.platform === 'linux' ? ['--no-sandbox'] : [];
  if (flags.length > 0) run.say('Running as root: the window runs without its sandbox.');
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = run.environment;
  return spawnInFront(run.executable, [...flags, run.root, ...run.args], environment);
}

function spawnQuietly(command: string, args: readonly string[], environment: Environment): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'ignore', 'ignore'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function spawnInFront(command: string, args: readonly string[], environment: Environment): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, stdio: 'inherit' });
    // In a terminal Ctrl+C reaches the child by itself; a second one would mean "at once".
    const forward = (signal: NodeJS.Signals): void => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? (signal ? 128 : 1));
    });
  });
}
