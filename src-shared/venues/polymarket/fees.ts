/**
 * Polymarket's taker fee: size x rate x (p(1-p))^exponent, with the market's own rate and exponent.
 *
 * Source: `feeSchedule` of each Gamma market (docs.polymarket.com, fee structure V2, 2026-03-30, read since 2026-03-31).
 * Rates are fixed when a market is created, so the category table is never used. The venue rounds to five decimals and does
 * not say which way: we round up. Where the metadata contradict themselves the higher fee is shown, never the lower.
 */
import type { FeeSchedule } from '../../domain/fees.ts';
import { formatMicros } from '../../domain/micros.ts';
import { asObject, decimalMicros, type GammaMarket } from './wire.ts';

/** 0.00001 of a dollar. */
const ROUND_UP_MICROS = 10;
/** The highest rate documented for a live category (crypto; one table says 0.07). */
const RATE_ASSUMED_MICROS = 72_000;
const EXPONENT_MAX = 4;

/** The fee of a market, and a sentence when its metadata had to be guarded against. */
export function feesOf(market: GammaMarket): { readonly fees: FeeSchedule; readonly problem: string | null } {
  const schedule = asObject<{ rate?: unknown; exponent?: unknown }>(market.feeSchedule);
  if (market.feesEnabled !== true && (market.feesEnabled === false || schedule === null)) {
    return {
      fees: feeSchedule(0, 1, 'Polymarket charges no taker fee on this market (Gamma feesEnabled).'),
      problem: null,
    };
  }
  const rateMicros = decimalMicros(schedule?.rate);
  if (!(rateMicros >= 0)) {
    const text = `Polymarket charges a fee but names no rate; the highest documented, ${formatMicros(RATE_ASSUMED_MICROS)} x p(1-p), is assumed.`;
    return {
      fees: { ...feeSchedule(RATE_ASSUMED_MICROS, 1, text), isAssumed: true },
      problem: 'fees are enabled without a rate',
    };
  }
  const exponent = exponentOf(schedule?.exponent);
  const power = exponent === 1 ? 'p(1-p)' : `(p(1-p))^${exponent}`;
  const text = `Taker fee ${formatMicros(rateMicros)} x ${power} a share, total rounded up to $0.00001 (the market's feeSchedule on Gamma).`;
  return { fees: feeSchedule(rateMicros, exponent, text), problem: null };
}

function feeSchedule(rateMicros: number, exponent: number, text: string): FeeSchedule {
  return { rateMicros, exponent, roundUpToMicros: ROUND_UP_MICROS, text };
}

/** A broken exponent is rounded down: a lower power of p(1-p) is a higher fee. */
function exponentOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.floor(value), EXPONENT_MAX) : 1;
}
