/** Counts crashes: one now and then is mended, many in a short time mean that mending does not help. */
import { ENGINE_CRASH_WINDOW_MS, ENGINE_CRASHES_MAX } from '../../src-shared/domain/limits.ts';

export class CrashCount {
  private readonly timesMs: number[] = [];

  /** Notes one; true when there were too many lately. */
  add(nowMs: number): boolean {
    const { timesMs } = this;
    timesMs.push(nowMs);
    while (nowMs - timesMs[0]! > ENGINE_CRASH_WINDOW_MS) timesMs.shift();
    return timesMs.length > ENGINE_CRASHES_MAX;
  }
}
