/**
 * Decides when a component that died is restarted: after a pause that doubles, and not at all after too many deaths in a short time,
 * until the user asks. Nothing else restarts at the same time, so the pause need not be random. No clock: the caller says when it died.
 */

import {
  ENGINE_CRASH_WINDOW_MS,
  ENGINE_CRASHES_MAX,
  RESTART_FIRST_MS,
  RESTART_MAX_MS,
  THREAD_CRASH_WINDOW_MS,
} from '../limits.ts';
import { Backoff } from './backoff.ts';

export type RestartTiming = {
  readonly firstMs: number;
  readonly maxMs: number;
  /** More deaths than `deathsMax` within `windowMs` end the restarts. */
  readonly windowMs: number;
  readonly deathsMax: number;
};

export const ENGINE_RESTARTS: RestartTiming = {
  firstMs: RESTART_FIRST_MS,
  maxMs: RESTART_MAX_MS,
  windowMs: ENGINE_CRASH_WINDOW_MS,
  deathsMax: ENGINE_CRASHES_MAX,
};

/** A thread's deadline is longer than the engine's; so is the time in which its deaths are counted. */
export const THREAD_RESTARTS: RestartTiming = { ...ENGINE_RESTARTS, windowMs: THREAD_CRASH_WINDOW_MS };

export class RestartRule {
  private readonly timing: RestartTiming;
  private readonly deathsMs: number[] = [];
  private readonly backoff: Backoff;

  constructor(timing: RestartTiming) {
    this.timing = timing;
    this.backoff = new Backoff(timing.firstMs, timing.maxMs);
  }

  /** It died at this time: the pause before the next start, ms; null: it died too often. */
  died(nowMs: number): number | null {
    const { windowMs, deathsMax } = this.timing;
    const deaths = this.deathsMs;
    deaths.push(nowMs);
    while (deaths[0] !== undefined && nowMs - deaths[0] > windowMs) deaths.shift();
    return deaths.length > deathsMax ? null : this.backoff.nextMs();
  }

  /** It works: the next pause is the first one again. Earlier deaths still count. */
  works(): void {
    this.backoff.reset();
  }

  /** Restart requested by the user: clears the crash history. */
  forgive(): void {
    this.deathsMs.length = 0;
    this.works();
  }
}
