/**
 * How long things take in a scenario: some seconds of faults, and the app's own times short enough to be seen in them. The engine's
 * times (a request repeated after 5 s, three in vain) are as shipped.
 */
import type { VenueTiming } from '../../src-main/app/controllers/app-types.ts';

export const RATE_PER_SECOND = 800;
export const PLAN_EVENTS = 4_000;
/** Every book must be synced and equal so long after the last fault at the latest. */
export const HEALED_WITHIN_MS = 30_000;
export const HEARTBEAT_MS = 500;
export const LOOK_EVERY_MS = 100;
/** A window must have been told that a book is not synced after so many looks: five times its pace. */
export const UNTOLD_LOOKS_MAX = 5;
/** A window that gets nothing at so many looks, while books change at each, is left out. */
export const FROZEN_LOOKS_MAX = 10;
/** The exchange is held still for so long to be compared; shorter than silence is noticed. */
export const STILL_MS = 800;
export const STILL_EVERY_MS = 50;
/** Connections are many enough that a fault may concern one of them. */
export const SUBSCRIPTIONS_PER_CONNECTION = 12;

export const TIMING: VenueTiming = {
  connection: {
    backoffFirstMs: 100,
    backoffMaxMs: 1_500,
    silenceWarnMs: 1_500,
    silenceReplaceMs: 5_000,
    tickMs: 250,
    recycleCheckMs: 500,
    ageMaxMs: 3_000,
    recycleAgeMinMs: 2_000,
    handoverMs: 2_000,
  },
  rest: { retries: 2, firstDelayMs: 50, connectMs: 2_000, readMs: 2_000, answerMs: 2_500, breakerOpenMs: 1_000 },
  pollIntervalMs: 300,
  refreshMs: 1_500,
  announcedPauseMs: 500,
};
/** A book may be shown as synced for so long after its feed fell silent: the limit, a tick, and a busy machine. */
export const SILENT_MAX_MS = TIMING.connection.silenceWarnMs + TIMING.connection.tickMs + 1_500;
/** Where a venue numbers nothing, its own touch must have shown a loss so long after. */
export const TOUCH_WITHIN_MS = 1_000;
