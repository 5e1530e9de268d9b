/**
 * Notices: everything a frame can hold that is not a book event of a known instrument.
 *
 * They are rare, so they are objects. Control answers go back to the venue's session, lifecycle to the catalogue, problems to
 * the counters of the health pane together with a sample of what arrived.
 */
import type { Resolution } from './listing.ts';
import type { PriceGrid } from './price-grid.ts';
import type { Millis } from './time.ts';

/** Plain JSON, as a venue sent it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An answer or word that the venue's session must see. `refusal`: what the venue refused, with its code, where it did. */
export type ControlNotice = { readonly kind: 'control'; readonly message: Json; readonly refusal?: string };

/** Text that is no data and asks for nothing (PONG, NO NEW ASSETS). */
export type WordNotice = { readonly kind: 'word'; readonly text: string };

export type LifecycleNotice = {
  readonly kind: 'lifecycle';
  readonly change: 'created' | 'opened' | 'paused' | 'closed' | 'resolved' | 'grid' | 'close-time' | 'fees';
  readonly venueMarketId: string;
  readonly timeMs: Millis | null;
  readonly resolution?: Resolution;
  readonly priceGrid?: PriceGrid;
  readonly closeTimeMs?: Millis;
};

/** A problem's slot when no book of ours is concerned: a line of the tape, a market of somebody else's. */
export const NO_BOOK = -1;
/** A problem's slot when a change of a book was lost and nobody can tell of which: it may be any of the connection's. */
export const ANY_BOOK = -2;

/** What was wrong with a frame or with a part of it. */
export type ProblemCode =
  | 'MALFORMED_JSON'
  | 'UNKNOWN_KIND'
  | 'MISSING_FIELD'
  | 'WRONG_TYPE'
  | 'BAD_NUMBER'
  | 'UNKNOWN_SIDE'
  | 'BINARY_FRAME'
  | 'OVER_LIMIT';

export type ProblemNotice = {
  readonly kind: 'problem';
  readonly code: ProblemCode;
  /** One sentence: which field of which message. */
  readonly text: string;
  /** The slot whose book cannot be trusted any more, or {@link NO_BOOK}, or {@link ANY_BOOK}. */
  readonly slot: number;
};

export type Notice = ControlNotice | WordNotice | LifecycleNotice | ProblemNotice;
