/**
 * A listing: one market on one venue, described in the words that all venues share.
 *
 * A market has one book, kept in terms of its YES (first) outcome; NO is a view of it. What only the venue understands
 * stays in `symbols` and `venueData` and is read by the venue's own folder.
 */
import type { FeeSchedule } from './fees.ts';
import type { SizeMicros } from './micros.ts';
import type { PriceGrid } from './price-grid.ts';
import type { StatedTerms } from './stated-terms.ts';
import { earlierMs, type Millis } from './time.ts';

/** The short name of a venue, as its folder is called. */
export type VenueId = string;

/** `venue:marketId`, unique over all venues. */
export type ListingId = string;

/** What a venue may keep to itself. A pane says so instead of showing none. */
export type Withheld = 'trades' | 'volume' | 'ticks';

/** What may be done with a listing now. */
export type ListingStatus = 'open' | 'paused' | 'closed' | 'resolved';

/** The result of a resolved market, in terms of the first outcome. */
export type Resolution = 'yes' | 'no' | 'other';

/** What became of a result that is not final: somebody proposed one, or it is disputed. */
export type ResultState = 'proposed' | 'disputed';

/** The warning of a listing whose result is on its way, for the user. */
export const RESULT_TEXT: Readonly<Record<ResultState, string>> = {
  proposed: 'Result proposed: the market may end at any moment.',
  disputed: 'Result disputed: nothing is certain until it is decided.',
};

export type Listing = {
  readonly id: ListingId;
  readonly venue: VenueId;
  /** The venue's own id of the market (condition id, ticker). */
  readonly marketId: string;
  /** The venue's own id of the event the market belongs to, or '' . */
  readonly eventId: string;
  readonly title: string;
  /** First outcome (the book's own terms), second outcome. */
  readonly outcomes: readonly [string, string];
  /** What names this market on the wire: the first is the one to subscribe to, the others may appear in frames. */
  readonly symbols: readonly string[];
  readonly status: ListingStatus;
  readonly resolution: Resolution | null;
  /** A result is on its way, whether or not orders are still taken; absent: none is. */
  readonly result?: ResultState;
  readonly priceGrid: PriceGrid;
  readonly minOrderSizeMicros: SizeMicros | null;
  /** Null: the venue does not state its fee. */
  readonly fees: FeeSchedule | null;
  readonly category: string;
  readonly tags: readonly string[];
  /** When trading ends, or null when the venue does not say. */
  readonly closeTimeMs: Millis | null;
  /** When the result is expected, of a market that can end before {@link closeTimeMs}; absent: not known apart from it. */
  readonly decidedMs?: Millis | null;
  /** Contracts traded in the last 24 hours, whole; only for sorting. Null: the venue does not state it. */
  readonly volume24h: number | null;
  readonly rules: string;
  /** Absent in recordings of earlier versions. */
  readonly stated?: StatedTerms;
  /** The venue's page of the market, https, or ''. */
  readonly url: string;
  /** Facts only the venue's own folder reads (for Polymarket: neg risk, minimum order size as text). */
  readonly venueData: Readonly<Record<string, string>>;
};

/** What a listing says of its contract: all that two listings are compared by. */
export type ContractTexts = Pick<Listing, 'title' | 'outcomes' | 'category' | 'closeTimeMs' | 'rules' | 'stated'>;

/** When the market is expected to be decided, which is what urgency and the time money is tied up go by; null: nobody says. */
export function decidedMsOf({ decidedMs, closeTimeMs }: Pick<Listing, 'decidedMs' | 'closeTimeMs'>): Millis | null {
  return earlierMs(decidedMs ?? null, closeTimeMs);
}

/** The id of a market on a venue. */
export function listingId(venue: VenueId, marketId: string): ListingId {
  return `${venue}:${marketId}`;
}
