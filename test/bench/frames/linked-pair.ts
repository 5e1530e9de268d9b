/**
 * A made-up contract on two venues, and changes of either touch: sizes at the best level, and a better level that comes and goes.
 *
 * The second venue stands some ticks beside the first, so that a part of the links crosses for a while, deep enough to be walked.
 */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Link } from '../../../src-shared/domain/link.ts';
import { checked, numbered } from '../../venues/roles.ts';
import type { CentStep } from '../../venues/venue-role.ts';
import type { Random } from './random.ts';

export const PAIR = [checked.cents, numbered.cents] as const;
export const PAIR_VENUES = [checked.id, numbered.id] as const;

const LEVELS = 12;
const SHIFT_MAX = 4;

/** A book of cents: {@link LEVELS} levels a side from `bid` down and from `bid + 3` up, and room for one better on each side. */
class Side {
  readonly sizes = new Map<number, number>();
}

class Touches {
  readonly bids = new Side();
  readonly asks = new Side();
  readonly bid: number;

  constructor(bid: number, random: Random) {
    this.bid = bid;
    for (let i = 0; i < LEVELS; i++) {
      this.bids.sizes.set(bid - i, 1 + Math.floor(random() * 500));
      this.asks.sizes.set(bid + 3 + i, 1 + Math.floor(random() * 500));
    }
  }

  get best(): readonly [bid: number, ask: number] {
    const bid = this.bids.sizes.has(this.bid + 1) ? this.bid + 1 : this.bid;
    return [bid, this.asks.sizes.has(this.bid + 2) ? this.bid + 2 : this.bid + 3];
  }

  /** Changes one touch; returns the price in cents, its new size and what was added. */
  step(random: Random): CentStep {
    const isBid = random() < 0.5;
    const { sizes } = isBid ? this.bids : this.asks;
    const inner = isBid ? this.bid + 1 : this.bid + 2;
    const moves = random() < 0.4;
    const cents = moves || sizes.has(inner) ? inner : isBid ? this.bid : this.bid + 3;
    const before = sizes.get(cents) ?? 0;
    let size = moves && before > 0 ? 0 : 1 + Math.floor(random() * 500);
    if (size === before) size++;
    if (size === 0) sizes.delete(cents);
    else sizes.set(cents, size);
    return { isBid, cents, size, change: size - before };
  }
}

export class LinkedPair {
  readonly link: Link;
  readonly instruments: readonly [Instrument, Instrument];
  private readonly random: Random;
  private readonly books: readonly [Touches, Touches];

  constructor(number: number, random: Random) {
    this.random = random;
    const bid = 25 + Math.floor(random() * 50);
    this.books = [
      new Touches(bid, random),
      new Touches(bid + Math.floor(random() * (2 * SHIFT_MAX + 1)) - SHIFT_MAX, random),
    ];
    this.instruments = [PAIR[0].instrument(number, random), PAIR[1].instrument(number, random)];
    this.link = {
      id: `link:${number}`,
      title: '',
      status: 'confirmed',
      members: this.instruments.map(({ id }) => ({ listing: id, orientation: 'same' })),
    };
  }

  snapshot(of: 0 | 1, nowMs: number): string {
    const book = this.books[of];
    // The best level is the last of every list, as both venues send them.
    const bids = [...book.bids.sizes].sort(([a], [b]) => a - b);
    const asks = [...book.asks.sizes].sort(([a], [b]) => b - a);
    return PAIR[of].snapshot(this.instruments[of].symbols[0]!, bids, asks, nowMs);
  }

  /** The frame of the next change of a touch. */
  next(of: 0 | 1, nowMs: number): string {
    const book = this.books[of];
    const step = book.step(this.random);
    return PAIR[of].change(this.instruments[of].symbols[0]!, step, book.best, nowMs);
  }
}
