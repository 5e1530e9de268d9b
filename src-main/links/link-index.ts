/**
 * Finds which listings of different venues are worth comparing, without comparing all with all.
 *
 * Each listing is a set of tokens: words, figures, days. Listings that share rare tokens are candidates; the best few by the weight of
 * what they share are kept. Texts are not: what is compared in the end is fetched by whoever compares.
 */
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { topOf } from '../base/top-of.ts';
import { plain, withTowns, wordsOf } from './read/words.ts';

/** What the index needs of a listing. */
export type IndexedListing = Pick<Listing, 'id' | 'venue' | 'title' | 'closeTimeMs' | 'stated'>;

export type Candidate = { readonly first: ListingId; readonly second: ListingId; readonly overlap: number };

/** Places in postings that are looked at for one listing: two or three tokens of the size of a coin or a day. */
const VISITS_MAX = 8_000;
/** A token of so many listings is frequent: some hundreds of tokens are, among 200,000 listings. */
const FREQUENT_MIN = 1_000;
/** Candidates of one listing that are weighed, and that are kept. */
const WEIGHED_MAX = 64;
const KEPT_MAX = 8;
/** A candidate this much less alike than the best one is another strike or day of the same thing. */
const BEHIND_BEST_MAX = 0.3;
/** Less shared weight than this is chance. */
const OVERLAP_MIN = 0.42;

const DAY_MS = 86_400_000;
const FIGURE = /\d[\d,]*(?:\.\d+)?/g;
const MONTH_DAY = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})\b(?!,\d)/g;
/** A day's token, unlike a month's. */
const DAY = /^@\d+-/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The tokens of a listing. */
export function tokensOf({ title, stated, closeTimeMs }: IndexedListing): ReadonlySet<string> {
  const text = `${title} . ${stated?.outcome ?? ''} . ${stated?.event ?? ''}`;
  const tokens = withTowns(wordsOf(text));
  const simple = plain(text);
  let hasDay = false;
  const withoutDays = simple.replace(MONTH_DAY, (_, month: string, day: string) => {
    addDay(tokens, MONTHS.indexOf(month), Number(day));
    hasDay = true;
    return ' ';
  });
  for (const [digits] of withoutDays.matchAll(FIGURE)) tokens.add(`#${Number(digits.replaceAll(',', ''))}`);
  if (stated?.day) {
    const [, month = 1, day] = stated.day.text.split(/[-T]/).map(Number);
    if (day !== undefined) {
      addDay(tokens, month - 1, day);
      hasDay = true;
    } else tokens.add(`@${month}`);
  }
  if (!hasDay && closeTimeMs !== null) {
    const close = new Date(closeTimeMs);
    addDay(tokens, close.getUTCMonth(), close.getUTCDate());
  }
  return tokens;
}

/** The day and the one before it: "before the 16th" is "by the 15th", and a day in UTC may be the day before in New York. */
function addDay(tokens: Set<string>, month: number, day: number): void {
  // Before the first of March comes the 28th or the 29th: titles often name no year.
  for (const time of [
    Date.UTC(2028, month, day),
    Date.UTC(2028, month, day) - DAY_MS,
    Date.UTC(2027, month, day) - DAY_MS,
  ]) {
    const date = new Date(time);
    tokens.add(`@${date.getUTCMonth() + 1}-${date.getUTCDate()}`);
  }
}

/** What one walk through all candidates works with. */
type Weighing = {
  /** By listing: the weight that it shares with the one that asks; 0 between two questions. */
  readonly shared: Float64Array;
  /** By token, and summed up by listing. */
  readonly weights: readonly number[];
  readonly totals: readonly number[];
  /** Who has a frequent token: a byte a listing, made when it is needed. */
  readonly frequent: Map<number, Uint8Array>;
};

export class LinkIndex {
  private readonly ids: ListingId[] = [];
  private readonly venues: number[] = [];
  private readonly venueNumbers = new Map<string, number>();
  private readonly numbers = new Map<string, number>();
  private readonly postings: number[][] = [];
  /** By token. */
  private readonly isDay: boolean[] = [];
  private readonly tokens: Int32Array[] = [];
  private readonly indexOf = new Map<ListingId, number>();
  private readonly perVenue: number[] = [];

  get size(): number {
    return this.ids.length;
  }

  /** Takes a listing; one that is known already is not taken again. */
  add(listing: IndexedListing): void {
    if (this.indexOf.has(listing.id)) return;
    const at = this.ids.length;
    const venue = this.venueNumbers.get(listing.venue) ?? this.venueNumbers.size;
    this.venueNumbers.set(listing.venue, venue);
    this.perVenue[venue] = (this.perVenue[venue] ?? 0) + 1;
    this.ids.push(listing.id);
    this.venues.push(venue);
    this.indexOf.set(listing.id, at);
    const own: number[] = [];
    for (const token of tokensOf(listing)) {
      let number = this.numbers.get(token);
      if (number === undefined) {
        number = this.postings.length;
        this.numbers.set(token, number);
        this.postings.push([]);
        this.isDay.push(DAY.test(token));
      }
      this.postings[number]!.push(at);
      own.push(number);
    }
    this.tokens.push(Int32Array.from(own));
  }

  /** How much a word tells: the rarer, the more. */
  weightOf(word: string): number {
    const number = this.numbers.get(word);
    return this.weigh(number === undefined ? 1 : this.postings[number]!.length);
  }

  /**
   * The candidates of the listings from `from` on (in the order in which they were added) with all others. Each pair comes once.
   * A generator, so that whoever runs it can do other things in between.
   */
  *candidates(from = 0): Generator<readonly Candidate[]> {
    const weights = this.postings.map(({ length }) => this.weigh(length));
    const weighing: Weighing = {
      shared: new Float64Array(this.ids.length),
      weights,
      totals: this.tokens.map((own) => this.weightOfAll(own, () => true, weights)),
      frequent: new Map(),
    };
    // Of a pair of venues the smaller one asks: fewer questions, the same pairs.
    for (let at = 0; at < this.ids.length; at++) {
      const found = this.candidatesOf(at, from, weighing);
      if (found.length > 0) yield found;
    }
  }

  private candidatesOf(at: number, from: number, weighing: Weighing): readonly Candidate[] {
    const { shared, weights, totals } = weighing;
    const own = this.tokens[at]!.toSorted((a, b) => this.postings[a]!.length - this.postings[b]!.length);
    const touched = this.touch(at, from, own, weighing);
    const weighed = topOf(touched, WEIGHED_MAX, (a, b) => shared[b]! - shared[a]!);
    for (const other of touched) shared[other] = 0;
    if (weighed.length === 0) return [];
    const ownTokens = new Set(own);
    const ranked = weighed
      .map((other) => ({ other, overlap: this.overlap(ownTokens, totals[at]!, other, weights, totals) }))
      .toSorted((a, b) => b.overlap - a.overlap);
    const least = Math.max(OVERLAP_MIN, ranked[0]!.overlap - BEHIND_BEST_MAX);
    return ranked
      .filter(({ overlap }) => overlap >= least)
      .slice(0, KEPT_MAX)
      .map(({ other, overlap }) => this.candidate(at, other, overlap));
  }

  /** The listings that share one of the rarest tokens; what they share of all tokens is in `shared` then. */
  private touch(at: number, from: number, own: Int32Array, { shared, weights, frequent }: Weighing): readonly number[] {
    const venue = this.venues[at]!;
    const touched: number[] = [];
    let visits = 0;
    for (const token of own) {
      const posting = this.postings[token]!;
      const weight = weights[token]!;
      if (visits === 0 || visits + posting.length <= VISITS_MAX) {
        visits += posting.length;
        for (const other of posting) {
          if (!this.asks(at, venue, other, from)) continue;
          if (shared[other] === 0) touched.push(other);
          shared[other]! += weight;
        }
      } else if (posting.length < FREQUENT_MIN) {
        for (const other of posting) if (shared[other]! > 0) shared[other]! += weight;
      } else {
        // Too many to walk through: those that were touched are asked instead.
        const has = this.holders(token, frequent);
        for (const other of touched) shared[other]! += weight * has[other]!;
      }
    }
    return touched;
  }

  /** 1 for each listing that has a token. */
  private holders(token: number, frequent: Weighing['frequent']): Uint8Array {
    const known = frequent.get(token);
    if (known) return known;
    const has = new Uint8Array(this.ids.length);
    for (const other of this.postings[token]!) has[other] = 1;
    frequent.set(token, has);
    return has;
  }

  /** Whether the pair is asked about by `at`: the listing of the venue with fewer listings asks, and one of the two is new. */
  private asks(at: number, venue: number, other: number, from: number): boolean {
    const venueOfOther = this.venues[other]!;
    if (venueOfOther === venue || (at < from && other < from)) return false;
    const [own, others] = [this.perVenue[venue]!, this.perVenue[venueOfOther]!];
    return own === others ? venue < venueOfOther : own < others;
  }

  private overlap(
    own: ReadonlySet<number>,
    total: number,
    other: number,
    weights: readonly number[],
    totals: readonly number[],
  ): number {
    const sum = this.weightOfAll(this.tokens[other]!, (token) => own.has(token), weights);
    return sum / Math.max(1e-9, Math.min(total, totals[other]!));
  }

  /**
   * What some of a listing's tokens weigh together. Its days count once: each comes with the day before, and who shares both tokens
   * is no more alike than "before the 16th" and "by the 15th" are.
   */
  private weightOfAll(tokens: Int32Array, counts: (token: number) => boolean, weights: readonly number[]): number {
    let sum = 0;
    let day = 0;
    for (const token of tokens) {
      if (!counts(token)) continue;
      if (this.isDay[token]) day = Math.max(day, weights[token]!);
      else sum += weights[token]!;
    }
    return sum + day;
  }

  /** The venue first seen comes first, so that a pair has one name. */
  private candidate(at: number, other: number, overlap: number): Candidate {
    const [a, b] = this.venues[at]! < this.venues[other]! ? [at, other] : [other, at];
    return { first: this.ids[a]!, second: this.ids[b]!, overlap };
  }

  private weigh(count: number): number {
    return Math.log(1 + this.ids.length / count);
  }
}
