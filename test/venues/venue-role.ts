/**
 * What the test folder of a venue offers to the tests of the app: the roles that the venue plays, each with makers of frames
 * in the venue's own wire form. A test takes a role from `roles.ts` and never names a venue.
 */
import { NO_FEE } from '../../src-shared/domain/fees.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { type Listing, listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import type { Random } from '../bench/frames/random.ts';
import type { MadeUp } from '../unit/main/session/made-up-recording.ts';

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

/** Levels of whole cents and contracts; the best level is the last. */
export type CentLevels = readonly (readonly [cents: number, size: number])[];
/** One changed level: its new size, and what was added. */
export type CentStep = {
  readonly isBid: boolean;
  readonly cents: number;
  readonly size: number;
  readonly change: number;
};

/** Frames of many small books, for measurements. */
export type CentFrames = {
  instrument(number: number, random: Random): Instrument;
  snapshot(symbol: string, bids: CentLevels, asks: CentLevels, nowMs: number): string;
  change(symbol: string, step: CentStep, touch: readonly [bid: number, ask: number], nowMs: number): string;
};

export const dollars = (cents: number): string => (cents / 100).toFixed(2);

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
  readonly cents: CentFrames;
  /** A recording of at least `messages` messages about these symbols, and the books it leads to. */
  recording(seed: number, messages: number, symbols: readonly string[]): MadeUp;
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
  readonly cents: CentFrames;
  /** A recording of at least `messages` messages about these symbols, and the books it leads to. */
  recording(seed: number, messages: number, symbols: readonly string[]): MadeUp;
};

/** A venue that streams only to the holder of a key, and is polled without one. */
export type KeyedWire = {
  /** The headers of an upgrade request that carry the key id, the time and the signature, and the text that is signed. */
  readonly access: {
    readonly key: string;
    readonly timestamp: string;
    readonly signature: string;
    signed(timestampMs: number): string;
  };
  /** The symbols whose books a request asks for, and the answer with an empty book of each. */
  polledIn(query: URLSearchParams): readonly string[];
  emptyBooks(symbols: readonly string[]): string;
};

type Facts = Readonly<Record<string, unknown>>;

/** A venue that lists its markets page by page, each page naming the cursor of the next, and answers for single ids. */
export type PagedDiscovery = {
  /** An open market as the venue lists it, called `Question ID`. */
  market(id: string, facts?: Facts): Facts;
  /** A market of these facts, as the venue's code reads it. */
  listing(facts: Facts): Listing;
  page(markets: readonly unknown[], cursor?: string): Facts;
  cursorOf(query: URLSearchParams): string | null;
  /** The markets that a request names; none: it is one for a page. */
  idsOf(query: URLSearchParams): readonly string[];
  /** Whether those that have ended are requested. */
  isForEnded(query: URLSearchParams): boolean;
  /** Facts of a market that is resolved, of one that takes no orders, and of two that are not as documented. */
  resolved(isYes: boolean): Facts;
  readonly closed: Facts;
  readonly broken: readonly [first: Facts, second: Facts];
};

/** A venue whose categories and fees belong to series, which it lists before the markets. */
export type SeriesDiscovery = {
  series(ticker: string, facts?: Facts): Facts;
  /** An open market of the series that its ticker begins with. */
  market(ticker: string, facts?: Facts): Facts;
  /** A market of these facts and of no known series, as the venue's code reads it. */
  listing(facts: Facts): Listing;
  /** The answer to a request: all series, or the only page of markets. */
  body(url: string, series: readonly Facts[], markets: readonly Facts[]): Facts;
  /** Whether a request names its markets. */
  isById(query: URLSearchParams): boolean;
  closing(closeTime: string): Facts;
  readonly determined: Facts;
  /** Where a walk asks, in order. */
  readonly paths: readonly string[];
};

/** What a venue may be without: markets that are paused, frames that change single levels (it sends whole books only). */
export type Lack = 'paused' | 'changes';

/** The roles of one venue, and what the conformance tests need not find. */
export type VenueRole = {
  readonly lacks?: readonly Lack[];
  readonly checked?: CheckedWire;
  readonly numbered?: NumberedWire;
  readonly keyed?: KeyedWire;
  readonly paged?: PagedDiscovery;
  readonly inSeries?: SeriesDiscovery;
};

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
