/**
 * Writes a table as a file: Parquet (zstd), CSV, CSV with gzip, or NDJSON; whole, or in folders by date.
 *
 * In CSV a text that a spreadsheet would take for a formula (it begins with = + - @, in either width and also behind white space, or with a
 * tab or a line's end) gets an apostrophe in front, unless it is a plain number.
 */
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ExportFormat, ExportTable } from '../../src-shared/domain/session.ts';
import { type ExportColumn, exportColumns, exportOrder, exportSource, exportTime } from './export-columns.ts';

export type TableFormat = Extract<ExportFormat, 'parquet' | 'csv' | 'csv.gz' | 'ndjson'>;

const OPTIONS: Readonly<Record<TableFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  csv: 'FORMAT csv, HEADER',
  'csv.gz': 'FORMAT csv, HEADER, COMPRESSION gzip',
  ndjson: 'FORMAT json',
};

const FORMULA = String.raw`^\s*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|^[\t\r\n]`;
const NUMBER = String.raw`^[+\-]?[0-9]*\.?[0-9]+$`;

export function isTableFormat(format: ExportFormat): format is TableFormat {
  return format in OPTIONS;
}

export async function writeTable(
  connection: DuckDBConnection,
  folder: string,
  table: ExportTable,
  format: TableFormat,
  { originals, hive }: { readonly originals: boolean; readonly hive: boolean },
): Promise<void> {
  const isCsv = format === 'csv' || format === 'csv.gz';
  const columns = exportColumns(table, originals && (table === 'trades' || table === 'book_deltas')).map(
    (column) => `${isCsv ? guarded(column) : column.sql} AS "${column.name}"`,
  );
  const time = hive ? exportTime(table) : null;
  if (time) columns.push(`strftime(make_timestamp(${time}::BIGINT), '%Y-%m-%d') AS "date"`);
  const target = time ? table : `${table}.${format}`;
  const options = time ? `${OPTIONS[format]}, PARTITION_BY ("date"), FILENAME_PATTERN '${table}_{i}'` : OPTIONS[format];
  const rows = `SELECT ${columns.join(', ')} FROM ${exportSource(table)} ORDER BY ${exportOrder(table)}`;
  await connection.run(`COPY (${rows}) TO ${quoted(join(folder, target))} (${options})`);
}

/** A text of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function guarded({ type, sql }: ExportColumn): string {
  return type === 'VARCHAR' ? guardedText(sql) : sql;
}

/** A text of SQL that no spreadsheet takes for a formula. */
export function guardedText(sql: string): string {
  return `CASE WHEN regexp_matches(${sql}, '${FORMULA}') AND NOT regexp_full_match(${sql}, '${NUMBER}') THEN chr(39) || ${sql} ELSE ${sql} END`;
}
