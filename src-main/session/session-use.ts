/**
 * A session that is being replayed, exported, verified or merged bears a mark of whoever reads it, so that retention leaves it alone,
 * whichever program runs it. A mark whose program is gone means nothing and is removed.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProcessMark, writeProcessMark } from '../base/process-mark.ts';

const MARK = /^in-use-[0-9a-f-]{36}\.json$/;

/** Marks the session at a path until the answer is called. Where it cannot be written it cannot be removed either, and needs no mark. */
export function markInUse(path: string): () => Promise<void> {
  const mark = join(path, `in-use-${randomUUID()}.json`);
  try {
    writeProcessMark(mark);
  } catch {
    return () => Promise.resolve();
  }
  return () => rm(mark, { force: true });
}

/** Does the work while the sessions at these paths are marked. */
export async function whileInUse<Result>(paths: readonly string[], work: () => Promise<Result>): Promise<Result> {
  const releases = paths.map(markInUse);
  try {
    return await work();
  } finally {
    for (const release of releases) await release();
  }
}

/** Whether a program reads the session now. Removes marks of programs that are gone. Rejects when the folder cannot be read. */
export async function isInUse(folder: string): Promise<boolean> {
  let isUsed = false;
  for (const name of await readdir(folder)) {
    if (!MARK.test(name)) continue;
    if ((await readProcessMark(join(folder, name))) === 'gone') await rm(join(folder, name), { force: true });
    else isUsed = true;
  }
  return isUsed;
}
