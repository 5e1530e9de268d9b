/** A session that is made from something else: under a temporary name until it is whole, and gone when it fails. */
import { rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beginUnfinished } from './unfinished.ts';

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

/** `2026-11-20T21-39-24Z`, with `-2` and so on when it is taken. */
async function freeId(folder: string, startMicros: number): Promise<string> {
  const time = new Date(startMicros / 1_000).toISOString().slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const id = number === 1 ? `${time}Z` : `${time}Z-${number}`;
    const isTaken = await stat(join(folder, id)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return id;
  }
}
