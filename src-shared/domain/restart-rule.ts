/**
 * When a part that died is started again: after a pause that doubles, and not at all after too many deaths in a short time, until a person
 * asks. Every part of the app follows this one rule; only its numbers differ. Nobody else restarts at the same time, so the pause need not
 * be drawn at random. No clock: the caller says when it died.
 */
import {
  ENGINE_CRASH_WINDOW_MS,
  ENGINE_CRASHES_MAX,
  RESTART_FIRST_MS,
  RESTART_MAX_MS,
  THREAD_CRASH_WINDOW_MS,
} from './limits.ts';

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
  private pauseMs: number;

  constructor(timing: RestartTiming) {
    this.timing = timing;
    this.pauseMs = timing.firstMs;
  }

  /** It died at this time: the pause before the next start, ms; null: it died too often. */
  died(nowMs: number): number | null {
    const { windowMs, deathsMax, maxMs } = this.timing;
    const deaths = this.deathsMs;
    deaths.push(nowMs);
    while (deaths[0] !== undefined && nowMs - deaths[0] > windowMs) deaths.shift();
    if (deaths.length > deathsMax) return null;
    const { pauseMs } = this;
    this.pauseMs = Math.min(maxMs, pauseMs * 2);
    return pauseMs;
  }

  /** It works: the next pause is the first one again. Deaths still count. */
  works(): void {
    this.pauseMs = this.timing.firstMs;
  }

  /** A person asked for a start: what was, is forgotten. */
  forgive(): void {
    this.deathsMs.length = 0;
    this.works();
  }
}
