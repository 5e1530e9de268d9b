/**
 * What the test folder of a venue offers to the tests of the app: the roles that the venue plays, each with makers of frames
 * in the venue's own wire form. A test takes a role from `roles.ts` and never names a venue.
 */
import { NO_FEE } from '../../src-shared/domain/fees.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';

/** Price and size as decimal text, best level first. */
export type TextLevels = readonly (readonly [price: string, size: string])[];

/** The time that made-up frames carry, unless a test says otherwise. */
export const TIME_MS = 1_775_000_000_000;

/** A changed level with its new total, and the touch after it where the venue sends one. */
export type TotalChange = {
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly size: string;
  readonly best_bid?: string;
  readonly best_ask?: string;
};

/** What is wrong with a frame or special in it, and its text. */
export type NamedFrame = readonly [what: string, frame: string];

/** One venue's side of a contract that two venues list, as polled. */
export type MatchedBook = {
  /** With the fees of the recorded market. */
  instrument(symbol: string): Instrument;
  /** The recorded answer; `folder` lies outside the repository and may be absent. */
  recorded(folder: URL): { readonly symbol: string; readonly answer: string };
  readonly made: { readonly symbol: string; readonly answer: string };
};

/** A venue that numbers no message: changes carry new totals, and its own touch or checksum proves a book. */
export type CheckedWire = {
  /** A market whose book has this symbol, on a grid of whole cents. */
  instrument(symbol: string): Instrument;
  book(symbol: string, bids: TextLevels, asks: TextLevels, timeMs?: number): string;
  change(symbol: string, timeMs: number, ...changes: readonly TotalChange[]): string;
  trade(symbol: string, price: string, size: string, side?: 'BUY' | 'SELL', timeMs?: number): string;
  /** Frames that cannot be read and hide whose book they change: that of `one`, or of `two` too. */
  namelessFrames(one: string, two: string): readonly NamedFrame[];
  /** Frames that cannot be read or are of no known kind, and cannot have changed a book. */
  harmlessFrames(symbol: string): readonly NamedFrame[];
  readonly matched: MatchedBook;
};

/** A venue that numbers the messages of a subscription: changes are signed, and asks are bids of the NO outcome. */
export type NumberedWire = {
  /** A market whose book has this symbol, on a grid of whole cents. */
  instrument(symbol: string): Instrument;
  snapshot(stream: number, sequence: number, symbol: string, yes: TextLevels, no: TextLevels): string;
  delta(stream: number, sequence: number, symbol: string, side: 'yes' | 'no', price: string, change: string): string;
  /** The answer to a poll: the whole book of `symbol`; without one, a book that names no market. */
  polled(symbol: string | null, yes: TextLevels, no: TextLevels): string;
  /** Message 3 of subscription 1, that cannot be read and hides whose book it changes. */
  namelessFrames(symbol: string): readonly NamedFrame[];
  readonly matched: MatchedBook;
};

/** The roles of one venue. */
export type VenueRole = { readonly checked?: CheckedWire; readonly numbered?: NumberedWire };

/** An instrument on a grid of whole cents, without fees. */
export function madeInstrument(
  venue: VenueId,
  marketId: string,
  symbols: readonly [string, ...string[]],
  venueData: Instrument['venueData'] = {},
): Instrument {
  return {
    id: listingId(venue, marketId),
    venue,
    symbols,
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData,
  };
}
