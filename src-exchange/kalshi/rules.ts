/** Decides how trading on Kalshi differs from other venues. */
import type { TradingRules } from '../model/trading-rules.ts';
import { structuredGrid } from './price-structure.ts';

export const RULES: TradingRules = {
  sizeStepMicros: 10_000,
  // 9 % of the recorded deltas are not whole (gold15m, August 2026).
  oddShare: 0.09,
  tradesByLevel: true,
  restsFirst: false,
  keepsOrders: true,
  otherGrid: ({ name }) => structuredGrid(name === 'deci_cent' ? 'linear_cent' : 'deci_cent'),
};
