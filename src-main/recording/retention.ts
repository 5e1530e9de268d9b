/**
 * Removes old recordings where the settings say so: by age, and the oldest first by the size of all.
 *
 * Only folders that are named as recordings are, never one that is being recorded, and never the last word: what was removed is
 * returned, to be said.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isBeingRecorded } from '../session/recording-mark.ts';

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

/** Applies the retention to a folder of sessions. Rejects where a session cannot be removed. */
export async function applyRetention(folder: string, keep: Retention, nowMs: number): Promise<readonly Removed[]> {
  if (keep.keepMs === 0 && keep.keepBytes === 0) return [];
  const sessions = await candidates(folder);
  let total = sessions.reduce((sum, { bytes }) => sum + bytes, 0);
  const removed: Removed[] = [];
  for (const { id, startMs, bytes } of sessions) {
    const isOld = keep.keepMs > 0 && nowMs - startMs > keep.keepMs;
    const isTooMuch = keep.keepBytes > 0 && total > keep.keepBytes;
    if (!isOld && !isTooMuch) continue;
    await rm(join(folder, id), { recursive: true });
    total -= bytes;
    removed.push({ id, bytes, why: isOld ? 'age' : 'size' });
  }
  return removed;
}

/** Recordings that are over, the oldest first. */
async function candidates(folder: string): Promise<readonly Candidate[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: Candidate[] = [];
  for (const entry of entries) {
    const startMs = entry.isDirectory() ? sessionStartMs(entry.name) : null;
    const path = join(folder, entry.name);
    if (startMs === null || (await isBeingRecorded(path))) continue;
    found.push({ id: entry.name, startMs, bytes: await bytesOf(path) });
  }
  return found.sort((a, b) => a.startMs - b.startMs);
}

async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes;
}
