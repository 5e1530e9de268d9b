/** Formats the figures of a spread: fixed decimals, a sign where one is needed, a dash where there is no value. */
import { returnAYearMicros, type SpreadRow } from '../../src-shared/domain/spread.ts';
import { formatMoney, NONE } from './format.ts';

const MINUS = '\u2212';

/** Cents a contract with two decimals and a sign: "+3.13", "−0.50". Rounded towards the loss, so a gain is never made of nothing. */
export function edgeText(micros: number): string {
  if (!Number.isFinite(micros)) return NONE;
  const hundredths = Math.floor(micros / 100);
  const sign = hundredths > 0 ? '+' : hundredths < 0 ? MINUS : '';
  const absolute = Math.abs(hundredths);
  return `${sign}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}

/** Why an edge is no opportunity although it earns, and the sign before its figure; null: nothing is wrong with it. */
export function edgeMark({
  isBehind,
  areFeesAssumed,
}: Pick<SpreadRow, 'isBehind' | 'areFeesAssumed'>): { readonly sign: string; readonly text: string } | null {
  if (isBehind)
    return { sign: '≈ ', text: 'A venue is behind, so its prices are old and this is not counted as an opportunity' };
  if (areFeesAssumed) return { sign: '≈ ', text: 'Part of a fee is assumed, so this is not counted as an opportunity' };
  return null;
}

/** Dollars with a sign: "+$1.25". */
export function profitText(micros: number): string {
  return `${micros > 0 ? '+' : ''}${formatMoney(micros).replace('-', MINUS)}`;
}

/** Millionths as a percentage in at most nine characters: "3.2 %", "412 %", ">99,999 %". */
export function percentText(micros: number | null): string {
  if (micros === null || !Number.isFinite(micros)) return NONE;
  const tenths = Math.floor(micros / 1_000);
  if (tenths >= 1_000_000) return '>99,999 %';
  if (tenths >= 1_000) return `${Math.floor(tenths / 10).toLocaleString('en')} %`;
  return `${tenths < 0 ? MINUS : ''}${(Math.abs(tenths) / 10).toFixed(1)} %`;
}

/** The return of a walk a year; {@link NONE} without a walk. */
export function yearText(row: SpreadRow, nowMs: number): string {
  return row.sizeMicros > 0 ? percentText(returnAYearMicros(row, nowMs)) : NONE;
}

/** A time to come: "42 s", "12 m", "5 h", "34 d"; "past". */
export function untilText(atMs: number | null, nowMs: number): string {
  if (atMs === null) return NONE;
  const seconds = Math.floor((atMs - nowMs) / 1_000);
  if (seconds < 0) return 'past';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86_400 * 2) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
