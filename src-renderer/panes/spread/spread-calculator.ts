/**
 * Computes what a number of contracts costs and earns in one direction, from the ladder as it is now.
 *
 * The same sums as the walk of the engine, for a size that the user chose: exact, each fee on the whole order, every amount rounded
 * against the user. It continues where the next contract earns nothing, and shows the loss.
 */
import type { LadderFrame } from '../../../src-shared/contract/ladder-frame.ts';
import { FeeMeter, type FeeSchedule } from '../../../src-shared/domain/fees.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { ProductSum } from '../../../src-shared/domain/product-sum.ts';

export type Account = {
  readonly sizeMicros: number;
  /** Paid, or received. */
  readonly amountMicros: number;
  readonly averageMicros: number;
  /** Null while the schedule is not known. */
  readonly feeMicros: number | null;
  /** Price of the last contract. */
  readonly worstMicros: number;
};

export type Calculation = {
  readonly buy: Account;
  readonly sell: Account;
  /** Null while a fee is not known. */
  readonly profitMicros: number | null;
  readonly cashMicros: number | null;
  readonly returnMicros: number | null;
  /** Contracts that both books have, as far as the ladder shows them; less than was asked for when they run out. */
  readonly sizeMicros: number;
};

/** Walks so many contracts through both members' levels; null when one of them has none. */
export function calculate(
  frame: LadderFrame,
  buyMember: number,
  sellMember: number,
  fees: readonly (FeeSchedule | null)[],
  askedMicros: number,
): Calculation | null {
  const isLive = (m: number): boolean => frame.members[m]?.phase === 'synced';
  if (!isLive(buyMember) || !isLive(sellMember)) return null;
  const available = Math.min(depthOf(frame, 'asks', buyMember), depthOf(frame, 'bids', sellMember));
  const sizeMicros = Math.min(askedMicros, available);
  if (sizeMicros <= 0) return null;
  const buy = take(frame, 'asks', buyMember, fees[buyMember] ?? null, sizeMicros);
  const sell = take(frame, 'bids', sellMember, fees[sellMember] ?? null, sizeMicros);
  if (buy.feeMicros === null || sell.feeMicros === null) {
    return { buy, sell, profitMicros: null, cashMicros: null, returnMicros: null, sizeMicros };
  }
  const paidFees = buy.feeMicros + sell.feeMicros;
  const profitMicros = sell.amountMicros - buy.amountMicros - paidFees;
  const cashMicros = buy.amountMicros + (sizeMicros - sell.amountMicros) + paidFees;
  const share = new ProductSum();
  share.add(profitMicros, ONE_MICROS);
  const returnMicros = cashMicros > 0 ? share.dividedDown(cashMicros) : null;
  return { buy, sell, profitMicros, cashMicros, returnMicros, sizeMicros };
}

function depthOf(frame: LadderFrame, side: 'bids' | 'asks', member: number): number {
  const { count, sizes } = frame[side];
  let depth = 0;
  for (let level = 0; level < count; level++) depth += sizes[level * frame.members.length + member]!;
  return depth;
}

function take(
  frame: LadderFrame,
  side: 'bids' | 'asks',
  member: number,
  fees: FeeSchedule | null,
  wantedMicros: number,
): Account {
  const { count, sizes, prices } = frame[side];
  const worth = new ProductSum();
  const meter = fees === null ? null : new FeeMeter(fees);
  let left = wantedMicros;
  let worstMicros = -1;
  for (let level = 0; level < count && left > 0; level++) {
    const size = Math.min(left, sizes[level * frame.members.length + member]!);
    if (size === 0) continue;
    worstMicros = prices[level]!;
    worth.add(size, worstMicros);
    meter?.add(worstMicros, size);
    left -= size;
  }
  const isBuy = side === 'asks';
  return {
    sizeMicros: wantedMicros,
    amountMicros: isBuy ? worth.millionsUp() : worth.millionsDown(),
    averageMicros: isBuy ? worth.dividedUp(wantedMicros) : worth.dividedDown(wantedMicros),
    feeMicros: meter?.total() ?? null,
    worstMicros,
  };
}
