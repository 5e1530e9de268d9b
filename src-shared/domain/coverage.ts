/**
 * Coverage of the markets: which books should be carried and are, which of these deliver, and when each last changed.
 *
 * A market that never changed is silent, which is normal. One that used to change and no longer does deserves a look.
 */

import { COVERAGE_DORMANT_DEGRADED, COVERAGE_QUIET_WARNING } from './limits.ts';
import type { ListingId, VenueId } from './listing.ts';

/** By the last change or trade: under ten minutes ago, under an hour, longer ago, never since the engine started. */
export const ACTIVITIES = ['active', 'quiet', 'dormant', 'silent'] as const;
export type Activity = (typeof ACTIVITIES)[number];

export const QUIET_AFTER_MS = 600_000;
export const DORMANT_AFTER_MS = 3_600_000;

/** Of open books; a closed one counts nowhere but in `closed`. */
export type CoverageCounts = {
  /** Carried by a connection. */
  readonly subscribed: number;
  /** Of these synced. */
  readonly delivering: number;
  readonly active: number;
  readonly quiet: number;
  readonly dormant: number;
  readonly silent: number;
  /** Books whose trading has ended and that a connection still carries. */
  readonly closed: number;
};

export type ConnectionCoverage = CoverageCounts & { readonly connection: number };

export type VenueCoverage = CoverageCounts & {
  readonly venue: VenueId;
  /** Open books that should be carried and are not. */
  readonly missing: number;
  /** Carried without need: closed, or not followed at all. */
  readonly extra: number;
  readonly connections: readonly ConnectionCoverage[];
  /** The first few of each, for people. */
  readonly firstQuiet: readonly ListingId[];
  readonly firstDormant: readonly ListingId[];
  readonly firstMissing: readonly ListingId[];
};

/** How a book that last changed at this time is called; 0: it never did. */
export function activityOf(lastActivityMs: number, nowMs: number): Activity {
  if (lastActivityMs === 0) return 'silent';
  const ageMs = nowMs - lastActivityMs;
  if (ageMs < QUIET_AFTER_MS) return 'active';
  return ageMs < DORMANT_AFTER_MS ? 'quiet' : 'dormant';
}

/** Whether a venue's coverage needs the user's attention. */
export function coverageVerdict({
  missing,
  dormant,
  quiet,
}: Pick<VenueCoverage, 'missing' | 'dormant' | 'quiet'>): 'ok' | 'warning' | 'degraded' {
  if (missing > 0 || dormant > COVERAGE_DORMANT_DEGRADED) return 'degraded';
  return quiet > COVERAGE_QUIET_WARNING ? 'warning' : 'ok';
}
