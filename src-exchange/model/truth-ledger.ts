/**
 * Records the truth for whoever checks the app: for every frame that concerns a book, the book as it was right after the frame.
 *
 * A frame is known by a fingerprint of its bytes, so a receiver can look up which book it should have led to, on whatever
 * connection and at whatever time it came. A book is a sum over its levels, updated change by change. Off by default.
 */
import type { Listing } from './listing.ts';
import { NO_PRICE } from './true-book.ts';
import type { BookChange } from './world-sink.ts';

/** `mirror`: the whole book of the market's other outcome, which a client that follows the first one ignores. */
export type ContentKind = 'snapshot' | 'mirror' | 'change' | 'trade' | 'grid' | 'harm';

/** What a frame holds about a market. */
export interface FrameContent {
  readonly listing: Listing;
  readonly what: Exclude<ContentKind, 'harm'>;
}

/** One market in one frame. `harm`: a frame for the market was lost or moved where the venue's protocol shows no trace of it. */
export interface LedgerRow {
  readonly fingerprint: number;
  readonly venue: Listing['venue'];
  readonly marketId: string;
  readonly what: ContentKind;
  /** The sum of the book's levels, and its touch (-1: none), after the frame. */
  readonly sum: number;
  readonly bidMicros: number;
  readonly askMicros: number;
  /** The venue's time in the frame, ms; 0: it has none. */
  readonly timeMs: number;
}

/** A longer frame is padded with white space, which is no part of its fingerprint. */
export const PADDED_LENGTH = 1 << 20;
const LANE = 2 ** 26;
const PRIME_A = 0x9e3779b1;
const PRIME_B = 0x85ebca77;

/** A number of 52 bits for a text, the same for the bytes of its Latin-1. */
export function fingerprintOf(text: string | Uint8Array): number {
  const isText = typeof text === 'string';
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const code = isText ? text.charCodeAt(i) : text[i]!;
    a = Math.imul(a ^ code, PRIME_A);
    b = Math.imul(b ^ code, PRIME_B);
    a = (a << 13) | (a >>> 19);
  }
  return ((a >>> 0) % LANE) * LANE + ((b >>> 0) % LANE);
}

/** What one level adds to a book's sum; an absent level adds nothing. */
export function levelSum(side: 'bid' | 'ask', priceMicros: number, sizeMicros: number): number {
  if (sizeMicros === 0) return 0;
  let a = Math.imul(priceMicros ^ (side === 'bid' ? 0x3c6ef372 : 0x1f83d9ab), PRIME_A);
  a = Math.imul(a ^ (a >>> 15) ^ (sizeMicros % 2 ** 32), PRIME_B);
  a = Math.imul(a ^ (a >>> 13) ^ Math.floor(sizeMicros / 2 ** 32), PRIME_A);
  let b = Math.imul(a ^ 0x5be0cd19, PRIME_B);
  b ^= b >>> 16;
  return ((a >>> 0) % LANE) * LANE + ((b >>> 0) % LANE);
}

/** Adds to a sum, lane by lane. */
export function addSums(one: number, other: number, sign: 1 | -1 = 1): number {
  const high = (Math.floor(one / LANE) + sign * Math.floor(other / LANE) + LANE) % LANE;
  const low = ((one % LANE) + sign * (other % LANE) + LANE) % LANE;
  return high * LANE + low;
}

export function bookSum(
  bids: Iterable<readonly [priceMicros: number, sizeMicros: number]>,
  asks: Iterable<readonly [priceMicros: number, sizeMicros: number]>,
): number {
  let sum = 0;
  for (const [price, size] of bids) sum = addSums(sum, levelSum('bid', price, size));
  for (const [price, size] of asks) sum = addSums(sum, levelSum('ask', price, size));
  return sum;
}

export class TruthLedger {
  readonly #sums = new Map<Listing, number>();
  #rows: LedgerRow[] = [];

  /** Takes the book as it is: at the start, and after it changed without a word. */
  learn(listing: Listing): void {
    this.#sums.set(listing, bookSum(listing.book.bids.levels, listing.book.asks.levels));
  }

  /** Takes in one change that the book shows already. Frames recorded from now on come after it. */
  change(listing: Listing, { side, priceMicros, previousMicros, sizeMicros }: BookChange): void {
    const without = addSums(this.#sums.get(listing) ?? 0, levelSum(side, priceMicros, previousMicros), -1);
    this.#sums.set(listing, addSums(without, levelSum(side, priceMicros, sizeMicros)));
  }

  /** A frame as it goes to a socket. */
  sent(text: string, contents: readonly FrameContent[], timeMs: number): void {
    this.add(this.rowsOf(text, contents, timeMs));
  }

  /** The rows of a frame that is made now and sent later, when the books may have changed. */
  rowsOf(text: string, contents: readonly FrameContent[], timeMs: number): readonly LedgerRow[] {
    if (contents.length === 0) return [];
    const fingerprint = fingerprintOf(text.length > PADDED_LENGTH ? text.trimEnd() : text);
    return contents.map(({ listing, what }) => this.#row(fingerprint, listing, what, timeMs));
  }

  add(rows: readonly LedgerRow[]): void {
    for (const row of rows) this.#rows.push(row);
  }

  /** Frames for these books went astray without a trace. */
  harmed(contents: readonly FrameContent[]): void {
    for (const { listing, what } of contents) {
      if (what !== 'trade' && what !== 'mirror') this.#rows.push(this.#row(0, listing, 'harm', 0));
    }
  }

  /** All rows since the last call, in the order of sending. */
  take(): readonly LedgerRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #row(fingerprint: number, listing: Listing, what: ContentKind, timeMs: number): LedgerRow {
    const { venue, marketId, book } = listing;
    const bidMicros = book.bids.best === NO_PRICE ? -1 : book.bids.best;
    const askMicros = book.asks.best === NO_PRICE ? -1 : book.asks.best;
    const sum = this.#sums.get(listing) ?? bookSum(book.bids.levels, book.asks.levels);
    return { fingerprint, venue, marketId, what, sum, bidMicros, askMicros, timeMs };
  }
}
