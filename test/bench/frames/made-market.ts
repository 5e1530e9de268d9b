/** What the made-up markets of all venues have in common: the instrument the engine gets, and the texts of its frames. */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { VenueId } from '../../../src-shared/domain/listing.ts';
import type { MarketModel } from './market-model.ts';
import type { NaiveFold } from './naive-book.ts';
import type { Random } from './random.ts';

export interface MadeMarket {
  readonly instrument: Instrument;
  /** What its book truly is. */
  readonly model: MarketModel;
  /** The whole book as the venue sends it. */
  snapshot(): string;
  /** The frame of the next change. */
  next(): string;
}

/** How the markets of one venue are made up: `made` in the venue's `made-market.ts` under test/venues. */
export type MadeMarkets = {
  readonly id: VenueId;
  /** Levels a side of a usual book there. */
  readonly usualLevels: number;
  /** A market with a model of its own of so many levels a side, or with one that several markets share. */
  create(random: Random, clock: VenueClock, levels: number | MarketModel): MadeMarket;
  model(random: Random, levels: number): MarketModel;
  /** Whether the venue numbers the messages of a connection. */
  readonly hasNumbers: boolean;
  /** The frames that subscribing to the markets brings. */
  subscribed(markets: readonly MadeMarket[]): readonly string[];
  /** The whole book in the form sent on subscribing only, without a list around it; null where there is one form. */
  readonly firstForm: ((market: MadeMarket) => string) | null;
  readonly fold: NaiveFold;
  /** Markets of one page of discovery, and the rate limit that pages fall under. */
  readonly page: { readonly markets: number; readonly bucket: string };
  /** What decoding and applying a change may cost at the most, in parts of `JSON.parse` of the frame. */
  readonly vsJsonParseMax: number;
};

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
