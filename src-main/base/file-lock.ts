/**
 * Lets one program at a time change a file: whoever creates `FILE.lock` may, and removes it afterwards.
 *
 * The lock names its holder. It is stale, and taken over, when that process no longer runs, or when the lock is older than any change
 * takes (the holder may be on another machine, or its number may be another program's by now). Waiting is bounded.
 */

import { rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from './make-folder.ts';
import { readRegular } from './open-regular.ts';
import { isAlive } from './process-mark.ts';

/** Ten thousand links are read and written in a second, on a slow disk in a few. */
const STALE_MS = 30_000;
const WAIT_MAX_MS = 5_000;
const LOOK_EVERY_MS = 20;

/** A lock holds some hundred bytes. */
const LOCK_BYTES_MAX = 4_096;

/** Tells this process from an earlier one with the same number, as containers have. */
const STARTED_MS = Math.round(performance.timeOrigin);
const OWN = JSON.stringify({ host: hostname(), process: process.pid, startedMs: STARTED_MS });

/** Does the work while no other program does. Rejects with a sentence when another holds the lock for too long. */
export async function withFileLock<Answer>(
  path: string,
  work: () => Promise<Answer>,
  waitMaxMs = WAIT_MAX_MS,
): Promise<Answer> {
  const lock = `${path}.lock`;
  await makeFolder(dirname(path));
  const untilMs = performance.now() + waitMaxMs;
  while (!(await create(lock))) {
    if (await isStale(lock)) await remove(lock);
    else if (performance.now() > untilMs) {
      throw new Error(`Another program is changing ${basename(path)}${await holderText(lock)}. Try again in a moment.`);
    } else await sleep(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    // Held for too long, it may be another's by now.
    if ((await holderOf(lock)) === OWN) await rm(lock, { force: true });
  }
}

async function create(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, OWN, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a stale lock. Whoever removes holds a second lock and looks again: another may have removed it and created its own since.
 */
async function remove(lock: string): Promise<void> {
  const removing = `${lock}.removing`;
  if (!(await create(removing))) {
    if (await isOld(removing)) await rm(removing, { force: true });
    else await sleep(LOOK_EVERY_MS);
    return;
  }
  try {
    if (await isStale(lock)) await rm(lock, { force: true });
  } finally {
    await rm(removing, { force: true });
  }
}

async function isStale(lock: string): Promise<boolean> {
  const holder = parse(await holderOf(lock));
  if (holder?.host === hostname()) {
    if (holder.process === process.pid) return holder.startedMs !== STARTED_MS;
    if (!isAlive(holder.process)) return true;
  }
  return await isOld(lock);
}

async function isOld(lock: string): Promise<boolean> {
  const facts = await stat(lock).catch(() => null);
  return facts !== null && Date.now() - facts.mtimeMs > STALE_MS;
}

function holderOf(lock: string): Promise<string> {
  return readRegular(lock, LOCK_BYTES_MAX).then(String, () => '');
}

async function holderText(lock: string): Promise<string> {
  const holder = parse(await holderOf(lock));
  return holder ? ` (process ${holder.process} on ${holder.host})` : '';
}

/** Null for a lock that is gone, is being written, or is of another make. */
function parse(text: string): { readonly host: string; readonly process: number; readonly startedMs: number } | null {
  try {
    const value = JSON.parse(text) as { host?: unknown; process?: unknown; startedMs?: unknown };
    const { host, process: pid, startedMs } = value;
    return typeof host === 'string' && typeof pid === 'number' && typeof startedMs === 'number'
      ? { host, process: pid, startedMs }
      : null;
  } catch {
    return null;
  }
}
