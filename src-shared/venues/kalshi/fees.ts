/**
 * Kalshi's taker fee: size x M x 0.07 x p(1-p), with the multiplier M of the market's series.
 *
 * Source: fee schedule in force since 2026-07-07 and `fee_type`, `fee_multiplier` of `GET /series`. The sources disagree on
 * rounding (a cent, or 0.0001, or 0.000001 with an accumulator per order); an order's total is rounded up to the cent, so that
 * a fee is never shown smaller than it is charged. An event may override its series for a time; market records do not say so.
 */
import type { FeeSchedule } from '../../domain/fees.ts';
import { formatMicros } from '../../domain/micros.ts';
import { decimalMicros, type KalshiSeries, textOr } from './wire.ts';

const ROUND_UP_MICROS = 10_000;
const MULTIPLIER_MICROS = 1_000_000;
const QUADRATIC = /^quadratic(_|$)/;
const ROUNDING = "order total rounded up to the cent, the highest of Kalshi's published roundings";

/** The fee of a series' markets; null stands for a series without metadata. */
export function feesOf(series: KalshiSeries | null): FeeSchedule {
  const multiplier = series === null ? Number.NaN : decimalMicros(series.fee_multiplier);
  if (!(multiplier >= 0)) {
    const text = `Taker fee 0.07 x p(1-p) a contract, ${ROUNDING}. The series' own multiplier is not known; 1, the usual one, is assumed.`;
    return { ...schedule(MULTIPLIER_MICROS, text), isAssumed: true };
  }
  const feeType = textOr(series?.fee_type);
  const text = `Taker fee ${formatMicros(multiplier)} x 0.07 x p(1-p) a contract, ${ROUNDING}.`;
  if (QUADRATIC.test(feeType)) return schedule(multiplier, text);
  const assumed = ` Its fee type "${feeType}" is not one whose formula is published; the usual one is assumed.`;
  return { ...schedule(multiplier, `${text}${assumed}`), isAssumed: true };
}

/** Seven hundredths of the multiplier, rounded up where a millionth cannot hold it. */
function schedule(multiplierMicros: number, text: string): FeeSchedule {
  return { rateMicros: Math.ceil((multiplierMicros * 7) / 100), exponent: 1, roundUpToMicros: ROUND_UP_MICROS, text };
}
