/**
 * Folders that are being made (a session that is imported or merged, an export) stand under a temporary name until they are whole.
 *
 * Each bears the mark of its program. What a program that was killed left behind is removed by `sweepUnfinished`; a folder without a mark
 * of ours is never touched. What is made lies in `files`, so that the mark stays behind when it moves to its place.
 */

import type { Dirent } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { readProcessMark, writeProcessMark } from '../base/process-mark.ts';
import { isBeingRecorded } from './recording-mark.ts';

const MARK = 'crossbook-unfinished.json';
const NAME = /^\..+-unfinished-[A-Za-z0-9]{6}$/;
/** Version 0.1.0 named the session of an import so, and left no mark. */
const EARLIER_NAME = /^\.importing-\d{1,10}-\d{13}$/;
const EARLIER_FILE = /^(\d{4,}\.mcap|recording\.json)$/;

export type Unfinished = {
  /** Where the files go; the caller moves it to its place when it is whole. */
  readonly files: string;
  /** For what is only needed while it is made. */
  readonly scratch: string;
  /** Removes what is left of it. May be called again. */
  discard(): Promise<void>;
};

/** Begins a folder that will become `name` in `parent`, which is made where it is missing, and swept first. */
export async function beginUnfinished(parent: string, name: string): Promise<Unfinished> {
  await makeFolder(parent);
  await sweepUnfinished(parent);
  const folder = await mkdtemp(join(parent, `.${name}-unfinished-`));
  const [files, scratch] = [join(folder, 'files'), join(folder, 'scratch')];
  writeProcessMark(join(folder, MARK));
  await mkdir(files, { mode: 0o700 });
  await mkdir(scratch, { mode: 0o700 });
  return { files, scratch, discard: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Removes unfinished folders of programs that are gone; returns their names. Never rejects: a folder that cannot be removed now is met again.
 */
export async function sweepUnfinished(parent: string): Promise<readonly string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch((): Dirent[] => []);
  const swept: string[] = [];
  for (const entry of entries) {
    const folder = join(parent, entry.name);
    if (!entry.isDirectory() || !(await isLeftover(folder, entry.name))) continue;
    const isRemoved = await rm(folder, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (isRemoved) swept.push(entry.name);
  }
  return swept;
}

async function isLeftover(folder: string, name: string): Promise<boolean> {
  if (NAME.test(name)) return (await readProcessMark(join(folder, MARK))) === 'gone';
  if (!EARLIER_NAME.test(name)) return false;
  const files = await readdir(folder).catch(() => ['unreadable']);
  return files.every((file) => EARLIER_FILE.test(file)) && !(await isBeingRecorded(folder));
}
