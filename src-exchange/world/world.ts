/**
 * Decides everything that happens on the exchange, one event at a time.
 *
 * The state after n events depends on the seed, the pace (events per second of the exchange's time) and n alone; the
 * clock the caller passes in only stamps messages. It knows nothing of sockets: venues hear through their sinks.
 */

import { standingContracts } from '../markets/contracts.ts';
import type { ListedVenue, ShortLife } from '../markets/listed-venue.ts';
import { makePairs, type Pair } from '../markets/pairs.ts';
import { beginLife } from '../markets/short-lived.ts';
import { Calendar } from '../model/calendar.ts';
import {
  type ContractPlan,
  type ContractTerms,
  datesOf,
  type ListingPlan,
  type VenueId,
} from '../model/contract-plan.ts';
import { Contract, Listing } from '../model/listing.ts';
import { Random } from '../model/random.ts';
import type { TradingRules } from '../model/trading-rules.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { TrueTape } from '../model/true-tape.ts';
import type { WorldSink } from '../model/world-sink.ts';
import { BookWriter } from './book-writer.ts';
import { advanceFairValue } from './fair-value.ts';
import { crossForAMoment, scheduleHappenings } from './happenings.ts';
import { OrderFlow } from './order-flow.ts';
import { Schedule } from './schedule.ts';

/** What a plan of faults does to a market. */
export type MarketFault = 'crossed-burst' | 'grid-change' | 'resolved';

/** Fair values move so many times in a second of the exchange's time. */
const FAIR_MOVES_PER_SECOND = 10;
/** A book on a new grid is sent whole after so many events. */
const RESTATED_AFTER_EVENTS = 400;
const ODD_LOT_MICROS = 7_000_000;
const HALF_MICROS = 500_000;
/** Markets of the start look as if they had been listed this long ago. */
const AGE_AT_START_MS = 3 * 86_400_000;
/** Resolved markets that REST still knows; older ones are forgotten so that a long run does not grow. */
const RESOLVED_KEPT_MAX = 64;

export interface WorldOptions {
  readonly seed: number;
  /** How many events make a second of the exchange's own time. */
  readonly eventsPerSecond: number;
  /** Life of the short-lived market, in seconds of the exchange's own time. */
  readonly lifeSeconds: number;
  /** Wall clock at the start, epoch milliseconds: dates in texts and tickers. */
  readonly startMs: number;
  /** Pairs of look-alikes besides the standing contracts. */
  readonly pairs?: number;
}

export class World {
  readonly options: WorldOptions;
  /** Every market REST knows, oldest first. */
  readonly listings: Listing[] = [];
  readonly pairs: readonly Pair[];
  event = 0;
  readonly #venues: readonly ListedVenue[];
  readonly #random: Random;
  readonly #writer: BookWriter;
  readonly #flow: OrderFlow;
  readonly #schedule = new Schedule();
  readonly #contracts: Contract[] = [];
  readonly #open: Listing[] = [];
  readonly #fairEveryEvents: number;
  #weights: number[] = [];
  #weightTotal = 0;
  #ordinal = 0;
  #timeMs: number;

  /** `sinks`: one for each venue. */
  constructor(options: WorldOptions, venues: readonly ListedVenue[], sinks: Readonly<Record<VenueId, WorldSink>>) {
    this.options = options;
    this.#venues = venues;
    this.#timeMs = options.startMs;
    this.#random = new Random(options.seed);
    this.#writer = new BookWriter(sinks);
    this.#flow = new OrderFlow(this.#random, this.#writer);
    this.#fairEveryEvents = this.#eventsIn(1 / FAIR_MOVES_PER_SECOND);
    for (const plan of this.#standingPlans()) this.#list(plan, false);
    this.pairs = makePairs(options.seed, options.pairs ?? 0, options.startMs, venues);
    for (const plan of this.pairs.flatMap(({ plans }) => plans)) this.#list(plan, false);
    this.#beginShortLife();
    scheduleHappenings({
      random: this.#random,
      writer: this.#writer,
      schedule: this.#schedule,
      eventsIn: (seconds) => this.#eventsIn(seconds),
      event: () => this.event,
      timeMs: () => this.#timeMs,
      open: () => this.#open,
    });
  }

  /** The exchange's clock was set, back or forth. */
  setClock(nowMs: number): void {
    this.#timeMs = nowMs;
  }

  /** Sends every open book whole. */
  restate(): void {
    for (const listing of this.#open) this.#writer.sinkOf(listing).onRestated(listing, this.#timeMs);
  }

  /** Something unusual happens to one of a venue's open markets; the number chooses which. */
  happen(what: MarketFault, venue: VenueId, choice: number): void {
    const open = this.#open.filter((listing) => listing.venue === venue);
    const listing = open[choice % open.length];
    if (listing === undefined) return;
    if (what === 'resolved') this.#resolve(listing.contract, listing.contract.fairMicros >= HALF_MICROS);
    else if (what === 'grid-change') this.#regrid(listing);
    else crossForAMoment(this.#writer, listing, this.#timeMs);
  }

  /** Every trade of every venue. */
  get tape(): TrueTape {
    return this.#writer.tape;
  }

  /** One event. The time only stamps messages and never runs backwards. */
  step(nowMs: number): void {
    this.event += 1;
    if (nowMs > this.#timeMs) this.#timeMs = nowMs;
    if (this.event % this.#fairEveryEvents === 0) this.#moveFairValues();
    if (this.#schedule.nextEvent <= this.event) this.#schedule.runUntil(this.event);
    const listing = this.#pickListing();
    this.#flow.act(listing, this.#timeMs);
    if (listing.rules.gridAt !== undefined) this.#watchGrid(listing, listing.rules.gridAt);
  }

  #eventsIn(seconds: number): number {
    return Math.max(1, Math.round(seconds * this.options.eventsPerSecond));
  }

  #beginShortLife(): void {
    const { startMs, lifeSeconds } = this.options;
    const context = {
      lifeEvents: this.#eventsIn(lifeSeconds),
      lifeMs: lifeSeconds * 1000,
      startMs,
      at: (event: number, run: () => void) => this.#schedule.at(event, run),
      list: (terms: ContractTerms, life: ShortLife) =>
        this.#list(
          this.#planOf(terms, ({ listShortLived }) => listShortLived?.(life)),
          this.event > 0,
        ),
      resolve: (contract: Contract, yes: boolean) => this.#resolve(contract, yes),
    };
    beginLife(context, 0, 0);
  }

  #standingPlans(): ContractPlan[] {
    const { startMs } = this.options;
    const terms = standingContracts(new Calendar(startMs));
    const dates = datesOf(terms, startMs);
    const lists = new Map(this.#venues.map((venue) => [venue, venue.list(dates, terms)]));
    return terms.map((one) => this.#planOf(one, (venue) => lists.get(venue)?.[one.key]));
  }

  #planOf(terms: ContractTerms, listOn: (venue: ListedVenue) => ListingPlan | undefined): ContractPlan {
    const venues: Record<VenueId, ListingPlan> = {};
    for (const venue of this.#venues) {
      const plan = listOn(venue);
      if (plan !== undefined) venues[venue.id] = plan;
    }
    return { ...terms, venues };
  }

  #list(plan: ContractPlan, announce: boolean): Contract {
    const contract = new Contract(plan);
    this.#contracts.push(contract);
    for (const { id: venue, rules, identify } of this.#venues) {
      const listed = plan.venues[venue];
      if (listed === undefined) continue;
      const identity = identify(listed, plan.key, this.options.seed);
      const earlierVolume = announce ? 0 : plan.style.lot * (500 + this.#random.below(5_000));
      const createdMs = announce ? this.#timeMs : this.#timeMs - AGE_AT_START_MS;
      const ordinal = this.#ordinal;
      const listing = new Listing(contract, {
        venue,
        rules,
        plan: listed,
        identity,
        ordinal,
        createdMs,
        earlierVolume,
      });
      this.#ordinal += 1;
      this.listings.push(listing);
      this.#open.push(listing);
      this.#writer.sinkOf(listing).onListed(listing, this.#timeMs, announce);
      this.#flow.seed(listing, this.#timeMs, announce);
    }
    this.#weigh();
    return contract;
  }

  /**
   * The market gets another grid. Where orders do not stay, all go and others come, in the middle of a burst; the books are sent
   * again only a while later.
   */
  #regrid(listing: Listing): void {
    const before = listing.grid.tickMicros;
    const grid = listing.rules.otherGrid(listing.grid);
    if (listing.rules.keepsOrders) {
      listing.grid = grid;
      this.#writer.sinkOf(listing).onTickChange(listing, before, listing.grid.tickMicros, this.#timeMs);
      return;
    }
    this.#writer.set(listing, 'bid', listing.grid.priceAt(0), ODD_LOT_MICROS, this.#timeMs);
    listing.book.clear();
    listing.grid = grid;
    this.#flow.seed(listing, this.#timeMs, false);
    const sink = this.#writer.sinkOf(listing);
    sink.onTickChange(listing, before, grid.tickMicros, this.#timeMs);
    this.#schedule.at(this.event + RESTATED_AFTER_EVENTS, () => {
      if (listing.state === 'active') sink.onRestated(listing, this.#timeMs);
    });
  }

  #resolve(contract: Contract, yes: boolean): void {
    // A market may have been resolved before its time.
    if (!this.#contracts.includes(contract)) return;
    this.#contracts.splice(this.#contracts.indexOf(contract), 1);
    for (const listing of contract.listings) {
      this.#open.splice(this.#open.indexOf(listing), 1);
      listing.book.clear();
      listing.book.lastEventTimeMs = this.#timeMs;
      listing.state = 'resolved';
      listing.resolvedMs = this.#timeMs;
      listing.result = yes === listing.inverted ? 'no' : 'yes';
      this.#writer.sinkOf(listing).onResolved(listing, this.#timeMs);
    }
    this.#weigh();
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    let resolved = 0;
    for (const listing of this.listings) if (listing.state === 'resolved') resolved += 1;
    while (resolved > RESOLVED_KEPT_MAX) {
      const index = this.listings.findIndex((listing) => listing.state === 'resolved');
      const [forgotten] = this.listings.splice(index, 1);
      if (forgotten !== undefined) this.#writer.sinkOf(forgotten).onForgotten(forgotten);
      resolved -= 1;
    }
  }

  #weigh(): void {
    this.#weightTotal = 0;
    this.#weights = this.#open.map((listing) => {
      this.#weightTotal += listing.style.activity;
      return this.#weightTotal;
    });
  }

  #pickListing(): Listing {
    const draw = this.#random.unit() * this.#weightTotal;
    let low = 0;
    let high = this.#weights.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#weights[middle]! > draw) high = middle;
      else low = middle + 1;
    }
    return this.#open[low]!;
  }

  #moveFairValues(): void {
    const seconds = this.#fairEveryEvents / this.options.eventsPerSecond;
    const lives = this.event / this.#eventsIn(this.options.lifeSeconds);
    for (const contract of this.#contracts) {
      const { drift, fairMicros } = contract.plan;
      if (drift !== undefined) {
        const share = Math.min(1, lives / drift.lives);
        contract.anchorMicros = fairMicros + share * (drift.toMicros - fairMicros);
        contract.pullPerSecond = 1;
      }
      advanceFairValue(contract, this.#random, seconds);
    }
  }

  /** Gives a market the grid that its price calls for. */
  #watchGrid(listing: Listing, gridAt: NonNullable<TradingRules['gridAt']>): void {
    const { bids, asks } = listing.book;
    if (bids.best === NO_PRICE || asks.best === NO_PRICE) return;
    const before = listing.grid;
    const after = gridAt(before, bids.best + asks.best);
    if (after === undefined) return;
    listing.grid = after;
    const sink = this.#writer.sinkOf(listing);
    sink.onTickChange(listing, before.tickMicros, after.tickMicros, this.#timeMs);
    sink.onRestated(listing, this.#timeMs);
  }
}
