/**
 * A made-up contract on both venues, and changes of either touch: sizes at the best level, and a better level that comes and goes.
 *
 * The second venue stands some ticks beside the first, so that a part of the links crosses for a while, deep enough to be walked.
 */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Link } from '../../../src-shared/domain/link.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { type Random, randomText } from './random.ts';

const LEVELS = 12;
const SHIFT_MAX = 4;
const KALSHI_FEES = { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: '' };
const POLYMARKET_FEES = { rateMicros: 50_000, exponent: 1, roundUpToMicros: 10, text: '' };

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
  step(random: Random): {
    readonly isBid: boolean;
    readonly cents: number;
    readonly size: number;
    readonly change: number;
  } {
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

const dollars = (cents: number): string => (cents / 100).toFixed(2);

export class LinkedPair {
  readonly link: Link;
  readonly instruments: readonly [polymarket: Instrument, kalshi: Instrument];
  private readonly random: Random;
  private readonly books: readonly [Touches, Touches];
  private readonly token: string;
  private readonly ticker: string;

  constructor(number: number, random: Random) {
    this.random = random;
    this.token = `7${randomText(random, '0123456789', 76)}`;
    this.ticker = `KX${randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 6)}-26DEC-${number}`;
    const bid = 25 + Math.floor(random() * 50);
    this.books = [
      new Touches(bid, random),
      new Touches(bid + Math.floor(random() * (2 * SHIFT_MAX + 1)) - SHIFT_MAX, random),
    ];
    const priceGrid = uniformGrid(ONE_MICROS / 100);
    this.instruments = [
      {
        id: `polymarket:0x${number}`,
        venue: 'polymarket',
        symbols: [this.token],
        priceGrid,
        fees: POLYMARKET_FEES,
        venueData: { minOrderSize: '5', negRisk: 'false' },
      },
      {
        id: `kalshi:${this.ticker}`,
        venue: 'kalshi',
        symbols: [this.ticker],
        priceGrid,
        fees: KALSHI_FEES,
        venueData: {},
      },
    ];
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
    if (of === 1) {
      const pairs = (levels: readonly (readonly [number, number])[]): string =>
        levels.map(([cents, size]) => `["${dollars(cents)}","${size}.00"]`).join(',');
      const no = asks.map(([cents, size]) => [100 - cents, size] as const);
      return `{"type":"orderbook_snapshot","sid":1,"seq":1,"msg":{"market_ticker":"${this.ticker}","yes_dollars_fp":[${pairs(bids)}],"no_dollars_fp":[${pairs(no)}]}}`;
    }
    const levels = (list: readonly (readonly [number, number])[]): string =>
      list.map(([cents, size]) => `{"price":"${dollars(cents)}","size":"${size}"}`).join(',');
    return `{"market":"0x","asset_id":"${this.token}","timestamp":"${nowMs}","hash":"","bids":[${levels(bids)}],"asks":[${levels(asks)}],"event_type":"book"}`;
  }

  /** The frame of the next change of a touch. */
  next(of: 0 | 1, nowMs: number): string {
    const book = this.books[of];
    const { isBid, cents, size, change } = book.step(this.random);
    if (of === 1) {
      const price = dollars(isBid ? cents : 100 - cents);
      return `{"type":"orderbook_delta","sid":1,"seq":2,"msg":{"market_ticker":"${this.ticker}","price_dollars":"${price}","delta_fp":"${change}.00","side":"${isBid ? 'yes' : 'no'}","ts_ms":${nowMs}}}`;
    }
    const [bid, ask] = book.best;
    return `{"market":"0x","price_changes":[{"asset_id":"${this.token}","price":"${dollars(cents)}","size":"${size}","side":"${isBid ? 'BUY' : 'SELL'}","hash":"","best_bid":"${dollars(bid)}","best_ask":"${dollars(ask)}"}],"timestamp":"${nowMs}","event_type":"price_change"}`;
  }
}
