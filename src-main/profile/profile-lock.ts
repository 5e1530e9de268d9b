/**
 * Lets one app at a time use a profile: two would overwrite each other's watchlist and list of markets.
 *
 * The app that holds it says in `running.json` which process it is and where its window is. The mark is renewed as long as the app
 * runs; one that is old, or whose process is gone, holds nothing, so neither a crash nor a number that another program got since keeps
 * a profile closed.
 */

import { rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../base/error-text.ts';
import { withFileLock } from '../base/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../base/json-file.ts';
import { makeFolder } from '../base/make-folder.ts';
import { ownMark, readProcessMark } from '../base/process-mark.ts';

const FILE = 'running.json';
const RENEW_EVERY_MS = 5_000;
/** An app that is held up for so long is not in a state to save anything either. */
const STALE_MS = 30_000;

/** Where an app's window is; '' and null where it has no address, or not yet one. */
export type Address = { readonly url: string; readonly port: number | null };

/** The app that uses the profile. */
export type RunningApp = Address & { readonly pid: number };

export type ProfileLock =
  | { readonly state: 'held'; announce(address: Address): Promise<void>; release(): Promise<void> }
  | { readonly state: 'taken'; readonly by: RunningApp }
  /** The folder cannot be written: nothing can be overwritten, and nothing kept. A clause. */
  | { readonly state: 'unwritable'; readonly why: string };

/** Takes the profile in `folder`, which is made where it is missing. Never rejects. */
export async function lockProfile(folder: string): Promise<ProfileLock> {
  const path = join(folder, FILE);
  try {
    await makeFolder(folder);
    return await withFileLock(path, async () => {
      const by = await runningApp(path);
      if (by !== null) return { state: 'taken', by };
      await writeJsonFile(path, ownMark());
      return held(path);
    });
  } catch (error) {
    return { state: 'unwritable', why: errorText(error) };
  }
}

/** The app that holds the profile now; null: none does. */
async function runningApp(path: string): Promise<RunningApp | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || Math.abs(Date.now() - found.mtimeMs) > STALE_MS) return null;
  if ((await readProcessMark(path)) !== 'alive') return null;
  const read = await readJsonFile(path, null);
  const { pid, url, port } = read.found === 'object' ? read.value : {};
  return { pid: Number(pid), url: typeof url === 'string' ? url : '', port: typeof port === 'number' ? port : null };
}

function held(path: string): ProfileLock {
  const renewing = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, RENEW_EVERY_MS);
  renewing.unref();
  return {
    state: 'held',
    announce: (address) => writeJsonFile(path, { ...ownMark(), ...address }).catch(() => {}),
    release: () => {
      clearInterval(renewing);
      return rm(path, { force: true }).catch(() => {});
    },
  };
}
