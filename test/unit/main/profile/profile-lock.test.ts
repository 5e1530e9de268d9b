/** A profile is used by one app at a time, and a crash leaves none closed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockProfile, type ProfileLock } from '../../../../src-main/profile/profile-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Held = Extract<ProfileLock, { readonly state: 'held' }>;

async function take(): Promise<Held> {
  const lock = await lockProfile(folder);
  expect(lock.state).toBe('held');
  return lock as Held;
}

const file = (): string => join(folder, 'running.json');

test('the second to come hears who has it and where the window is; whoever comes after the first has left gets it', async () => {
  const first = await take();
  expect(await lockProfile(folder)).toEqual({ state: 'taken', by: { pid: process.pid, url: '', port: null } });
  const address = { url: 'http://127.0.0.1:9/#token=abc', port: 9 };
  await first.announce(address);
  const by = { pid: process.pid, ...address };
  expect(await lockProfile(folder)).toEqual({ state: 'taken', by });
  await first.release();
  await (await take()).release();
});

test('of many that come at once, one gets it', async () => {
  const locks = await Promise.all(Array.from({ length: 8 }, () => lockProfile(folder)));
  expect(locks.filter(({ state }) => state === 'held').length).toBe(1);
  for (const lock of locks) if (lock.state === 'held') await lock.release();
});

test('a mark holds nothing once its process is gone, or when it has not been renewed for long', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(file(), JSON.stringify({ pid: child.pid, host: hostname(), startedMs: 1, url: '' }));
  await (await take()).release();
  await take();
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(file(), longAgo, longAgo);
  await (await take()).release();
});

test('what stands in the file’s place does not keep the profile closed', async () => {
  await writeFile(file(), '{ "pid"');
  const lock = await take();
  expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
});

test('a folder that cannot be written is said to be so', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await lockProfile(join(folder, 'file', 'data'))).toEqual({
    state: 'unwritable',
    why: 'part of its path is not a folder',
  });
});
