/** The command line of `crossbook export`, read and checked. */
import { parseArgs } from 'node:util';
import { EXPORT_FORMATS, EXPORT_TABLES, type ExportFormat, type ExportTable } from '../../src-shared/domain/session.ts';
import { readWhole } from './cli-numbers.ts';
import { UsageError } from './usage-error.ts';

/** A moment: of the clock, or so long after the session's start. In µs. */
export type Moment = { readonly kind: 'at' | 'after-start'; readonly micros: number };

export type ExportCommand = {
  readonly command: 'export';
  readonly json: boolean;
  /** A path, or the id of a session of this machine. */
  readonly session: string;
  readonly format: ExportFormat;
  /** Empty: all that the format has. */
  readonly tables: readonly ExportTable[];
  readonly out: string;
  readonly from: Moment | null;
  readonly to: Moment | null;
  /** Listing ids or the venues' own market ids; empty: all. */
  readonly markets: readonly string[];
  readonly levels: number;
  readonly intervalMs: number;
  readonly originals: boolean;
  readonly hive: boolean;
  readonly dataDir: string | null;
};

const LEVELS_MAX = 10_000;
const INTERVAL_MAX_MS = 86_400_000;
const LEVELS = 10;
const INTERVAL_MS = 1_000;
const MICROS_PER_MS = 1_000;
const MICROS_PER_SECOND = 1_000_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  json: flag,
  help: { type: 'boolean', short: 'h' },
  format: text,
  tables: text,
  out: text,
  from: text,
  to: text,
  markets: text,
  levels: text,
  interval: text,
  originals: flag,
  hive: flag,
  data: text,
} as const;

/** Reads the arguments after `export`; null: help was asked for. Throws {@link UsageError}. */
export function readExport(args: readonly string[]): ExportCommand | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [session, ...more] = positionals;
  if (session === undefined || session === '' || more.length > 0)
    throw new UsageError('crossbook export needs one SESSION: its id, its folder or its .mcap file.');
  if (values.out === undefined || values.out === '')
    throw new UsageError('crossbook export needs --out DIR, the folder for the files.');
  return {
    command: 'export',
    json: values.json === true,
    session,
    format: oneOf(EXPORT_FORMATS, '--format', values.format ?? 'parquet'),
    tables: list(values.tables).map((table) => oneOf(EXPORT_TABLES, '--tables', table)),
    out: values.out,
    from: readMoment('--from', values.from),
    to: readMoment('--to', values.to),
    markets: list(values.markets),
    levels: readWhole('--levels', values.levels, 1, LEVELS_MAX) ?? LEVELS,
    intervalMs: readWhole('--interval', values.interval, 0, INTERVAL_MAX_MS) ?? INTERVAL_MS,
    originals: values.originals === true,
    hive: values.hive === true,
    dataDir: values.data ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const why = (error as Error).message.split('. ')[0]!.replace(/\.$/, '');
    throw new UsageError(`crossbook export: ${why}; \`crossbook help\` lists the options.`);
  }
}

function list(given: string | undefined): readonly string[] {
  return (given ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function oneOf<Word extends string>(words: readonly Word[], option: string, given: string): Word {
  const word = words.find((known) => known === given);
  if (word === undefined) throw new UsageError(`${option} takes ${words.join(', ')}, not '${given}'.`);
  return word;
}

/** `2026-11-20T21:39:24Z`, or seconds after the session's start. */
function readMoment(option: string, given: string | undefined): Moment | null {
  if (given === undefined) return null;
  if (/^\d{1,9}(\.\d{1,6})?$/.test(given))
    return { kind: 'after-start', micros: Math.round(Number(given) * MICROS_PER_SECOND) };
  const ms = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms))
    throw new UsageError(
      `${option} is a time such as 2026-11-20T21:39:24Z, or seconds after the session's start, not '${given}'.`,
    );
  return { kind: 'at', micros: ms * MICROS_PER_MS };
}
