/**
 * Makes a folder with those above it, for its owner alone.
 *
 * Node's own way tries for ever where the system says of a folder that is there that there is nothing to make another one in, as some file
 * systems of kernels and networks do; this one tries each folder once.
 */
import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o700;

/** Rejects with the system's error; a folder that is there already is none. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, OWNER_ONLY);
  } catch (error) {
    if (await stat(path).then(isFolder, () => false)) return;
    const parent = dirname(path);
    // With its parent there, there is another reason, or a file is in its place.
    if (
      !isMissing(error) ||
      parent === path ||
      (await stat(parent).then(
        () => true,
        () => false,
      ))
    )
      throw error;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

/** The same at once, for threads. */
export function makeFolderSync(path: string): void {
  try {
    mkdirSync(path, OWNER_ONLY);
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const parent = dirname(path);
    if (!isMissing(error) || parent === path || statSync(parent, { throwIfNoEntry: false })) throw error;
    makeFolderSync(parent);
    makeFolderSync(path);
  }
}

const isFolder = (found: { isDirectory(): boolean }): boolean => found.isDirectory();
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
