/**
 * Decides which quiet markets a venue lists: tens of thousands that nobody trades, made when they are asked for and forgotten
 * at once, so that they cost neither memory nor events.
 *
 * The same seed, start and number give the same market with the same book. Ids carry the market's number. A market ends at its
 * closing time by the clock that the caller passes.
 */
import { createHash } from 'node:crypto';
import { slugOf } from '../model/calendar.ts';
import { type ContractPlan, onKalshi, onPolymarket, THIN } from '../model/contract-plan.ts';
import { Contract, Listing, type VenueName } from '../model/listing.ts';
import { structuredGrid, uniformGrid } from '../model/price-grid.ts';
import { Random } from '../model/random.ts';
import { QUIET_FORMS, type QuietEvent, quietEvent, STRIKES } from './quiet-questions.ts';

const ONE = 1_000_000;
const CENT = 10_000;
const LEVELS = 5;
/** Most trade little, a few a lot. */
const VOLUME_MAX = 400_000;
/** Polymarket's first id is the oldest and comes first; the markets that move shall not wait behind all these. */
export const POLYMARKET_ORDINAL = 10_000_000;
/** Kalshi lists the newest first: these are older than all that move. */
export const KALSHI_ORDINAL = -10_000_000;
const AGE_MS = 10 * 86_400_000;

export interface QuietOptions {
  readonly venue: VenueName;
  readonly count: number;
  readonly seed: number;
  readonly startMs: number;
}

export class QuietShelf {
  readonly count: number;
  readonly #options: QuietOptions;
  readonly #venueSeed: number;

  constructor(options: QuietOptions) {
    this.count = options.count;
    this.#options = options;
    this.#venueSeed = options.seed * 2 + (options.venue === 'kalshi' ? 1 : 0);
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
    const event = this.#event(index);
    const strike = index % STRIKES;
    // The higher the strike, the less likely.
    const fairMicros = Math.round(ONE * (0.93 - strike * 0.12 + random.unit() * 0.05) * 0.98);
    const plan =
      venue === 'polymarket' ? polymarketPlan(event, index, fairMicros) : kalshiPlan(event, index, fairMicros);
    const contract = new Contract(plan);
    const symbols = venue === 'polymarket' ? [this.#token(index, 0), this.#token(index, 1)] : [tickerOf(event, index)];
    const identity = {
      venue,
      marketId: venue === 'polymarket' ? this.#condition(index) : tickerOf(event, index),
      symbols,
      style: THIN,
      inverted: false,
      grid: venue === 'polymarket' ? uniformGrid(CENT) : structuredGrid('linear_cent'),
      sizeStepMicros: venue === 'polymarket' ? 1 : CENT,
    };
    const ordinal = venue === 'polymarket' ? POLYMARKET_ORDINAL + index : KALSHI_ORDINAL + index;
    const volume = Math.floor(VOLUME_MAX * random.unit() ** 4);
    const listing = new Listing(contract, identity, ordinal, startMs - AGE_MS, volume);
    if (event.closesMs <= nowMs) end(listing, event.closesMs, random.unit() * ONE < fairMicros);
    else fill(listing, random, startMs);
    return listing;
  }

  /** The number of the market with this condition id, token or ticker; -1 when it is none of these. */
  indexOf(id: string): number {
    const index = this.#options.venue === 'polymarket' ? polymarketIndex(id) : this.#kalshiIndex(id);
    return index >= 0 && index < this.count ? index : -1;
  }

  /** Polymarket: which outcome's token this is; undefined when it is no token of ours. */
  outcomeOf(token: string): 0 | 1 | undefined {
    const index = this.indexOf(token);
    if (index < 0) return undefined;
    return token === this.#token(index, 0) ? 0 : token === this.#token(index, 1) ? 1 : undefined;
  }

  /** Whether an id that carries the number is really this market's. */
  isOwn(index: number, id: string): boolean {
    return this.#options.venue === 'polymarket'
      ? id === this.#condition(index)
      : id === tickerOf(this.#event(index), index);
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

  /** One market of each series. */
  seriesIndexes(): number[] {
    const forms = QUIET_FORMS[this.#options.venue];
    const subjects = Math.max(...forms.map((form) => form.subjects.length));
    const indexes: number[] = [];
    for (let event = 0; event < forms.length * subjects && event * STRIKES < this.count; event += 1) {
      if (Math.floor(event / forms.length) < forms[event % forms.length]!.subjects.length)
        indexes.push(event * STRIKES);
    }
    return indexes;
  }

  #event(index: number): QuietEvent {
    return quietEvent(this.#options.venue, this.eventNumber(index), this.#options.startMs);
  }

  #kalshiIndex(ticker: string): number {
    const number = /-[0-9A-Z]+?Q([0-9A-Z]+)-T(\d)$/.exec(ticker);
    return number === null ? -1 : Number.parseInt(number[1]!, 36) * STRIKES + Number(number[2]);
  }

  #condition(index: number): string {
    return `0x51${index.toString(16).padStart(8, '0')}${this.#digest(index).slice(0, 54)}`;
  }

  #token(index: number, outcome: 0 | 1): string {
    const digits = BigInt(`0x${this.#digest(index)}`)
      .toString()
      .padStart(78, '0')
      .slice(8, 74);
    return `51${String(index).padStart(8, '0')}${outcome}${digits}`;
  }

  #digest(index: number): string {
    return createHash('sha256').update(`${this.#options.seed}/quiet/${index}`).digest('hex');
  }
}

function polymarketIndex(id: string): number {
  if (/^0x51[0-9a-f]{62}$/.test(id)) return Number.parseInt(id.slice(4, 12), 16);
  return /^51\d{75}$/.test(id) ? Number(id.slice(2, 10)) : -1;
}

function eventTicker(event: QuietEvent, index: number): string {
  return `${seriesTicker(event)}-${event.tickerWhen}Q${Math.floor(index / STRIKES)
    .toString(36)
    .toUpperCase()}`;
}

function seriesTicker({ form, subjectIndex }: QuietEvent): string {
  return `${form.series}${String.fromCharCode(65 + Math.floor(subjectIndex / 26), 65 + (subjectIndex % 26))}`;
}

function tickerOf(event: QuietEvent, index: number): string {
  return `${eventTicker(event, index)}-T${index % STRIKES}`;
}

function strikeOf({ form }: QuietEvent, index: number): number {
  return form.strikes[0] + (index % STRIKES) * form.strikes[1];
}

function polymarketPlan(event: QuietEvent, index: number, fairMicros: number): ContractPlan {
  const { form, subject, when, closesMs } = event;
  const strike = form.unit(strikeOf(event, index));
  const question = form.title(subject, strike, when);
  return {
    ...planOf(event, index, fairMicros),
    polymarket: onPolymarket(
      {
        question,
        slug: `${slugOf(question)}-${index.toString(36)}`,
        description: `This market will resolve to "Yes" if the answer to the question "${question}" is yes according to ${form.source}. Otherwise this market will resolve to "No". The market closes at ${new Date(closesMs).toISOString()}.`,
        eventTitle: `${form.seriesTitle}: ${subject}, ${when}`,
        groupItemTitle: strike,
      },
      THIN,
    ),
  };
}

function kalshiPlan(event: QuietEvent, index: number, fairMicros: number): ContractPlan {
  const { form, subject, when } = event;
  const strike = strikeOf(event, index);
  const title = form.title(subject, form.unit(strike), when);
  return {
    ...planOf(event, index, fairMicros),
    kalshi: onKalshi(
      {
        seriesTicker: seriesTicker(event),
        seriesTitle: `${form.seriesTitle}: ${subject}`,
        eventTicker: eventTicker(event, index),
        eventTitle: `${form.seriesTitle}: ${subject}, ${when}`,
        ticker: tickerOf(event, index),
        title,
        yesSubTitle: form.unit(strike),
        rulesPrimary: `If the answer to "${title}" is yes according to ${form.source}, then the market resolves to Yes.`,
        strikeType: 'greater',
        floorStrike: strike,
        source: form.source,
      },
      THIN,
    ),
  };
}

function planOf({ form, closesMs }: QuietEvent, index: number, fairMicros: number): ContractPlan {
  return { key: `quiet-${index}`, category: form.category, tag: form.tag, fairMicros, volatility: 0, closesMs };
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
