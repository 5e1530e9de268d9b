/**
 * Lets one launcher at a time install or build: a second one started in the same folder waits for the first.
 * The lock is a file that holds the owner's process id; a lock whose owner is gone is taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './child.mjs';
import { cacheDir, inRoot } from './paths.mjs';

const retryMs = 250;

export async function withLock(work) {
  mkdirSync(cacheDir, { recursive: true });
  const path = inRoot('.cache', 'launcher.lock');
  let told = false;
  while (!take(path)) {
    if (!told) say('crossbook: waiting for another crossbook command to finish installing or building');
    told = true;
    await pause(retryMs);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (ownerIsGone(path)) rmSync(path, { force: true });
    return false;
  }
}

function ownerIsGone(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // Just created and not yet written: ask again next time.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
