/**
 * Decides the fee schedule Gamma reports for a category (Fee Structure V2, tables of July to October 2026).
 */
import type { Category } from '../model/contract-plan.ts';

export interface PolymarketFee {
  readonly type: string;
  readonly schedule: {
    readonly exponent: number;
    readonly rate: number;
    readonly takerOnly: boolean;
    readonly rebateRate: number;
  };
}

const RATES: Readonly<Record<Category, readonly [rate: number, rebate: number] | undefined>> = {
  Crypto: [0.07, 0.2],
  Culture: [0.05, 0.25],
  Economics: [0.05, 0.25],
  Elections: [0.04, 0.25],
  Finance: [0.04, 0.25],
  Geopolitics: undefined,
  Politics: [0.04, 0.25],
  Sports: [0.05, 0.15],
  Tech: [0.04, 0.25],
  Weather: [0.05, 0.25],
};

/** Undefined where trading is free (feesEnabled false). */
export function feeOf(category: Category): PolymarketFee | undefined {
  const rates = RATES[category];
  if (rates === undefined) return undefined;
  const [rate, rebateRate] = rates;
  const type = category === 'Crypto' || category === 'Sports' ? `${category.toLowerCase()}_fees` : 'general_fees';
  return { type, schedule: { exponent: 1, rate, takerOnly: true, rebateRate } };
}
