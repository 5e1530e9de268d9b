/**
 * Tiers: how soon a market is decided. What is decided soon moves most and is followed first.
 */
import type { Millis } from './time.ts';

const HOUR_MS = 3_600_000;

/** 0: in more than 48 hours, or nobody says; 1: 12 to 48; 2: 4 to 12; 3: 1 to 4; 4: within the hour, or it should be over. */
export const TIERS = [0, 1, 2, 3, 4] as const;
export type Tier = (typeof TIERS)[number];

/** For people: the time to the end, by tier. */
export const TIER_TEXT: Readonly<Record<Tier, string>> = {
  0: 'over 48 h',
  1: '12 to 48 h',
  2: '4 to 12 h',
  3: '1 to 4 h',
  4: 'under 1 h',
};

/** Least hours of tiers 0 to 3. */
const HOURS = [48, 12, 4, 1] as const;

/** The tier of a market that closes then; NaN or null: the venue does not say. */
export function tierOf(closeTimeMs: Millis | number | null, nowMs: number): Tier {
  if (closeTimeMs === null || Number.isNaN(closeTimeMs)) return 0;
  const leftMs = closeTimeMs - nowMs;
  if (leftMs > HOURS[0] * HOUR_MS) return 0;
  if (leftMs > HOURS[1] * HOUR_MS) return 1;
  if (leftMs > HOURS[2] * HOUR_MS) return 2;
  return leftMs > HOURS[3] * HOUR_MS ? 3 : 4;
}
