/**
 * Removes old recordings as the settings say: by age, and the oldest first by the size of all.
 *
 * Only folders that are named as recordings are removed, never one that is being recorded or read. Each entry is judged by itself: one
 * that cannot be read or removed stays, is reported, and stops nothing. What was removed is returned.
 */
import type { Dirent } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../base/error-text.ts';
import { isBeingRecorded } from './recording-mark.ts';
import { isInUse } from './session-use.ts';

const SESSION_ID = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)-(\d\d)Z(-\d+)?$/;

/** Zeros: without a limit. */
export type Retention = { readonly keepMs: number; readonly keepBytes: number };

export type Removed = { readonly id: string; readonly bytes: number; readonly why: 'age' | 'size' };

type Candidate = { readonly id: string; readonly startMs: number; readonly bytes: number };

/** When a session with this id started; null: it is not a recording's id. */
export function sessionStartMs(id: string): number | null {
  const match = SESSION_ID.exec(id);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
}

export type Retained = {
  readonly removed: readonly Removed[];
  /** A clause each: what could not be read or removed, and why. */
  readonly problems: readonly string[];
};

/** Applies the retention to a folder of sessions. Never rejects. */
export async function applyRetention(folder: string, keep: Retention, nowMs: number): Promise<Retained> {
  const removed: Removed[] = [];
  const problems: string[] = [];
  if (keep.keepMs === 0 && keep.keepBytes === 0) return { removed, problems };
  const sessions = await candidates(folder, problems);
  let total = sessions.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { id, startMs, bytes } of sessions) {
    const isOld = keep.keepMs > 0 && nowMs - startMs > keep.keepMs;
    const isTooMuch = keep.keepBytes > 0 && total > keep.keepBytes;
    if (!isOld && !isTooMuch) continue;
    const path = join(folder, id);
    try {
      // Looked at last, for reading may have begun since.
      if ((await isBeingRecorded(path)) || (await isInUse(path))) continue;
      await rm(path, { recursive: true });
      total -= bytes;
      removed.push({ id, bytes, why: isOld ? 'age' : 'size' });
    } catch (error) {
      problems.push(`${id} could not be removed: ${errorText(error)}`);
    }
  }
  return { removed, problems };
}

/** Recordings that are over, the oldest first. */
async function candidates(folder: string, problems: string[]): Promise<readonly Candidate[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const found: Candidate[] = [];
  for (const entry of entries) {
    const startMs = entry.isDirectory() ? sessionStartMs(entry.name) : null;
    const path = join(folder, entry.name);
    if (startMs === null || (await isBeingRecorded(path))) continue;
    try {
      found.push({ id: entry.name, startMs, bytes: await bytesOf(path) });
    } catch (error) {
      problems.push(`${entry.name} cannot be read: ${errorText(error)}`);
    }
  }
  return found.sort((a, b) => a.startMs - b.startMs);
}

/** A symbolic link counts as itself, wherever it leads. */
async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await lstat(join(folder, name))).size;
  return bytes;
}
