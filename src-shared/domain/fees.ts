/**
 * What a taker pays, as data that travels with a listing.
 *
 * Every venue known charges size x rate x (p(1-p))^exponent; they differ in rate, exponent and rounding. A venue's folder
 * turns its own metadata into this schedule; nothing else knows the venue. Sums are exact (BigInt), rounding is explicit.
 */
import { ONE_MICROS, type PriceMicros, type SizeMicros } from './micros.ts';

/** How a taker's fee is found for one order on one listing. */
export type FeeSchedule = {
  /** The venue's rate times its multiplier, in millionths. Zero: no fee. */
  readonly rateMicros: number;
  /** Power of p(1-p); 1 on every venue today. */
  readonly exponent: number;
  /** The unit the order's total is rounded up to, in millionths of a dollar (10_000: a cent, 10: Polymarket's 1e-5). */
  readonly roundUpToMicros: number;
  /** One sentence for people, with the rule's source. */
  readonly text: string;
};

/** A schedule that charges nothing. */
export const NO_FEE: FeeSchedule = { rateMicros: 0, exponent: 1, roundUpToMicros: 1, text: 'No taker fee.' };

const ONE = BigInt(ONE_MICROS);

/** A fill: part of an order executed at one price. */
export type Fill = { readonly priceMicros: PriceMicros; readonly sizeMicros: SizeMicros };

/**
 * The taker's fee for one order made of these fills, in millionths of a dollar, rounded up once, on the order's total,
 * so that it is never shown smaller than what will be charged.
 */
export function takerFeeMicros(schedule: FeeSchedule, fills: readonly Fill[]): number {
  if (schedule.rateMicros === 0) return 0;
  const exponent = BigInt(schedule.exponent);
  // size(1e6) * rate(1e6) * (p * (1-p))(1e12 per power): the sum is held at that scale, and divided once.
  let sum = 0n;
  for (const fill of fills) {
    const price = BigInt(fill.priceMicros);
    sum += BigInt(fill.sizeMicros) * BigInt(schedule.rateMicros) * (price * (ONE - price)) ** exponent;
  }
  const scale = ONE * (ONE * ONE) ** exponent;
  const unit = BigInt(schedule.roundUpToMicros);
  const step = scale * unit;
  return Number(((sum + step - 1n) / step) * unit);
}
