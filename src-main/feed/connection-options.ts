/** What a connection is given: its venue, its address, its output and its times. */
import {
  BACKOFF_FIRST_MS,
  BACKOFF_MAX_MS,
  CONNECTION_AGE_MAX_MS,
  HANDOVER_MS,
  RECYCLE_AGE_MIN_MS,
  RECYCLE_CHECK_MS,
  SILENCE_REPLACE_MS,
  SILENCE_WARN_MS,
} from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FeedOutput } from './feed-output.ts';

const TICK_MS = 1_000;

/** Times that tests shorten. */
export type ConnectionTiming = {
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  readonly silenceWarnMs: number;
  readonly silenceReplaceMs: number;
  readonly tickMs: number;
  /** See {@link RECYCLE_CHECK_MS}, {@link CONNECTION_AGE_MAX_MS}, {@link RECYCLE_AGE_MIN_MS}, {@link HANDOVER_MS}. */
  readonly recycleCheckMs: number;
  readonly ageMaxMs: number;
  readonly recycleAgeMinMs: number;
  readonly handoverMs: number;
};

export const CONNECTION_TIMING: ConnectionTiming = {
  backoffFirstMs: BACKOFF_FIRST_MS,
  backoffMaxMs: BACKOFF_MAX_MS,
  silenceWarnMs: SILENCE_WARN_MS,
  silenceReplaceMs: SILENCE_REPLACE_MS,
  tickMs: TICK_MS,
  recycleCheckMs: RECYCLE_CHECK_MS,
  ageMaxMs: CONNECTION_AGE_MAX_MS,
  recycleAgeMinMs: RECYCLE_AGE_MIN_MS,
  handoverMs: HANDOVER_MS,
};

/** The usual times, with the venue's own limits of silence. */
export function timingOf({ silence: { limits } }: Venue): ConnectionTiming {
  if (limits === null) return CONNECTION_TIMING;
  return { ...CONNECTION_TIMING, silenceWarnMs: limits.warnMs, silenceReplaceMs: limits.replaceMs };
}

export type ConnectionOptions = {
  readonly venue: Venue;
  readonly url: string;
  /** Headers of the next upgrade request, made for each. */
  readonly headers: () => Record<string, string>;
  readonly output: FeedOutput;
  readonly random: () => number;
  readonly timing?: ConnectionTiming;
  /** Called when the venue refused the connection for good, and when one opened. */
  readonly onRefused?: (text: string, connection: number) => void;
  readonly onOpened?: (connection: number) => void;
  /** Called when nothing was received on a connection for a while. */
  readonly onSilent?: () => void;
};
