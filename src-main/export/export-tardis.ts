/**
 * The layout of tardis.dev's downloadable CSV files (docs.tardis.dev, "Data Types", read 2026-11): one gzip file a market and data type.
 *
 * `exchange` is the venue, `symbol` the venue's own id of the market. A snapshot's vanished levels are rows with amount 0, so the books
 * come out right even where one snapshot follows another. `quotes` and `book_snapshot_25` hold live books only; the latter is taken at
 * the plan's interval, not at every change. `local_timestamp` never falls, as documented, also where the clock was set back.
 */
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DELTA_KIND, type MadeTable } from '../../src-shared/contract/tables.ts';
import { BOOK_PHASES } from '../../src-shared/domain/book-phase.ts';
import { SafeNames } from '../base/safe-name.ts';
import { guardedText, quoted } from './export-files.ts';

/** Levels a side of `book_snapshot_25`. */
export const TARDIS_LEVELS = 25;

export const TARDIS_TYPES = {
  book_deltas: 'incremental_book_L2',
  book_snapshots: 'book_snapshot_25',
  quotes: 'quotes',
  trades: 'trades',
} as const satisfies Partial<Record<MadeTable, string>>;
export type TardisTable = keyof typeof TARDIS_TYPES;

export const isTardisTable = (table: string): table is TardisTable => Object.hasOwn(TARDIS_TYPES, table);

const decimal = (sql: string, type: string): string =>
  `(${sql}::BIGINT::DECIMAL(18,0) * 0.000001::DECIMAL(7,6))::${type}`;
const price = (sql: string): string => `CASE WHEN ${sql} >= 0 THEN ${decimal(sql, 'DECIMAL(9,6)')} END`;
const amount = (sql: string): string => decimal(sql, 'DECIMAL(18,6)');

const HEAD = `${guardedText('l.venue')} AS exchange, ${guardedText('l.market')} AS symbol, (CASE WHEN isnan(s.venue_time) THEN s.received ELSE s.venue_time END)::BIGINT AS "timestamp", s.received::BIGINT AS local_timestamp`;

function columnsOf(table: TardisTable): string {
  switch (table) {
    case 'trades':
      return `${HEAD}, ${guardedText('s.trade_id')} AS id, CASE s.taker WHEN 0 THEN 'buy' ELSE 'sell' END AS side, ${price('s.price')} AS price, ${amount('s.size')} AS amount`;
    case 'book_deltas':
      return `${HEAD}, s.kind IN (${DELTA_KIND.start}, ${DELTA_KIND.snapshot}) AS is_snapshot, CASE s.side WHEN 0 THEN 'bid' ELSE 'ask' END AS side, ${price('s.price')} AS price, ${amount('s.size')} AS amount`;
    case 'quotes': {
      const size = (side: string): string => `CASE WHEN s.${side}_price >= 0 THEN ${amount(`s.${side}_size`)} END`;
      return `${HEAD}, ${size('ask')} AS ask_amount, ${price('s.ask_price')} AS ask_price, ${price('s.bid_price')} AS bid_price, ${size('bid')} AS bid_amount`;
    }
    case 'book_snapshots': {
      const cell = (side: number, level: number, field: string): string =>
        `max(CASE WHEN s.side = ${side} AND s.level = ${level + 1} THEN ${field === 'price' ? price('s.price') : amount('s.size')} END)`;
      const levels = Array.from({ length: TARDIS_LEVELS }, (_, level) =>
        [
          ['asks', 1],
          ['bids', 0],
        ].flatMap(([side, code]) =>
          ['price', 'amount'].map((field) => `${cell(Number(code), level, field)} AS "${side}[${level}].${field}"`),
        ),
      ).flat();
      return `${HEAD}, ${levels.join(', ')}`;
    }
  }
}

/** Writes one file a market; returns their names. */
export async function writeTardisFiles(
  connection: DuckDBConnection,
  folder: string,
  table: TardisTable,
): Promise<readonly string[]> {
  const where = table === 'quotes' ? `WHERE state = ${BOOK_PHASES.indexOf('synced')}` : '';
  const sorted = `tardis_${table}`;
  // The clock may have been set back: rows stay in the order in which they came, and no time is before the one above it.
  const received = 'max(received) OVER (PARTITION BY listing ORDER BY seq ROWS UNBOUNDED PRECEDING)';
  const rising = `* REPLACE (${received} AS received), received AS taken`;
  await connection.run(`CREATE TABLE ${sorted} AS SELECT ${rising} FROM ${table} ${where} ORDER BY listing, seq`);
  const markets = (
    await connection.runAndReadAll(
      `SELECT DISTINCT l.number, l.venue, l.market FROM ${sorted} s JOIN listings l ON l.number = s.listing ORDER BY 1`,
    )
  ).getRows();
  const files: string[] = [];
  const names = new SafeNames();
  const isGrouped = table === 'book_snapshots';
  for (const [number, venue, market] of markets) {
    const file = `${names.of(`${venue}_${TARDIS_TYPES[table]}_${market}`)}.csv.gz`;
    const rows = `SELECT ${columnsOf(table)} FROM ${sorted} s JOIN listings l ON l.number = s.listing WHERE s.listing = ${Number(number)} ${isGrouped ? 'GROUP BY l.venue, l.market, s.venue_time, s.received, s.taken ORDER BY min(s.seq)' : 'ORDER BY s.seq'}`;
    await connection.run(`COPY (${rows}) TO ${quoted(join(folder, file))} (FORMAT csv, HEADER, COMPRESSION gzip)`);
    files.push(file);
  }
  await connection.run(`DROP TABLE ${sorted}`);
  return files;
}
