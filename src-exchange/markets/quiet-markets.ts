/**
 * Decides which quiet markets a venue lists: tens of thousands that are never traded. Each is made on request and not kept, so
 * that they cost neither memory nor events.
 *
 * The same seed, start and number give the same market with the same book. Ids carry the market's number. A market ends at its
 * closing time by the clock that the caller passes.
 */
import { type ContractPlan, THIN } from '../model/contract-plan.ts';
import { Contract, Listing, type ListingIdentity } from '../model/listing.ts';
import { Random } from '../model/random.ts';
import type { ListedVenue, QuietForms, QuietMarket } from './listed-venue.ts';
import { type QuietEvent, quietEvent, STRIKES } from './quiet-events.ts';

const ONE = 1_000_000;
const LEVELS = 5;
/** Most trade little, a few a lot. */
const VOLUME_MAX = 400_000;
const AGE_MS = 10 * 86_400_000;

export interface QuietOptions {
  readonly venue: Pick<ListedVenue, 'id' | 'rules' | 'quiet'>;
  /** Place of the venue among those played: no two have the same books. */
  readonly venueIndex: number;
  readonly count: number;
  readonly seed: number;
  readonly startMs: number;
}

export class QuietMarkets {
  readonly count: number;
  readonly #options: QuietOptions;
  readonly #forms: QuietForms | undefined;
  readonly #venueSeed: number;

  constructor(options: QuietOptions) {
    this.#options = options;
    this.#forms = options.venue.quiet;
    this.count = this.#forms === undefined ? 0 : options.count;
    this.#venueSeed = options.seed * 2 + options.venueIndex;
  }

  closesMs(index: number): number {
    return this.#event(index).closesMs;
  }

  eventNumber(index: number): number {
    return Math.floor(index / STRIKES);
  }

  /** The market of that number, as it is at that time. */
  at(index: number, nowMs: number): Listing {
    const { venue, startMs } = this.#options;
    const random = new Random(Math.imul(this.#venueSeed + 1, 0x85ebca6b) ^ index);
    const market = this.#market(index);
    const { event, strikeIndex } = market;
    // The higher the strike, the less likely.
    const fairMicros = Math.round(ONE * (0.93 - strikeIndex * 0.12 + random.unit() * 0.05) * 0.98);
    const forms = this.#formsOf();
    const plan = planOf(event, index, fairMicros);
    const volume = Math.floor(VOLUME_MAX * random.unit() ** 4);
    const listing = new Listing(new Contract(plan), {
      venue: venue.id,
      rules: venue.rules,
      plan: forms.list(market),
      identity: forms.identify(market),
      ordinal: forms.firstOrdinal + index,
      createdMs: startMs - AGE_MS,
      earlierVolume: volume,
    });
    if (event.closesMs <= nowMs) end(listing, event.closesMs, random.unit() * ONE < fairMicros);
    else fill(listing, random, startMs);
    return listing;
  }

  identityAt(index: number): ListingIdentity {
    return this.#formsOf().identify(this.#market(index));
  }

  /** The number of the market with this id or symbol; -1 when there is none. */
  indexOf(id: string): number {
    const index = this.#forms?.numberOf(id) ?? -1;
    if (index < 0 || index >= this.count) return -1;
    const { marketId, symbols } = this.identityAt(index);
    return id === marketId || symbols.includes(id) ? index : -1;
  }

  /**
   * Numbers of markets that are open at that time (or have ended), from `from` on upwards or downwards, at most so many. Looks
   * at the arithmetic only.
   */
  walk(
    from: number,
    step: 1 | -1,
    limit: number,
    wanted: { readonly nowMs: number; readonly ended: boolean },
  ): number[] {
    const indexes: number[] = [];
    for (let index = from; index >= 0 && index < this.count && indexes.length < limit; index += step) {
      if (this.closesMs(index) <= wanted.nowMs === wanted.ended) indexes.push(index);
    }
    return indexes;
  }

  /** One market of each question and subject. */
  subjectIndexes(): number[] {
    const questions = this.#forms?.questions ?? [];
    const subjects = Math.max(0, ...questions.map((question) => question.subjects.length));
    const indexes: number[] = [];
    for (let event = 0; event < questions.length * subjects && event * STRIKES < this.count; event += 1) {
      if (Math.floor(event / questions.length) < questions[event % questions.length]!.subjects.length)
        indexes.push(event * STRIKES);
    }
    return indexes;
  }

  #event(index: number): QuietEvent {
    return quietEvent(this.#formsOf().questions, this.eventNumber(index), this.#options.startMs);
  }

  #market(index: number): QuietMarket {
    const event = this.#event(index);
    const strikeIndex = index % STRIKES;
    const [first, step] = event.question.strikes;
    return { index, seed: this.#options.seed, event, strikeIndex, strike: first + strikeIndex * step };
  }

  #formsOf(): QuietForms {
    if (this.#forms === undefined) throw new Error(`${this.#options.venue.id} lists no quiet markets`);
    return this.#forms;
  }
}

function planOf({ question, closesMs }: QuietEvent, index: number, fairMicros: number): ContractPlan {
  const { category, tag } = question;
  return { key: `quiet-${index}`, category, tag, fairMicros, volatility: 0, closesMs, style: THIN, venues: {} };
}

function end(listing: Listing, closedMs: number, yes: boolean): void {
  listing.state = 'resolved';
  listing.resolvedMs = closedMs;
  listing.result = yes ? 'yes' : 'no';
  listing.book.lastEventTimeMs = closedMs;
}

/** A few orders on both sides of the fair price. */
function fill(listing: Listing, random: Random, startMs: number): void {
  const middle = listing.grid.floorIndex(listing.fairMicros());
  const { prices } = listing.grid;
  for (let level = 1; level <= LEVELS; level += 1) {
    const [bid, ask] = [prices[middle - level], prices[middle + level]];
    if (bid !== undefined) listing.book.bids.set(bid, (1 + random.below(400)) * ONE);
    if (ask !== undefined) listing.book.asks.set(ask, (1 + random.below(400)) * ONE);
  }
  listing.book.lastEventTimeMs = startMs;
}
