/**
 * The mark of a session that is being recorded: a file in its folder, renewed every second and removed at the end. A mark whose
 * program is gone means that the session was cut off.
 */
import { rmSync, statSync, utimesSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readProcessMark, writeProcessMark } from '../base/process-mark.ts';

const MARK = 'recording.json';
/** A mark that was not renewed for so long is nobody's, even if its number belongs to a living program again. */
const RENEWED_WITHIN_MS = 15_000;

/** Sets the mark of this process. Throws when the folder cannot be written. */
export function setRecordingMark(folder: string): void {
  writeProcessMark(join(folder, MARK));
}

export function renewRecordingMark(folder: string, now: Date): void {
  utimesSync(join(folder, MARK), now, now);
}

export function removeRecordingMark(folder: string): void {
  rmSync(join(folder, MARK), { force: true });
}

export function hasRecordingMark(folder: string): boolean {
  return statSync(join(folder, MARK), { throwIfNoEntry: false }) !== undefined;
}

/** Whether a living program writes this session now. */
export async function isBeingRecorded(folder: string, nowMs = Date.now()): Promise<boolean> {
  const path = join(folder, MARK);
  const found = await stat(path).catch(() => null);
  if (found === null || Math.abs(nowMs - found.mtimeMs) > RENEWED_WITHIN_MS) return false;
  return (await readProcessMark(path)) === 'alive';
}
