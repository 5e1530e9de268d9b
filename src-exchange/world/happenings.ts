/**
 * Decides the unusual things: walls, whale trades, a side that goes away, a venue whose price leaves the other's.
 *
 * Each comes round every so many seconds of the exchange's own time, which is counted in events.
 */

import type { Listing } from '../model/listing.ts';
import type { Random } from '../model/random.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { Side } from '../model/world-sink.ts';
import type { BookWriter } from './book-writer.ts';
import { drawSize, medianSize } from './order-size.ts';
import type { Schedule } from './schedule.ts';
import { takeLiquidity } from './taker.ts';

const WALL_EVERY_SECONDS = 3;
const WALL_STAYS_SECONDS = 12;
const WALL_MEDIANS = 30;
const WHALE_EVERY_SECONDS = 7;
/** A whale trade is worth at least this many dollars. */
const WHALE_DOLLARS = 10_500;
const WITHDRAWAL_EVERY_SECONDS = 11;
const WITHDRAWAL_STAYS_SECONDS = 4;
const DISLOCATION_EVERY_SECONDS = 6;
const DISLOCATION_STAYS_SECONDS = 4;
const DISLOCATION_MIN_MICROS = 50_000;
const DISLOCATION_SPAN_MICROS = 40_000;

export interface HappeningContext {
  readonly random: Random;
  readonly writer: BookWriter;
  readonly schedule: Schedule;
  /** Events in so many seconds of the exchange's time, at least 1. */
  readonly eventsIn: (seconds: number) => number;
  readonly event: () => number;
  readonly timeMs: () => number;
  /** The markets that are open now. */
  readonly open: () => readonly Listing[];
}

/** Puts the recurring happenings into the schedule. */
export function scheduleHappenings(context: HappeningContext): void {
  every(context, WALL_EVERY_SECONDS, () => wall(context));
  every(context, WHALE_EVERY_SECONDS, () => whale(context));
  every(context, WITHDRAWAL_EVERY_SECONDS, () => withdrawal(context));
  every(context, DISLOCATION_EVERY_SECONDS, () => dislocation(context));
}

function every(context: HappeningContext, seconds: number, run: () => void): void {
  const again = (): void => {
    run();
    context.schedule.at(context.event() + context.eventsIn(seconds), again);
  };
  context.schedule.at(context.event() + context.eventsIn(seconds), again);
}

function later(context: HappeningContext, seconds: number, run: () => void): void {
  context.schedule.at(context.event() + context.eventsIn(seconds), run);
}

/** One level many times the median stands a few ticks behind the touch for a while. */
function wall(context: HappeningContext): void {
  const { random, writer } = context;
  const listing = random.pick(context.open());
  const side: Side = random.chance(0.5) ? 'bid' : 'ask';
  const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
  if (levels.best === NO_PRICE) return;
  const away = 2 + random.below(5);
  const index = listing.grid.floorIndex(levels.best) + (side === 'bid' ? -away : away);
  const price = listing.grid.prices[index];
  if (price === undefined) return;
  writer.set(listing, side, price, WALL_MEDIANS * medianSize(listing), context.timeMs());
  later(context, WALL_STAYS_SECONDS, () => {
    if (listing.state === 'active') writer.set(listing, side, price, 0, context.timeMs());
  });
}

/** The best level of a deep market is shown large enough and taken in one order. */
function whale(context: HappeningContext): void {
  const { random, writer } = context;
  const deep = context.open().filter((listing) => listing.style.lot >= 400 && !listing.plainlyDecided());
  if (deep.length === 0) return;
  const listing = random.pick(deep);
  const buy = random.chance(0.5);
  const levels = buy ? listing.book.asks : listing.book.bids;
  if (levels.best === NO_PRICE) return;
  const dollars = WHALE_DOLLARS + random.below(60_000);
  const sizeMicros = Math.ceil((dollars * 1_000_000) / levels.best) * 1_000_000;
  const shownMicros = sizeMicros + drawSize(listing, random, 0);
  if (levels.sizeAt(levels.best) < shownMicros) {
    writer.set(listing, buy ? 'ask' : 'bid', levels.best, shownMicros, context.timeMs());
  }
  takeLiquidity(writer, listing, { buy, sizeMicros, limitMicros: levels.best, restMicros: 0 }, context.timeMs());
}

/** A bid stands above the best ask for the length of one message, as inside an order that is being executed. */
export function crossForAMoment(writer: BookWriter, listing: Listing, timeMs: number): void {
  const { asks } = listing.book;
  if (asks.best === NO_PRICE) return;
  const price = listing.grid.prices[listing.grid.floorIndex(asks.best) + 1] ?? asks.best;
  const before = listing.book.bids.sizeAt(price);
  writer.set(listing, 'bid', price, before + medianSize(listing), timeMs);
  writer.set(listing, 'bid', price, before, timeMs);
}

/** The makers of one side of a thin market leave: the book is one-sided for a while. */
function withdrawal(context: HappeningContext): void {
  const { random, writer } = context;
  const thin = context.open().filter((listing) => listing.style.levels <= 10);
  if (thin.length === 0) return;
  const listing = random.pick(thin);
  const side: Side = random.chance(0.5) ? 'bid' : 'ask';
  const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
  if (side === 'bid') listing.bidsWithdrawn = true;
  else listing.asksWithdrawn = true;
  for (const [price] of levels.sorted()) writer.set(listing, side, price, 0, context.timeMs());
  later(context, WITHDRAWAL_STAYS_SECONDS, () => {
    if (side === 'bid') listing.bidsWithdrawn = false;
    else listing.asksWithdrawn = false;
  });
}

/** One venue's price of a shared contract leaves the other's, far enough to pay the fees of both. */
function dislocation(context: HappeningContext): void {
  const { random } = context;
  const shared = context.open().filter((one) => one.contract.listings.length > 1 && !one.plainlyDecided());
  if (shared.length === 0) return;
  const listing = random.pick(shared);
  if (listing.shockMicros !== 0) return;
  const size = DISLOCATION_MIN_MICROS + random.below(DISLOCATION_SPAN_MICROS);
  listing.shockMicros = random.chance(0.5) ? size : -size;
  later(context, DISLOCATION_STAYS_SECONDS, () => {
    listing.shockMicros = 0;
  });
}
