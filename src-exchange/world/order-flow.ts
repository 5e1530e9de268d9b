/**
 * Decides what happens to one book in one event: the everyday life of a market.
 *
 * First what is wrong is put right (stale orders are eaten or withdrawn, a gap at the touch is filled), then something
 * ordinary happens: orders come, change and go, small trades print, several things happen in the same millisecond.
 * At rest bids stay below asks.
 */

import type { Listing } from '../model/listing.ts';
import type { Random } from '../model/random.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { Side } from '../model/world-sink.ts';
import type { BookWriter } from './book-writer.ts';
import { drawSize, partOf } from './order-size.ts';
import { takeLiquidity } from './taker.ts';

/** Levels a side never grows beyond this multiple of the style's. */
const LEVELS_EXCESS = 1.3;
const SEARCH_MAX = 12;

export class OrderFlow {
  readonly #random: Random;
  readonly #writer: BookWriter;

  constructor(random: Random, writer: BookWriter) {
    this.#random = random;
    this.#writer = writer;
  }

  /** Fills an empty book around its fair price; published level by level only when `publish` is true. */
  seed(listing: Listing, timeMs: number, publish: boolean): void {
    const gap = this.#gapOf(listing);
    for (const side of ['bid', 'ask'] as const) {
      let index = this.#touchIndex(listing, side);
      const step = side === 'bid' ? -1 : 1;
      for (let level = 0; level < listing.style.levels; level += 1) {
        if (index < 0 || index >= listing.grid.prices.length) break;
        const size = drawSize(listing, this.#random, level);
        const price = listing.grid.priceAt(index);
        if (publish) this.#writer.set(listing, side, price, size, timeMs);
        else (side === 'bid' ? listing.book.bids : listing.book.asks).set(price, size);
        index += step * (1 + this.#random.below(gap));
      }
    }
    listing.book.lastEventTimeMs = timeMs;
  }

  /** One event of an active listing. Usually one message; a trade or a burst is several with the same time. */
  act(listing: Listing, timeMs: number): void {
    const fair = listing.fairMicros();
    const { bids, asks } = listing.book;
    if (asks.best !== NO_PRICE && asks.best <= fair) {
      this.#correct(listing, 'ask', fair, timeMs);
      return;
    }
    if (bids.best !== NO_PRICE && bids.best >= fair) {
      this.#correct(listing, 'bid', fair, timeMs);
      return;
    }
    if (!listing.bidsWithdrawn && this.#fillGap(listing, 'bid', timeMs)) return;
    if (!listing.asksWithdrawn && this.#fillGap(listing, 'ask', timeMs)) return;
    const draw = this.#random.unit();
    if (draw < 0.01) this.#smallTrade(listing, timeMs);
    else if (draw < 0.05) this.#burst(listing, timeMs);
    else if (draw < 0.1) this.#replaceDeep(listing, timeMs);
    else this.#ordinary(listing, timeMs);
  }

  /** Index of the price where a side's makers want their best order; outside the grid when they want none. */
  #touchIndex(listing: Listing, side: Side): number {
    const fair = listing.fairMicros();
    const half = Math.floor((listing.style.spreadTicks * listing.grid.stepAt(fair)) / 2);
    return side === 'bid' ? listing.grid.floorIndex(fair - half) : listing.grid.ceilIndex(fair + half);
  }

  /** A side holds orders on the wrong side of the fair price: someone takes them, or their makers flee. */
  #correct(listing: Listing, side: Side, fair: number, timeMs: number): void {
    const levels = side === 'ask' ? listing.book.asks : listing.book.bids;
    if (this.#random.chance(0.3)) {
      this.#writer.set(listing, side, levels.best, 0, timeMs);
      return;
    }
    const buy = side === 'ask';
    const limitMicros = listing.grid.priceAt(buy ? listing.grid.floorIndex(fair) : listing.grid.ceilIndex(fair));
    const restMicros = this.#random.chance(0.3) ? drawSize(listing, this.#random, 0) : 0;
    const sizeMicros = 8 * drawSize(listing, this.#random, 0);
    takeLiquidity(this.#writer, listing, { buy, sizeMicros, limitMicros, restMicros }, timeMs);
  }

  /** Quotes at the touch when a side's best is further away than its makers want; false when all is well. */
  #fillGap(listing: Listing, side: Side, timeMs: number): boolean {
    const wanted = this.#touchIndex(listing, side);
    if (wanted < 0 || wanted >= listing.grid.prices.length) return false;
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    const price = listing.grid.priceAt(wanted);
    if (levels.best !== NO_PRICE && (side === 'bid' ? levels.best >= price : levels.best <= price)) return false;
    this.#writer.set(listing, side, price, drawSize(listing, this.#random, 0), timeMs);
    return true;
  }

  #smallTrade(listing: Listing, timeMs: number): void {
    const buy = this.#random.chance(0.5);
    const levels = buy ? listing.book.asks : listing.book.bids;
    if (levels.best === NO_PRICE) {
      this.#ordinary(listing, timeMs);
      return;
    }
    const sizeMicros = drawSize(listing, this.#random, 0);
    takeLiquidity(this.#writer, listing, { buy, sizeMicros, limitMicros: levels.best, restMicros: 0 }, timeMs);
  }

  #burst(listing: Listing, timeMs: number): void {
    const count = 3 + this.#random.below(5);
    for (let i = 0; i < count; i += 1) this.#ordinary(listing, timeMs);
  }

  /** Moves an order between two deep levels: two changes in one message, the touch unmoved. */
  #replaceDeep(listing: Listing, timeMs: number): void {
    const side: Side = this.#random.chance(0.5) ? 'bid' : 'ask';
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    const from = this.#findLevel(listing, side, 4 + this.#random.below(12));
    if (from === NO_PRICE || from === levels.best) {
      this.#ordinary(listing, timeMs);
      return;
    }
    const size = levels.sizeAt(from);
    const step = side === 'bid' ? -1 : 1;
    const toIndex = listing.grid.floorIndex(from) + step * (1 + this.#random.below(3));
    if (toIndex < 0 || toIndex >= listing.grid.prices.length) {
      this.#ordinary(listing, timeMs);
      return;
    }
    const to = listing.grid.priceAt(toIndex);
    this.#writer.stage(listing, side, from, 0);
    this.#writer.stage(listing, side, to, levels.sizeAt(to) + size);
    this.#writer.commit(listing, timeMs);
  }

  /** One order comes, changes or goes. */
  #ordinary(listing: Listing, timeMs: number): void {
    const random = this.#random;
    const side: Side = random.chance(0.5) ? 'bid' : 'ask';
    const withdrawn = side === 'bid' ? listing.bidsWithdrawn : listing.asksWithdrawn;
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    const room = this.#roomOf(listing, side);
    const reach = Math.min(room, listing.style.levels * this.#gapOf(listing));
    const wanted = Math.min(room, listing.style.levels);
    const count = levels.levels.size;
    const share = random.unit();
    const ticksAway = Math.floor((share + share * share) * 0.5 * reach);
    const comes = count < wanted * 0.85 ? 0.7 : count > wanted * LEVELS_EXCESS ? 0.1 : 0.45;
    if (!withdrawn && random.chance(comes)) {
      this.#come(listing, side, ticksAway, timeMs);
      return;
    }
    const price = this.#findLevel(listing, side, ticksAway);
    if (price === NO_PRICE) {
      if (!withdrawn) this.#come(listing, side, ticksAway, timeMs);
      return;
    }
    const size = levels.sizeAt(price);
    const left = random.chance(0.6) ? 0 : partOf(size, random.unit(), listing.rules.sizeStepMicros);
    this.#writer.set(listing, side, price, left === size ? 0 : left, timeMs);
  }

  #come(listing: Listing, side: Side, ticksAway: number, timeMs: number): void {
    const touch = this.#touchIndex(listing, side);
    const index = side === 'bid' ? touch - ticksAway : touch + ticksAway;
    if (index < 0 || index >= listing.grid.prices.length) return;
    const price = listing.grid.priceAt(index);
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    const size = drawSize(listing, this.#random, ticksAway);
    const before = levels.sizeAt(price);
    this.#writer.set(listing, side, price, this.#random.chance(0.5) ? size : before + size, timeMs);
  }

  /** The level nearest to so many ticks behind the best, looking outward; NO_PRICE when there is none close by. */
  #findLevel(listing: Listing, side: Side, ticksAway: number): number {
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    if (levels.best === NO_PRICE) return NO_PRICE;
    const step = side === 'bid' ? -1 : 1;
    const start = listing.grid.floorIndex(levels.best) + step * ticksAway;
    for (let i = 0; i < SEARCH_MAX; i += 1) {
      const price = listing.grid.prices[start + step * i];
      if (price === undefined) break;
      if (levels.levels.has(price)) return price;
    }
    return levels.best;
  }

  /** How many prices there are from the touch outward. */
  #roomOf(listing: Listing, side: Side): number {
    const touch = this.#touchIndex(listing, side);
    return side === 'bid' ? touch + 1 : listing.grid.prices.length - touch;
  }

  /** Fine grids are quoted with holes, coarse ones without. */
  #gapOf(listing: Listing): number {
    return listing.grid.tickMicros < 10_000 && listing.grid.prices.length > 300 ? 4 : 1;
  }
}
