/** The choices of an export: formats, what each offers, and how the choice becomes a plan. The last choice is remembered. */
import {
  EXPORT_TABLES,
  type ExportFormat,
  type ExportPlan,
  type ExportTable,
} from '../../../src-shared/domain/session.ts';

export type FormatInfo = {
  readonly format: ExportFormat;
  readonly group: 'Tables' | 'Formats of other tools' | 'Messages';
  readonly name: string;
  readonly what: string;
  /** Empty: it has no tables. */
  readonly tables: readonly ExportTable[];
};

const TARDIS_TABLES: readonly ExportTable[] = ['trades', 'book_deltas', 'book_snapshots', 'quotes'];
const RAW_TEXT = 'Every message as received, with both receive times. Importing it gives an equal session.';

export const FORMATS: readonly FormatInfo[] = [
  {
    format: 'parquet',
    group: 'Tables',
    name: 'Parquet',
    what: 'Typed columns, exact decimals, compressed with zstd. For DuckDB, pandas, Polars, Spark.',
    tables: EXPORT_TABLES,
  },
  {
    format: 'csv',
    group: 'Tables',
    name: 'CSV',
    what: 'Text with a header line, for any tool.',
    tables: EXPORT_TABLES,
  },
  { format: 'csv.gz', group: 'Tables', name: 'CSV, gzip', what: 'The same, compressed.', tables: EXPORT_TABLES },
  { format: 'ndjson', group: 'Tables', name: 'NDJSON', what: 'One JSON object per row.', tables: EXPORT_TABLES },
  {
    format: 'npz',
    group: 'Formats of other tools',
    name: 'hftbacktest (.npz)',
    what: 'One event file per market, in the format of hftbacktest.',
    tables: ['trades', 'book_deltas'],
  },
  {
    format: 'tardis-csv',
    group: 'Formats of other tools',
    name: 'tardis-style CSV',
    what: 'incremental_book_L2, book_snapshot_25, quotes and trades, gzip.',
    tables: TARDIS_TABLES,
  },
  { format: 'raw', group: 'Messages', name: 'Raw messages', what: RAW_TEXT, tables: [] },
  { format: 'raw.gz', group: 'Messages', name: 'Raw messages, gzip', what: RAW_TEXT, tables: [] },
  { format: 'raw.zst', group: 'Messages', name: 'Raw messages, zstd', what: RAW_TEXT, tables: [] },
];

export type ExportChoice = {
  readonly format: ExportFormat;
  readonly tables: readonly ExportTable[];
  readonly levels: number;
  readonly intervalMs: number;
  readonly originals: boolean;
  readonly hive: boolean;
  readonly out: string;
  /** Null: all. */
  readonly listings: readonly string[] | null;
  /** Null: the whole session. Local times as the browser's field writes them. */
  readonly part: { readonly from: string; readonly to: string } | null;
};

export const LEVELS_MAX = 100;
const MICROS_PER_MS = 1_000;

const FIRST_CHOICE: ExportChoice = {
  format: 'parquet',
  tables: EXPORT_TABLES,
  levels: 10,
  intervalMs: 1_000,
  originals: false,
  hive: false,
  out: '',
  listings: null,
  part: null,
};

let last = FIRST_CHOICE;

/** As it was last, but for what belongs to one session only. */
export function lastChoice(): ExportChoice {
  return { ...last, listings: null, part: null };
}

export function rememberChoice(choice: ExportChoice): void {
  last = choice;
}

export function formatInfo(format: ExportFormat): FormatInfo {
  return FORMATS.find((known) => known.format === format)!;
}

/** The tables that are chosen and that the format has. */
export function chosenTables({ format, tables }: ExportChoice): readonly ExportTable[] {
  return formatInfo(format).tables.filter((table) => tables.includes(table));
}

/** '' or why this cannot be exported. */
export function faultOf(choice: ExportChoice): string {
  const { part, listings, format } = choice;
  if (formatInfo(format).tables.length > 0) {
    if (chosenTables(choice).length === 0) return 'Choose a table.';
    if (listings?.length === 0) return 'Choose a market.';
  }
  if (part !== null) {
    const [from, to] = [microsOf(part.from), microsOf(part.to)];
    if (Number.isNaN(from) || Number.isNaN(to)) return 'Enter both times.';
    if (from >= to) return 'The end is before the beginning.';
  }
  return '';
}

export function planOf(session: string, choice: ExportChoice): ExportPlan {
  const { format, levels, intervalMs, originals, hive, out, listings, part } = choice;
  const hasTables = formatInfo(format).tables.length > 0;
  return {
    session,
    format,
    tables: hasTables ? chosenTables(choice) : EXPORT_TABLES,
    listings: hasTables ? (listings ?? []) : [],
    fromMicros: part === null ? null : microsOf(part.from),
    toMicros: part === null ? null : microsOf(part.to),
    levels,
    intervalMs,
    originals,
    hive,
    out: out.trim(),
  };
}

/** A moment as a field for local time writes it, with seconds; the end of a session is rounded up to hold its last second. */
export function fieldTime(micros: number, rounded: 'down' | 'up'): string {
  const seconds = micros / MICROS_PER_MS / 1_000;
  const at = new Date((rounded === 'down' ? Math.floor(seconds) : Math.ceil(seconds)) * 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function microsOf(field: string): number {
  return new Date(field).getTime() * MICROS_PER_MS;
}
