/**
 * Runs child processes so that the launcher is not noticed: the child has the terminal, its exit code and its signal
 * become ours, and a signal sent to us reaches it.
 */
import { spawn } from 'node:child_process';
import { childEnv, root } from './paths.mjs';

const parentCheckMs = 500;
const exitCodeOfSignal = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGKILL: 137, SIGTERM: 143 };

/** Prints a line for the user. Never on stdout, which belongs to the program that is started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a command in the foreground. Resolves with its exit code (128 + n for a signal) once it has ended. */
export function run(command, args, { env = {}, stdio = 'inherit', cwd = root } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: childEnv(env), stdio });
    const release = passSignals(child);
    child.once('error', (error) => {
      release();
      fail(error);
    });
    child.once('close', (code, signal) => {
      release();
      done(code ?? exitCodeOfSignal[signal] ?? 1);
    });
  });
}

/** Runs a command in silence. Resolves with its exit code and all it printed. */
export function runQuietly(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: childEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
    const release = passSignals(child);
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => {
      release();
      fail(error);
    });
    child.once('close', (code, signal) => {
      release();
      done({ code: code ?? exitCodeOfSignal[signal] ?? 1, output });
    });
  });
}

/**
 * Forwards signals until released. Ctrl+C in a terminal reaches the whole group by itself: a second one would mean
 * "now". npm passes SIGTERM to its shell, and some shells die of it without passing it on: then our parent changes,
 * and that is the signal.
 */
function passSignals(child) {
  const forward = (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const parent = process.ppid;
  const watch = process.env.npm_lifecycle_event
    ? setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(watch);
        child.kill('SIGTERM');
      }, parentCheckMs)
    : undefined;
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  };
}
