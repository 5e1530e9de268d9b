/** Decides how trading on Polymarket differs from other venues. */
import { uniformGrid } from '../model/price-grid.ts';
import type { TradingRules } from '../model/trading-rules.ts';

/** The tick becomes finer when the price passes 0.96 or 0.04 (docs.polymarket.com, 2026). */
const TICK_HIGH_MICROS = 960_000;
const TICK_LOW_MICROS = 40_000;
const COARSE_TICK_MICROS = 10_000;
const FINE_TICK_MICROS = 1_000;

export const RULES: TradingRules = {
  sizeStepMicros: 1,
  oddShare: 0.35,
  tradesByLevel: false,
  restsFirst: true,
  keepsOrders: false,
  otherGrid: ({ tickMicros }) => uniformGrid(tickMicros === COARSE_TICK_MICROS ? FINE_TICK_MICROS : COARSE_TICK_MICROS),
  gridAt: ({ tickMicros }, doubleMidMicros) => {
    if (tickMicros !== COARSE_TICK_MICROS) return undefined;
    const isNearEdge = doubleMidMicros > 2 * TICK_HIGH_MICROS || doubleMidMicros < 2 * TICK_LOW_MICROS;
    return isNearEdge ? uniformGrid(FINE_TICK_MICROS) : undefined;
  },
};
