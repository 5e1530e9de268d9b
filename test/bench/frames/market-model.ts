/**
 * A made-up market: levels around a slowly moving price, changed near the touch as live ones are.
 *
 * Measured on 100,000 recorded Kalshi deltas: two of three changes are on the side of the one before, a fifth to a quarter is at
 * the best level and most within 10 ticks of it, 7 to 24 % make a level and as many remove one. It is never crossed and never
 * one-sided, so that a book that follows it stays synced. Prices are ticks, sizes whole hundredths.
 */
import type { Random } from './random.ts';

export const BUY = 0;
export const SELL = 1;
export type ModelSide = typeof BUY | typeof SELL;

const SAME_SIDE = 0.67;
const MEAN_DISTANCE_TICKS = 5;
const IMPROVES = 0.1;
const REMOVES = 0.2;
/** The price stays in the middle, where both sides have room for their levels. */
const EDGE_SHARE = 0.25;
const SIZE_MAX_HUNDREDTHS = 500_000;
const LEVELS_MIN = 8;

export class MarketModel {
  /** The last change. */
  side: ModelSide = BUY;
  tick = 0;
  /** New total, in hundredths; 0: the level is gone. */
  size = 0;
  /** By how much the level changed. */
  change = 0;
  bestBid: number;
  bestAsk: number;
  /** Prices 0..1 have so many. */
  readonly ticks: number;
  /** Sizes by tick. */
  readonly bids: Float64Array;
  readonly asks: Float64Array;
  private readonly counts: [number, number];
  private readonly random: Random;

  /** With so many levels a side at the start. */
  constructor(random: Random, ticks: number, levels: number) {
    this.random = random;
    this.ticks = ticks;
    this.bids = new Float64Array(ticks + 1);
    this.asks = new Float64Array(ticks + 1);
    this.bestBid = Math.floor(ticks / 2);
    this.bestAsk = this.bestBid + 1;
    for (let i = 0; i < levels; i++) {
      this.bids[this.bestBid - i] = this.anySize();
      this.asks[this.bestAsk + i] = this.anySize();
    }
    this.counts = [levels, levels];
  }

  /** Makes the next change. */
  step(): void {
    const { random } = this;
    const side: ModelSide = random() < SAME_SIDE ? this.side : this.side === BUY ? SELL : BUY;
    const sizes = side === BUY ? this.bids : this.asks;
    const away = side === BUY ? -1 : 1;
    const best = side === BUY ? this.bestBid : this.bestAsk;
    const improves = this.bestAsk - this.bestBid > 1 && random() < IMPROVES && this.mayImprove(side);
    let tick = improves ? best - away : best + away * Math.floor(-Math.log(1 - random()) * MEAN_DISTANCE_TICKS);
    tick = Math.min(this.ticks - 1, Math.max(1, tick));
    const before = sizes[tick]!;
    const removes = before > 0 && this.counts[side] > LEVELS_MIN && random() < REMOVES && this.mayRetreat(side, tick);
    let after = removes ? 0 : this.anySize();
    if (after === before) after++;
    sizes[tick] = after;
    if (before === 0) this.counts[side]++;
    if (after === 0) this.counts[side]--;
    this.side = side;
    this.tick = tick;
    this.size = after;
    this.change = after - before;
    this.follow(side, tick, after, away);
  }

  private follow(side: ModelSide, tick: number, size: number, away: number): void {
    const sizes = side === BUY ? this.bids : this.asks;
    let best = side === BUY ? this.bestBid : this.bestAsk;
    if (size > 0 && (best - tick) * away > 0) best = tick;
    while (sizes[best] === 0) best += away;
    if (side === BUY) this.bestBid = best;
    else this.bestAsk = best;
  }

  private mayImprove(side: ModelSide): boolean {
    return side === BUY ? this.bestBid < this.ticks * (1 - EDGE_SHARE) : this.bestAsk > this.ticks * EDGE_SHARE;
  }

  /** A best level is not taken away at the edge. */
  private mayRetreat(side: ModelSide, tick: number): boolean {
    if (side === BUY) return tick !== this.bestBid || tick > this.ticks * EDGE_SHARE;
    return tick !== this.bestAsk || tick < this.ticks * (1 - EDGE_SHARE);
  }

  private anySize(): number {
    return 1 + Math.floor(this.random() ** 3 * SIZE_MAX_HUNDREDTHS);
  }
}
