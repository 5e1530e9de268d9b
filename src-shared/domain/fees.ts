/**
 * What a taker pays, as data that travels with a listing: a curve, a table by price, or a share of the profit.
 *
 * A venue's folder turns its own metadata into a schedule; nothing else knows the venue. A listing without a schedule (null) has an
 * unknown fee: nothing is computed from it, and it is never counted as 0. FeeMeter (fee-meter.ts) computes the fee of an order.
 */
import { ONE_MICROS } from './micros.ts';

type FeeTerms = {
  /** The unit the order's total is rounded up to, in millionths of a dollar or contract (10_000: a cent, 10: Polymarket's 1e-5). */
  readonly roundUpToMicros: number;
  /** One sentence for the user, with the rule's source. */
  readonly text: string;
  /** The venue does not state part of it; the text names what is assumed. */
  readonly isAssumed?: true;
};

/** Dollars: size x rate x (p(1-p))^exponent, or size x rate x min(p, 1-p). Files of version 0.1 hold it without a kind. */
export type CurveFee = FeeTerms & {
  readonly kind?: 'curve';
  /** The venue's rate times its multiplier, in millionths. Zero: no fee. */
  readonly rateMicros: number;
  /** Power of p(1-p). */
  readonly exponent: number;
  /** The base is min(p, 1-p) instead; the exponent is not used. */
  readonly base?: 'minimum';
};

/** Rows by rising price; the first with a price up to `upToMicros` applies. The last one must reach a dollar. */
export type FeeTable = readonly { readonly upToMicros: number; readonly rateMicros: number }[];

/**
 * A rate by price: of a purchase the share of what is paid, or of the contracts bought, which the venue keeps; of a sale the share of
 * what is received. Prices are those of the outcome that is traded.
 */
export type TableFee = FeeTerms & {
  readonly kind: 'table';
  readonly buy: FeeTable;
  readonly buyPaidIn: 'cash' | 'contracts';
  readonly sell: FeeTable;
};

/** A share, in millionths, of what the outcome that is held earns if it comes true: of 1-p for a purchase, of p for a sale. */
export type ProfitShareFee = FeeTerms & { readonly kind: 'profit-share'; readonly rateMicros: number };

export type FeeSchedule = CurveFee | TableFee | ProfitShareFee;

/** What a taker does. A sale without a holding is a purchase of the other outcome; it is charged as the sale it is on the book. */
export type TakerAction = 'buy' | 'sell';

/** A schedule that charges nothing. */
export const NO_FEE: FeeSchedule = { rateMicros: 0, exponent: 1, roundUpToMicros: 1, text: 'No taker fee.' };

/** The text of a schedule, and of a fee that is not known. */
export function feeText(fees: FeeSchedule | null): string {
  return fees?.text ?? 'Not known: the exchange did not state it. No profit is computed for this market.';
}

/** The rate that applies to an order of this kind at this price, in millionths. */
export function feeRateMicros(fees: FeeSchedule, action: TakerAction, priceMicros: number): number {
  if (fees.kind !== 'table') return fees.rateMicros;
  const rows = fees[action];
  for (let row = 0; row < rows.length; row++) if (priceMicros <= rows[row]!.upToMicros) return rows[row]!.rateMicros;
  return ONE_MICROS;
}

/** A fee of size x rate x (p(1-p))^exponent. */
export function isProductCurve(fees: FeeSchedule | null): fees is CurveFee {
  return fees !== null && (fees.kind ?? 'curve') === 'curve' && (fees as CurveFee).base !== 'minimum';
}

/** Whether two schedules charge the same for every order. */
export function sameFees(one: FeeSchedule | null, other: FeeSchedule | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
