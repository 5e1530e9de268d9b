/**
 * Adds up the taker's fee of one order, fill by fill: exact, and without BigInt or allocation after the start, for hot paths.
 *
 * Numbers are limbs of a million, the lowest first, so that products and sums of them stay exact in doubles. The total is rounded up
 * once, so that a fee is never shown smaller than what will be charged.
 */
import { type FeeSchedule, feeRateMicros, isProductCurve, type TakerAction } from './fees.ts';
import { ONE_MICROS, type PriceMicros, type SizeMicros } from './micros.ts';

/** A fill: part of an order executed at one price. */
export type Fill = { readonly priceMicros: PriceMicros; readonly sizeMicros: SizeMicros };

const MILLION = 1_000_000;
/** The fee of one contract is below a million dollars, a size below 1e18. */
const WHOLE_LIMBS = 2;
const SIZE_LIMBS = 3;

export class FeeMeter {
  /** How the total is paid: in dollars, in contracts that the buyer does not receive, or in dollars if the held outcome comes true. */
  readonly payment: 'cash' | 'contracts' | 'winnings';
  private readonly schedule: FeeSchedule;
  private readonly action: TakerAction;
  private readonly isFree: boolean;
  /** The form of today's large venues, which needs no look into the schedule. */
  private readonly isProduct: boolean;
  private readonly rateMicros: number;
  /** A contract's fee is the rate times the factor, so many times. */
  private readonly factors: number;
  /** The fee of one contract in millionths of a dollar: `fractionLimbs` stand behind the point. */
  private readonly contract: Float64Array;
  private readonly scratch: Float64Array;
  private readonly sum: Float64Array;
  private readonly fractionLimbs: number;
  private priceMicros = -1;

  constructor(schedule: FeeSchedule, action: TakerAction) {
    this.schedule = schedule;
    this.action = action;
    this.isFree = schedule.kind !== 'table' && schedule.rateMicros === 0;
    const { kind = 'curve' } = schedule;
    const isInContracts = schedule.kind === 'table' && action === 'buy' && schedule.buyPaidIn === 'contracts';
    this.payment = isInContracts ? 'contracts' : kind === 'profit-share' ? 'winnings' : 'cash';
    this.isProduct = isProductCurve(schedule);
    this.rateMicros = schedule.kind === 'table' ? Number.NaN : schedule.rateMicros;
    this.factors = isProductCurve(schedule) ? schedule.exponent : isInContracts ? 0 : 1;
    this.fractionLimbs = this.factors * (this.isProduct ? 2 : 1);
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
    if (this.isFree) return;
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

  /** The order's fee so far, rounded up once: millionths of a dollar, or of a contract where it is paid in contracts. */
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
    const { roundUpToMicros } = this.schedule;
    return Math.ceil(micros / roundUpToMicros) * roundUpToMicros;
  }

  /** How much of a contract bought at this price is received, in millionths, before rounding; 0 or less: nothing. */
  keptMicros(priceMicros: number): number {
    if (this.payment !== 'contracts') return ONE_MICROS;
    return ONE_MICROS - feeRateMicros(this.schedule, this.action, priceMicros);
  }

  /**
   * True when a contract bought at one price and sold at the other earns more than both fees before rounding. Where the buyer's fee is
   * paid in contracts more than one has to be bought, and what that costs is rounded up to a millionth of a dollar.
   */
  static isWorth(buy: FeeMeter, buyMicros: number, sell: FeeMeter, sellMicros: number): boolean {
    const kept = buy.keptMicros(buyMicros);
    if (kept <= 0) return false;
    const costMicros = kept === ONE_MICROS ? buyMicros : boughtFor(buyMicros, kept);
    buy.setPrice(buyMicros);
    sell.setPrice(sellMicros);
    let one = buy.payment === 'contracts' ? FREE : buy;
    let other = sell;
    // Only one of the outcomes comes true: the larger of the fees on it is paid, not both.
    if (one.payment === 'winnings' && other.payment === 'winnings') {
      if (one.firstLimbs() > other.firstLimbs()) other = FREE;
      else one = FREE;
    }
    let left = sellMicros - costMicros - one.wholeMicros() - other.wholeMicros();
    const limbs = Math.max(one.fractionLimbs, other.fractionLimbs);
    for (let behind = 1; behind <= limbs; behind++) {
      // What follows only takes away, and less than two of the units looked at last.
      if (left <= 0 || left >= 2) break;
      left = left * MILLION - one.limbBehind(behind) - other.limbBehind(behind);
    }
    return left > 0;
  }

  private wholeMicros(): number {
    const { contract, fractionLimbs } = this;
    return contract[fractionLimbs + 1]! * MILLION + contract[fractionLimbs]!;
  }

  /** Down to the first limb behind the point: all of a share of the profit. */
  private firstLimbs(): number {
    return this.wholeMicros() * MILLION + this.limbBehind(1);
  }

  private limbBehind(place: number): number {
    return place > this.fractionLimbs ? 0 : this.contract[this.fractionLimbs - place]!;
  }

  private setPrice(priceMicros: number): void {
    if (priceMicros === this.priceMicros || this.isFree) return;
    this.priceMicros = priceMicros;
    const { contract, scratch, schedule, action } = this;
    const factor = this.isProduct ? priceMicros * (ONE_MICROS - priceMicros) : factorOf(schedule, action, priceMicros);
    const high = Math.floor(factor / MILLION);
    const low = factor - high * MILLION;
    contract.fill(0);
    contract[0] = this.isProduct ? this.rateMicros : feeRateMicros(schedule, action, priceMicros);
    carry(contract);
    for (let power = 0; power < this.factors; power++) {
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

const FREE = new FeeMeter({ rateMicros: 0, exponent: 0, roundUpToMicros: 1, text: '' }, 'buy');

/** The taker's fee for one order made of these fills, in the unit it is paid in, rounded up once. */
export function takerFeeMicros(schedule: FeeSchedule, action: TakerAction, fills: readonly Fill[]): number {
  const meter = new FeeMeter(schedule, action);
  for (const { priceMicros, sizeMicros } of fills) meter.add(priceMicros, sizeMicros);
  return meter.total();
}

/** Contracts received, rounded down, of so many bought, where `keptMicros` of each are received. */
export function receivedOf(boughtMicros: number, keptMicros: number): number {
  const millions = Math.floor(boughtMicros / MILLION);
  return millions * keptMicros + Math.floor(((boughtMicros - millions * MILLION) * keptMicros) / MILLION);
}

/** The least to buy to receive so many. */
export function boughtFor(receivedMicros: number, keptMicros: number): number {
  const whole = Math.floor(receivedMicros / keptMicros);
  return whole * MILLION + Math.ceil(((receivedMicros - whole * keptMicros) * MILLION) / keptMicros);
}

/** What a contract's fee is in proportion to: min(p, 1-p), the price, or the profit if the held outcome comes true. */
function factorOf(schedule: FeeSchedule, action: TakerAction, priceMicros: number): number {
  if (schedule.kind === 'table') return priceMicros;
  if (schedule.kind === 'profit-share') return action === 'buy' ? ONE_MICROS - priceMicros : priceMicros;
  const opposite = ONE_MICROS - priceMicros;
  return Math.min(priceMicros, opposite);
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
