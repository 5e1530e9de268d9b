/** What the two venues' made-up markets have in common: the instrument the engine gets, and the texts of its frames. */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { MarketModel } from './market-model.ts';

export interface MadeMarket {
  readonly instrument: Instrument;
  /** What its book truly is. */
  readonly model: MarketModel;
  /** The whole book as the venue sends it. */
  snapshot(): string;
  /** The frame of the next change. */
  next(): string;
}

/** The venue's own time and numbers: they only grow, and now and then several frames share a millisecond. */
export class VenueClock {
  /** Milliseconds since the epoch. */
  nowMs: number;
  sequence = 0;
  private readonly random: () => number;

  constructor(random: () => number, startMs: number) {
    this.random = random;
    this.nowMs = startMs;
  }

  advance(): void {
    this.sequence++;
    if (this.random() < 0.6) this.nowMs += 1 + Math.floor(this.random() * 10);
  }
}

/** Ticks as decimal text with so many decimals; `ticks` make 1. */
export function priceText(tick: number, ticks: number, decimals: number): string {
  return (tick / ticks).toFixed(decimals);
}

/** Hundredths as the shortest decimal text. */
export function shortSize(hundredths: number): string {
  const whole = Math.floor(hundredths / 100);
  const rest = hundredths % 100;
  if (rest === 0) return `${whole}`;
  return rest % 10 === 0 ? `${whole}.${rest / 10}` : `${whole}.${String(rest).padStart(2, '0')}`;
}
