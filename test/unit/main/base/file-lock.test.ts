/** One program at a time changes a file, and a lock whose holder is gone holds nobody up. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from '../../../../src-main/base/file-lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-lock-'));
  path = join(folder, 'links.json');
});

afterEach(() => rm(folder, { recursive: true }));

const held = (pid: number, host = hostname(), startedMs = 1): Promise<void> =>
  writeFile(`${path}.lock`, JSON.stringify({ host, process: pid, startedMs }));

/** The number of a process that ran and has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid!;
}

it('lets one in at a time, and leaves nothing behind', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, work)));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

it('is released when the work fails', async () => {
  await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withFileLock(path, async () => 7)).toBe(7);
});

it('waits for a program that runs, and gives up with a sentence that names it', async () => {
  await held(process.ppid);
  await expect(withFileLock(path, async () => 7, 50)).rejects.toThrow(
    `Another program is changing links.json (process ${process.ppid} on ${hostname()}). Try again in a moment.`,
  );
});

it('takes over the lock of a process that has ended', async () => {
  await held(await endedProcess());
  expect(await withFileLock(path, async () => 7, 50)).toBe(7);
  expect(await readdir(folder)).toEqual([]);
});

it('takes over the lock of an earlier process with the own number', async () => {
  await held(process.pid);
  expect(await withFileLock(path, async () => 7, 50)).toBe(7);
});

it('takes over a lock that cannot be judged only when it is older than any change takes', async () => {
  await held(await endedProcess(), 'another-machine');
  await expect(withFileLock(path, async () => 7, 50)).rejects.toThrow('another-machine');
  await writeFile(`${path}.lock`, '');
  await expect(withFileLock(path, async () => 7, 50)).rejects.toThrow('changing links.json. Try');
  const longAgo = Date.now() / 1_000 - 31;
  await utimes(`${path}.lock`, longAgo, longAgo);
  expect(await withFileLock(path, async () => 7, 50)).toBe(7);
});
