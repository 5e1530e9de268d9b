/** A small file that names the process that wrote it, so that others can see whether that process still runs. */
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { readRegular } from './open-regular.ts';

/** `startedMs` tells a process from an earlier one of the same number; files of version 0.1.0 do not have it. */
type Mark = { readonly pid: number; readonly host: string; readonly startedMs?: number };

/** A mark holds some hundred bytes. */
const MARK_BYTES_MAX = 4_096;

/** The same in every thread of a process. */
const STARTED_MS = Math.floor(performance.timeOrigin);

/** What tells this process from all others. */
export function ownMark(): Mark {
  return { pid: process.pid, host: hostname(), startedMs: STARTED_MS };
}

/** Writes the mark of this process. Throws when the folder cannot be written. */
export function writeProcessMark(path: string): void {
  writeFileSync(path, `${JSON.stringify(ownMark())}\n`, { mode: 0o600 });
}

/**
 * `alive`: its program runs, or is on another machine, which cannot be asked. `gone`: it has ended. `none`: there is no such mark.
 */
export async function readProcessMark(path: string): Promise<'alive' | 'gone' | 'none'> {
  try {
    const { pid, host, startedMs } = JSON.parse(String(await readRegular(path, MARK_BYTES_MAX))) as Partial<Mark>;
    if (typeof host !== 'string' || typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return 'none';
    if (host !== hostname()) return 'alive';
    if (pid === process.pid) return (startedMs ?? STARTED_MS) === STARTED_MS ? 'alive' : 'gone';
    return isAlive(pid) ? 'alive' : 'gone';
  } catch {
    return 'none';
  }
}

/** Whether a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
