/** How far the catalogue is with a venue: the walk under way, what is odd, and which markets are to be asked about next. */
import type { Discovery } from '../../src-shared/venues/venue.ts';

export type Walk = {
  readonly discovery: Discovery;
  readonly number: number;
  met: number;
  problems: number;
  firstProblem: string;
  /** Markets made of several others, which are not followed, and markets with a text that was cut. */
  combinations: number;
  cut: number;
};

/** What is odd about the markets of a walk, a sentence, or ''. */
export function noteOf({ problems, firstProblem, combinations, cut }: Walk): string {
  const parts = [
    combinations > 0 ? `${combinations} combinations of markets came unasked and are not followed` : '',
    cut > 0 ? `${cut} markets have texts that are too long; they are cut` : '',
    problems > 0 ? `${problems} markets are not as documented; the first: ${firstProblem}` : '',
  ];
  return parts.filter((part) => part !== '').join('. ');
}

export type VenueState = {
  walk: Walk | null;
  refreshedMs: number | null;
  /** Markets at the end of the last walk. */
  expected: number | null;
  /** What is odd about its markets, a sentence, or ''. */
  note: string;
  /** Why a page is missing, a sentence, or ''. */
  trouble: string;
  /** Markets are asked about that became due between the two. */
  dueSinceMs: number;
  dueUntilMs: number;
  /** Where the list of them goes on, and that of those that walks did not meet; 0: at the beginning. */
  dueRow: number;
  missingRow: number;
};

/** Nothing of the venue is known. */
export function newVenueState(nowMs: number): VenueState {
  return {
    walk: null,
    refreshedMs: null,
    expected: null,
    note: '',
    trouble: '',
    dueSinceMs: nowMs,
    dueUntilMs: nowMs,
    dueRow: 0,
    missingRow: 0,
  };
}
