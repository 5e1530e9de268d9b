/**
 * The columns of every exported table, which are data (`export-columns.json`): their order, their unit, their meaning, and how they come
 * out of the staging tables.
 *
 * docs/tables.md is kept equal to this by a test; every manifest repeats it. In the SQL, `s` is the staged row and `l` its listing.
 * A staged number is a double that holds an integer: it becomes an exact decimal by an integer's way, never by a division.
 */
import { DELTA_KINDS } from '../../src-shared/contract/tables.ts';
import { BOOK_PHASES } from '../../src-shared/domain/book-phase.ts';
import type { ExportTable } from '../../src-shared/domain/session.ts';
import data from './export-columns.json' with { type: 'json' };

export type ExportColumn = {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly text: string;
  /** Expression over the staged tables. */
  readonly sql: string;
};

const PRICE = 'DECIMAL(9,6)';
const SIZE = 'DECIMAL(18,6)';
const MILLIONTH = '0.000001::DECIMAL(7,6)';

const decimal = (sql: string, type: string): string => `(${sql}::BIGINT::DECIMAL(18,0) * ${MILLIONTH})::${type}`;
const where = (condition: string, sql: string): string => `CASE WHEN ${condition} THEN ${sql} END`;

/** What the columns of a form have in common; `sql` makes the expression from the staged column. */
type Form = { readonly type: string; readonly unit: string; readonly sql: (staged: string) => string };

const price = (staged: string): string => decimal(staged, PRICE);
const size = (staged: string): string => decimal(staged, SIZE);
const IS_WALKED = 's.walk_size > 0';

const FORMS: Readonly<Record<string, Form>> = {
  text: { type: 'VARCHAR', unit: 'text', sql: (staged) => staged },
  word: { type: 'VARCHAR', unit: 'word', sql: (staged) => staged },
  price: { type: PRICE, unit: 'dollars a contract', sql: (staged) => where(`${staged} >= 0`, price(staged)) },
  size: { type: SIZE, unit: 'contracts', sql: size },
  /** Staged as -1 where it is not known. */
  knownSize: { type: SIZE, unit: 'contracts', sql: (staged) => where(`${staged} >= 0`, size(staged)) },
  touchSize: {
    type: SIZE,
    unit: 'contracts',
    sql: (staged) => where(`${staged.replace('_size', '_price')} >= 0`, size(staged)),
  },
  dollars: {
    type: SIZE,
    unit: 'dollars',
    sql: (staged) => where(`s.buy_price >= 0 AND NOT isnan(${staged})`, size(staged)),
  },
  walkedPrice: { type: PRICE, unit: 'dollars a contract', sql: (staged) => where(IS_WALKED, price(staged)) },
  walkedDollars: { type: SIZE, unit: 'dollars', sql: (staged) => where(IS_WALKED, size(staged)) },
};

/** Words by their code. */
const CODES = { deltaKinds: DELTA_KINDS, phases: BOOK_PHASES, takers: ['buy', 'sell'], sides: ['bid', 'ask'] } as const;

/** A column as data: of a form, or with a type, a unit and an expression of its own, which stand before those of the form. */
type Row = Partial<ExportColumn> & {
  readonly name: string;
  readonly text: string;
  readonly form?: string;
  /** The staged number is the code of a word. */
  readonly codes?: keyof typeof CODES;
};

/** Rows, and names of parts that tables have in common. */
type Rows = readonly (Row | string)[];
const { parts, tables } = data as {
  readonly parts: Readonly<Record<string, Rows>>;
  readonly tables: Readonly<Record<ExportTable, Rows>>;
};

/** The columns of a table, in order. `originals`: with the venue's own text of numbers. */
export function exportColumns(table: ExportTable, originals: boolean): readonly ExportColumn[] {
  return columnsOf(tables[table].filter((row) => originals || row !== 'originals'));
}

function columnsOf(rows: Rows): readonly ExportColumn[] {
  return rows.flatMap((row) => (typeof row === 'string' ? columnsOf(parts[row]!) : [columnOf(row)]));
}

function columnOf({ name, text, form = 'text', codes, ...own }: Row): ExportColumn {
  const { type, unit, sql } = FORMS[form]!;
  const staged = `s.${name}`;
  return { name, type, unit, text, sql: codes === undefined ? sql(staged) : wordSql(staged, CODES[codes]), ...own };
}

/** A code as its word. */
function wordSql(staged: string, words: readonly string[]): string {
  return `CASE ${staged} ${words.map((word, code) => `WHEN ${code} THEN '${word}'`).join(' ')} END`;
}

/** Where the rows of a table come from: the staged rows and what their codes mean. */
export function exportSource(table: ExportTable): string {
  if (table === 'events' || table === 'markets') return `${table} s`;
  if (table === 'spreads') {
    return 'spreads s JOIN listings l ON l.number = s.buy_listing JOIN listings m ON m.number = s.sell_listing JOIN links k ON k.number = s.link';
  }
  return `${table} s JOIN listings l ON l.number = s.listing`;
}

/** The order of a table's rows. */
export function exportOrder(table: ExportTable): string {
  if (table === 'events') return 's.happened, s.number';
  return table === 'markets' ? 's.number' : 's.seq';
}

/** The time by which rows are sorted into folders by date; null: the table has none. */
export function exportTime(table: ExportTable): string | null {
  if (table === 'markets') return null;
  return table === 'events' ? 's.happened' : 's.received';
}
