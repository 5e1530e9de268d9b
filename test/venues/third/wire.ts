/** The made-up third venue's own words: its messages and records, and readers that narrow unknown JSON. */
import type { FeeTable, TableFee } from '../../../src-shared/domain/fees.ts';
import { parsePriceMicros } from '../../../src-shared/domain/micros.ts';
import { type PriceGrid, uniformGrid } from '../../../src-shared/domain/price-grid.ts';

export type Message = {
  readonly type?: unknown;
  readonly market?: unknown;
  readonly version?: unknown;
  readonly ts?: unknown;
  readonly bids?: unknown;
  readonly asks?: unknown;
  readonly result?: unknown;
};

export type MarketRecord = {
  readonly id?: unknown;
  readonly title?: unknown;
  readonly rules?: unknown;
  readonly category?: unknown;
  readonly closes?: unknown;
  readonly status?: unknown;
  readonly result?: unknown;
  readonly tick?: unknown;
  readonly fees?: unknown;
};

type FeeRecord = { readonly buy?: unknown; readonly buy_paid_in?: unknown; readonly sell?: unknown };

export function asObject<T extends object>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
}

export function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A count or a time in milliseconds, or NaN. */
export function wholeOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}

export function tickGrid(value: unknown): PriceGrid | null {
  const step = typeof value === 'string' ? parsePriceMicros(value) : Number.NaN;
  return step > 0 && 1_000_000 % step === 0 ? uniformGrid(step) : null;
}

/** The fee table of a record; null when it is not as documented. */
export function feesOf(value: unknown): TableFee | null {
  const { buy, buy_paid_in: buyPaidIn, sell } = asObject<FeeRecord>(value) ?? {};
  const [buying, selling] = [tableOf(buy), tableOf(sell)];
  if (buying === null || selling === null || (buyPaidIn !== 'contracts' && buyPaidIn !== 'cash')) return null;
  const text = `A table by price, a purchase paid in ${buyPaidIn}, rounded up to 0.000001 (the market's record).`;
  return { kind: 'table', buy: buying, buyPaidIn, sell: selling, roundUpToMicros: 1, text };
}

function tableOf(value: unknown): FeeTable | null {
  if (!Array.isArray(value)) return null;
  const rows: { upToMicros: number; rateMicros: number }[] = [];
  for (const row of value) {
    if (!Array.isArray(row) || typeof row[0] !== 'string' || typeof row[1] !== 'string') return null;
    const [upToMicros, rateMicros] = [parsePriceMicros(row[0]), parsePriceMicros(row[1])];
    if (!(upToMicros > (rows.at(-1)?.upToMicros ?? 0)) || !(rateMicros >= 0)) return null;
    rows.push({ upToMicros, rateMicros });
  }
  return rows.at(-1)?.upToMicros === 1_000_000 ? rows : null;
}
