/** `crossbook export` on the command line. */
import { EXPORT_FORMATS, EXPORT_TABLES, type ExportFormat, type ExportTable } from '../../src-shared/domain/session.ts';
import { type CommandRow, DATA_OPTION, JSON_OPTION } from './command-row.ts';
import { list, type Moment, moment, oneOf, option, whole } from './option-values.ts';
import { UsageError } from './usage-error.ts';

type ExportValues = {
  readonly format: ExportFormat;
  /** Empty: all that the format has. */
  readonly tables: readonly ExportTable[];
  readonly out: string;
  /** Listing ids or the venues' own market ids; empty: all. */
  readonly markets: readonly string[];
  readonly levels: number;
};

type Flags = { readonly json: boolean; readonly originals: boolean; readonly hive: boolean };
type Times = { readonly from: Moment | null; readonly to: Moment | null };

export type ExportCommand = ExportValues &
  Flags &
  Times & {
    readonly command: 'export';
    /** A path, or the id of a session of this machine. */
    readonly session: string;
    readonly intervalMs: number;
    readonly dataDir: string | null;
  };

const OFF = { json: false, originals: false, hive: false, from: null, to: null };

const LEVELS_MAX = 10_000;
const INTERVAL_MAX_MS = 86_400_000;

export const EXPORT_ROW: CommandRow<ExportCommand> = {
  name: 'export',
  text: 'write the tables of a recording: Parquet, CSV, NDJSON, and layouts of other tools',
  operands: '<session>',
  options: [
    option('--format <f>', `${EXPORT_FORMATS.join(', ')}`, oneOf(EXPORT_FORMATS, 'takes')).default(
      'parquet',
      'parquet',
    ),
    option('--tables <t,..>', EXPORT_TABLES.join(', '), list(oneOf(EXPORT_TABLES, 'takes'))).default([], 'all'),
    option('--out <dir>', 'the folder for the files'),
    option('--from <time>', 'such as 2026-11-20T21:39:24Z, or seconds after the start', moment),
    option('--to <time>', 'likewise', moment),
    option('--markets <m,..>', 'only these markets', list()).default([], 'all'),
    option('--levels <n>', 'levels a side of book_snapshots', whole(1, LEVELS_MAX)).default(10),
    option('--interval <ms>', 'between book_snapshots; 0: after every change', whole(0, INTERVAL_MAX_MS)).default(
      1_000,
    ),
    option('--originals', "keep the venue's own text of prices and sizes beside the numbers"),
    option('--hive', 'folders by date'),
    DATA_OPTION,
    JSON_OPTION,
  ],
  notes: `The session is an id, a folder or an .mcap file. npz is for hftbacktest; raw, raw.gz and raw.zst are the
messages as they came, one a line, for \`crossbook sessions import\`.`,
  read(parsed) {
    const [session, ...more] = parsed.args;
    if (session === undefined || session === '' || more.length > 0)
      throw new UsageError('crossbook export needs one SESSION: its id, its folder or its .mcap file.');
    const values = parsed.opts<
      ExportValues & Partial<Flags & Times> & { readonly interval: number; readonly data?: string }
    >();
    const { interval: intervalMs, data: dataDir = null, ...rest } = values;
    if (!rest.out) throw new UsageError('crossbook export needs --out DIR, the folder for the files.');
    return { command: 'export', session, intervalMs, dataDir, ...OFF, ...rest };
  },
};
