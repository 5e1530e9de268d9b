/**
 * Computes what an order costs that takes everything from the touch to a row: size, average price, fees and payout.
 *
 * Sums are exact (BigInt); money is rounded once, at the end, against the user: a cost up, proceeds down. Only live members
 * count. In a grouped ladder each level counts at the price of its group, which is never better than the real one.
 */
import { FeeMeter } from '../../../../src-shared/domain/fee-meter.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import type { BookSide } from './book-side.ts';
import type { MemberTerms } from './ladder-touch.ts';

export type Walk = {
  /** `buy` takes asks, `sell` hits bids. */
  readonly action: 'buy' | 'sell';
  /** The row walked to. */
  readonly priceMicros: number;
  readonly sizeMicros: number;
  /** Rounded to the nearest millionth. */
  readonly averageMicros: number;
  /** Dollars paid (buy) or received (sell) before fees. */
  readonly amountMicros: number;
  /** Dollars to all venues together; null while a fee schedule is not known. */
  readonly feeMicros: number | null;
  /** Contracts that venues keep of those bought. */
  readonly feeContractsMicros: number;
  /** Dollars to buy the opposite outcome instead of selling this one: what a sale ties up without a holding. */
  readonly oppositeCostMicros: number;
  /** Dollars if the bought (or, for a sale, the opposite) outcome comes true: one a contract that is received. */
  readonly payoutMicros: number;
};

const ONE = BigInt(ONE_MICROS);

/** Walks a side to `row`, inclusive. Null when nothing live is on offer up to there. */
export function walkTo(
  side: BookSide,
  row: number,
  priceMicros: number,
  live: Uint8Array,
  terms: readonly MemberTerms[],
): Walk | null {
  let size = 0n;
  // Price times size: 1e12 a dollar.
  let worth = 0n;
  const action = side.isBid ? 'sell' : 'buy';
  const meters = terms.map(({ fees }) => fees && new FeeMeter(fees, action));
  let areFeesKnown = true;
  for (let level = 0; level < side.count; level++) {
    if (side.isBid ? side.rows[level]! < row : side.rows[level]! > row) break;
    for (let m = 0; m < side.members; m++) {
      const sizeMicros = side.sizes[level * side.members + m]!;
      if (live[m] !== 1 || sizeMicros === 0) continue;
      const price = side.prices[level]!;
      size += BigInt(sizeMicros);
      worth += BigInt(price) * BigInt(sizeMicros);
      meters[m]?.add(price, sizeMicros);
      if (meters[m] === null) areFeesKnown = false;
    }
  }
  if (size === 0n) return null;
  let fee = 0;
  let feeContracts = 0;
  for (const meter of meters) {
    if (meter?.payment === 'contracts') feeContracts += meter.total();
    else fee += meter?.total() ?? 0;
  }
  return {
    action,
    priceMicros,
    sizeMicros: Number(size),
    averageMicros: Number((worth + size / 2n) / size),
    amountMicros: Number(side.isBid ? worth / ONE : roundUp(worth)),
    feeMicros: areFeesKnown ? fee : null,
    feeContractsMicros: feeContracts,
    oppositeCostMicros: Number(roundUp(size * ONE - worth)),
    payoutMicros: Number(size) - feeContracts,
  };
}

function roundUp(worth: bigint): bigint {
  return (worth + ONE - 1n) / ONE;
}
