/**
 * Cross-checks: now and then a quiet book is compared with the whole book that its venue gives when it is asked.
 *
 * A difference is evidence and nothing more: the venue's answer may come from a cache and be the older of the two. It never changes a
 * live book; what it found is shown with both times.
 */
import type { ListingId, VenueId } from './listing.ts';

/** The best level that is not the same in both books; a size of 0: no such level. */
export type LevelDifference = {
  readonly side: 'bid' | 'ask';
  readonly priceMicros: number;
  readonly liveMicros: number;
  readonly restMicros: number;
};

/** `moved`: the live book is not as it was when the venue was asked, or not live, so nothing can be said. */
export type CheckVerdict =
  | { readonly result: 'equal' }
  | { readonly result: 'moved' }
  | { readonly result: 'unreadable'; readonly text: string }
  | {
      readonly result: 'differs';
      readonly difference: LevelDifference;
      /** The venue's times of both books, ms; 0 where it gives none. */
      readonly liveEventMs: number;
      readonly restEventMs: number;
    };

/** A difference that was still there a moment later. */
export type ConfirmedDifference = LevelDifference & {
  readonly listing: ListingId;
  readonly atMs: number;
  readonly liveEventMs: number;
  readonly restEventMs: number;
};

/**
 * How a venue's cross-checks stand. `off`: switched off in the settings; `polled`: no book is streamed; `waiting`: its requests are needed
 * for something else, or no streamed book is quiet.
 */
export const CROSS_CHECK_STATES = ['off', 'polled', 'waiting', 'running'] as const;
export type CrossCheckState = (typeof CROSS_CHECK_STATES)[number];

export type CrossCheckHealth = {
  readonly venue: VenueId;
  readonly state: CrossCheckState;
  /** Checks that came to a conclusion: all are equal or differing. */
  readonly checked: number;
  readonly equal: number;
  readonly differing: number;
  /** Checks given up because the book changed meanwhile. */
  readonly moved: number;
  readonly lastCheckedMs: number | null;
  /** Why the last request for a book failed, a sentence, or ''. */
  readonly lastError: string;
  readonly lastDifference: ConfirmedDifference | null;
};
