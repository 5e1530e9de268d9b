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

const MILLION = 1_000_000;
/** The contract's fee is below a million dollars, a size below 1e18. */
const WHOLE_LIMBS = 2;
const SIZE_LIMBS = 3;

/**
 * The same fee without BigInt, for hot paths: an order's fills are added one by one, nothing is allocated after the start.
 *
 * Numbers are limbs of a million, the lowest first, so that products and sums of them stay exact in doubles.
 */
export class FeeMeter {
  private readonly rateMicros: number;
  private readonly exponent: number;
  private readonly unitMicros: number;
  /** The fee of one contract in millionths of a dollar: two limbs for each power of p(1-p) stand behind the point. */
  private readonly contract: Float64Array;
  private readonly scratch: Float64Array;
  private readonly sum: Float64Array;
  private readonly fractionLimbs: number;
  private priceMicros = -1;

  constructor({ rateMicros, exponent, roundUpToMicros }: FeeSchedule) {
    this.rateMicros = rateMicros;
    this.exponent = exponent;
    this.unitMicros = roundUpToMicros;
    this.fractionLimbs = 2 * exponent;
    this.contract = new Float64Array(this.fractionLimbs + WHOLE_LIMBS);
    this.scratch = new Float64Array(this.contract.length + 2);
    this.sum = new Float64Array(this.contract.length + SIZE_LIMBS);
  }

  /** Begins another order. */
  clear(): void {
    this.sum.fill(0);
  }

  /** A part of the order, executed at this price. */
  add(priceMicros: number, sizeMicros: number): void {
    if (this.rateMicros === 0) return;
    this.setPrice(priceMicros);
    const { contract, sum } = this;
    let rest = sizeMicros;
    for (let limb = 0; limb < SIZE_LIMBS; limb++) {
      const next = Math.floor(rest / MILLION);
      const part = rest - next * MILLION;
      if (part !== 0) for (let i = 0; i < contract.length; i++) sum[i + limb]! += contract[i]! * part;
      rest = next;
    }
    carry(sum);
  }

  /** The order's fee so far in millionths of a dollar, rounded up once. */
  total(): number {
    const { sum } = this;
    // A size is in millionths of a contract: one limb more stands behind the point.
    const point = this.fractionLimbs + 1;
    let micros = 0;
    for (let i = sum.length - 1; i >= point; i--) micros = micros * MILLION + sum[i]!;
    for (let i = 0; i < point; i++) {
      if (sum[i] === 0) continue;
      micros++;
      break;
    }
    return Math.ceil(micros / this.unitMicros) * this.unitMicros;
  }

  /** True when a contract that earns `grossMicros`, bought at one price and sold at another, earns more than both fees before rounding. */
  static isWorth(grossMicros: number, buy: FeeMeter, buyMicros: number, sell: FeeMeter, sellMicros: number): boolean {
    buy.setPrice(buyMicros);
    sell.setPrice(sellMicros);
    let left = grossMicros - buy.wholeMicros() - sell.wholeMicros();
    const limbs = Math.max(buy.fractionLimbs, sell.fractionLimbs);
    for (let behind = 1; behind <= limbs; behind++) {
      // What follows only takes away, and less than two of the units looked at last.
      if (left <= 0 || left >= 2) break;
      left = left * MILLION - buy.limbBehind(behind) - sell.limbBehind(behind);
    }
    return left > 0;
  }

  private wholeMicros(): number {
    const { contract, fractionLimbs } = this;
    return contract[fractionLimbs + 1]! * MILLION + contract[fractionLimbs]!;
  }

  private limbBehind(place: number): number {
    return place > this.fractionLimbs ? 0 : this.contract[this.fractionLimbs - place]!;
  }

  private setPrice(priceMicros: number): void {
    if (priceMicros === this.priceMicros || this.rateMicros === 0) return;
    this.priceMicros = priceMicros;
    const { contract, scratch } = this;
    const variance = priceMicros * (ONE_MICROS - priceMicros);
    const high = Math.floor(variance / MILLION);
    const low = variance - high * MILLION;
    contract.fill(0);
    contract[0] = this.rateMicros;
    carry(contract);
    for (let power = 0; power < this.exponent; power++) {
      scratch.fill(0);
      for (let i = 0; i < contract.length; i++) {
        scratch[i]! += contract[i]! * low;
        scratch[i + 1]! += contract[i]! * high;
      }
      carry(scratch);
      for (let i = 0; i < contract.length; i++) contract[i] = scratch[i]!;
    }
  }
}

/** Brings every limb but the highest below a million. */
function carry(limbs: Float64Array): void {
  for (let i = 0; i + 1 < limbs.length; i++) {
    const over = Math.floor(limbs[i]! / MILLION);
    if (over === 0) continue;
    limbs[i]! -= over * MILLION;
    limbs[i + 1]! += over;
  }
}
