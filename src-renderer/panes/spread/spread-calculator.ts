/**
 * Computes what a number of contracts costs and earns in one direction, from the ladder as it is now.
 *
 * The same sums as the walk of the engine, for a size that the user chose: exact, each fee on the whole order, every amount rounded
 * against the user. It continues where the next contract earns nothing, and shows the loss.
 */
import type { LadderFrame } from '../../../src-shared/contract/ladder-frame.ts';
import { boughtFor, FeeMeter, receivedOf } from '../../../src-shared/domain/fee-meter.ts';
import type { FeeSchedule } from '../../../src-shared/domain/fees.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { ProductSum } from '../../../src-shared/domain/product-sum.ts';

export type Account = {
  /** Contracts traded; of a purchase those that the fee takes included. */
  readonly sizeMicros: number;
  /** Paid, or received. */
  readonly amountMicros: number;
  readonly averageMicros: number;
  /** Null while the schedule is not known. */
  readonly feeMicros: number | null;
  /** The fee where it is paid in contracts. */
  readonly feeContractsMicros: number;
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
  const buyMeter = meterOf(fees[buyMember], 'buy');
  const sellMeter = meterOf(fees[sellMember], 'sell');
  const available = Math.min(
    depthOf(frame, 'asks', buyMember, buyMeter),
    depthOf(frame, 'bids', sellMember, sellMeter),
  );
  const sizeMicros = Math.min(askedMicros, available);
  if (sizeMicros <= 0) return null;
  let buy = take(frame, 'asks', buyMember, buyMeter, sizeMicros);
  let sell = take(frame, 'bids', sellMember, sellMeter, sizeMicros);
  if (buy.feeMicros === null || sell.feeMicros === null) {
    return { buy, sell, profitMicros: null, cashMicros: null, returnMicros: null, sizeMicros };
  }
  if (buyMeter?.payment === 'winnings' && sellMeter?.payment === 'winnings') {
    // One of the two outcomes comes true: only the larger of the fees is paid.
    if (sell.feeMicros > buy.feeMicros) buy = { ...buy, feeMicros: 0 };
    else sell = { ...sell, feeMicros: 0 };
  }
  const paidFees = buy.feeMicros! + sell.feeMicros!;
  const uncovered = Math.max(0, sizeMicros - (buy.sizeMicros - buy.feeContractsMicros));
  const profitMicros = sell.amountMicros - buy.amountMicros - uncovered - paidFees;
  const cashMicros = buy.amountMicros + (sizeMicros - sell.amountMicros) + paidFees;
  const share = new ProductSum();
  share.add(profitMicros, ONE_MICROS);
  const returnMicros = cashMicros > 0 ? share.dividedDown(cashMicros) : null;
  return { buy, sell, profitMicros, cashMicros, returnMicros, sizeMicros };
}

function meterOf(fees: FeeSchedule | null | undefined, action: 'buy' | 'sell'): FeeMeter | null {
  return fees ? new FeeMeter(fees, action) : null;
}

/** Contracts that can be sold, or bought and received. */
function depthOf(frame: LadderFrame, side: 'bids' | 'asks', member: number, meter: FeeMeter | null): number {
  const { count, sizes, prices } = frame[side];
  let depth = 0;
  for (let level = 0; level < count; level++)
    depth += receivedOf(sizes[level * frame.members.length + member]!, keptOf(meter, prices[level]!));
  return depth;
}

function keptOf(meter: FeeMeter | null, priceMicros: number): number {
  return Math.max(0, meter?.keptMicros(priceMicros) ?? ONE_MICROS);
}

function take(
  frame: LadderFrame,
  side: 'bids' | 'asks',
  member: number,
  meter: FeeMeter | null,
  wantedMicros: number,
): Account {
  const { count, sizes, prices } = frame[side];
  const worth = new ProductSum();
  let traded = 0;
  let left = wantedMicros;
  let worstMicros = -1;
  for (let level = 0; level < count && left > 0; level++) {
    const size = sizes[level * frame.members.length + member]!;
    const kept = keptOf(meter, prices[level]!);
    const received = Math.min(left, receivedOf(size, kept));
    if (received === 0) continue;
    const taken = received < left ? size : boughtFor(received, kept);
    worstMicros = prices[level]!;
    worth.add(taken, worstMicros);
    meter?.add(worstMicros, taken);
    traded += taken;
    left -= received;
  }
  const isBuy = side === 'asks';
  return {
    sizeMicros: traded,
    amountMicros: isBuy ? worth.millionsUp() : worth.millionsDown(),
    averageMicros: isBuy ? worth.dividedUp(traded) : worth.dividedDown(traded),
    feeMicros: meter === null ? null : meter.payment === 'contracts' ? 0 : meter.total(),
    feeContractsMicros: meter?.payment === 'contracts' ? meter.total() : 0,
    worstMicros,
  };
}
