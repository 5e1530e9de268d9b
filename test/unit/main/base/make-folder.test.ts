/** Folders are made with those above them, and where none can be made that is said at once. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { errorSentence } from '../../../../src-main/base/error-text.ts';
import { makeFolder, makeFolderSync } from '../../../../src-main/base/make-folder.ts';
import { lockProfile } from '../../../../src-main/profile/profile-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const WAYS = [
  ['in its turn', makeFolder],
  ['at once', async (path: string) => makeFolderSync(path)],
] as const;

test.each(WAYS)('a folder is made with those above it, for its owner alone, %s', async (_how, make) => {
  const path = join(folder, 'a', 'b', 'c');
  await make(path);
  await make(path);
  expect((await stat(path)).isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
});

test.each(WAYS)('a file in the way is an error, and a link to a folder is none, %s', async (_how, make) => {
  await writeFile(join(folder, 'file'), '');
  await expect(make(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(make(join(folder, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await symlink(folder, join(folder, 'link'));
  await make(join(folder, 'link'));
});

test.skipIf(!existsSync('/proc/self'))('a place where nothing can be made is said at once, in words', async () => {
  for (const [, make] of WAYS) await expect(make('/proc/crossbook/data')).rejects.toMatchObject({ code: 'ENOENT' });
  const error = await makeFolder('/proc/crossbook').catch((reason: unknown) => reason);
  expect(errorSentence(error)).toBe('/proc/crossbook cannot be used: it does not exist.');
  expect(await lockProfile('/proc/crossbook/data')).toEqual({ state: 'unwritable', why: 'it does not exist' });
});

test('an error of the system is told in words, and any other in its own', () => {
  const refused = Object.assign(new Error('EACCES: permission denied, open x'), { code: 'EACCES', path: '/x' });
  expect(errorSentence(refused)).toBe('/x cannot be used: permission denied.');
  expect(errorSentence(Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' }))).toBe(
    'That failed: the disk is full.',
  );
  expect(errorSentence(new Error('There is no job 7.'))).toBe('There is no job 7.');
  expect(errorSentence('odd')).toBe('odd');
});
