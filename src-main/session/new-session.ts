/** The folders of new sessions: one that is recorded now, and one that is made from something else, under a temporary name until it is whole. */

import { mkdir, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { beginUnfinished } from './unfinished.ts';

/** Sessions that start in the same second. */
const SAME_SECOND_MAX = 100;

export type NewSession<Result> = { readonly id: string; readonly path: string; readonly result: Result };

/** Makes a session that began at `startMicros` in the folder of all sessions; rejects with what `write` rejects with. */
export async function makeSession<Result>(
  folder: string,
  startMicros: number,
  write: (temporary: string, id: string) => Promise<Result>,
): Promise<NewSession<Result>> {
  const unfinished = await beginUnfinished(folder, 'import');
  try {
    const id = await freeId(folder, startMicros);
    const result = await write(unfinished.files, id);
    await rename(unfinished.files, join(folder, id));
    return { id, path: resolve(folder, id), result };
  } finally {
    await unfinished.discard();
  }
}

/** Makes the folder of a session that starts now. */
export async function makeSessionFolder(
  folder: string,
  start: Date,
): Promise<{ readonly id: string; readonly path: string }> {
  await makeFolder(folder);
  for (let number = 1; number <= SAME_SECOND_MAX; number++) {
    const id = sessionId(start, number);
    try {
      await mkdir(join(folder, id), { mode: 0o700 });
      return { id, path: join(folder, id) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`There are ${SAME_SECOND_MAX} sessions of this second in ${folder} already.`);
}

async function freeId(folder: string, startMicros: number): Promise<string> {
  for (let number = 1; ; number++) {
    const id = sessionId(new Date(startMicros / 1_000), number);
    const isTaken = await stat(join(folder, id)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return id;
  }
}

/** The second in UTC, `2026-11-20T21-39-24Z`, with `-2` and so on for others of the same second. */
function sessionId(start: Date, number: number): string {
  const second = `${start.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  return number === 1 ? second : `${second}-${number}`;
}
