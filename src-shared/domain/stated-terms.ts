/**
 * What a venue states of a contract apart from its texts: in fields of its records and in the names it gives.
 *
 * How a venue writes these is its own folder's business; whoever compares contracts of two venues reads them here.
 */

/** What the measured figure must be, relative to the strike, for YES. */
export type Comparison = 'above' | 'at-least' | 'below' | 'at-most' | 'between' | 'exactly';

/** A day as a venue's own name of the market says it. */
export type StatedDay = {
  /** `2026-12`, `2026-12-09` or `2026-12-09T17`. */
  readonly text: string;
  /** The time zone in which the venue counts the days of its names; null: it is not the same for all, so the day states no date. */
  readonly zone: 'UTC' | 'America/New_York' | null;
};

export type StatedTerms = {
  /** What sets this market apart among those of its event, or ''. */
  readonly outcome: string;
  /** Titles of the event and the series, or ''. */
  readonly event: string;
  readonly comparison: Comparison | null;
  /** Plain decimal text, or ''. */
  readonly floor: string;
  readonly cap: string;
  /** Who is asked for the result. */
  readonly sources: readonly string[];
  readonly day: StatedDay | null;
};
