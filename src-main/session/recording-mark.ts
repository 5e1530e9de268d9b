/**
 * The mark of a session that is being recorded: a file in its folder, renewed every second and removed at the end. A mark whose
 * program is gone says that the session was cut.
 */
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const MARK = 'recording.json';
/** A mark that was not renewed for so long is nobody's, even if its number belongs to a living program again. */
const RENEWED_WITHIN_MS = 15_000;

type Mark = { readonly pid: number; readonly host: string };

/** Sets the mark of this process. Throws when the folder cannot be written. */
export function setRecordingMark(folder: string): void {
  const mark: Mark = { pid: process.pid, host: hostname() };
  writeFileSync(join(folder, MARK), `${JSON.stringify(mark)}\n`, { mode: 0o600 });
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
  try {
    const { mtimeMs } = await stat(path);
    const { pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<Mark>;
    if (Math.abs(nowMs - mtimeMs) > RENEWED_WITHIN_MS) return false;
    return host !== hostname() || isAlive(pid);
  } catch {
    return false;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
