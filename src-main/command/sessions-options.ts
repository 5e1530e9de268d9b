/** `crossbook sessions` on the command line. */
import { type CommandRow, DATA_OPTION, DEMO_PROFILE_OPTION, JSON_OPTION, readAction } from './command-row.ts';
import { option } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export const SESSIONS_ACTIONS = ['list', 'info', 'verify', 'merge', 'import'] as const;
export type SessionsAction = (typeof SESSIONS_ACTIONS)[number];

export type SessionsCommand = {
  readonly command: 'sessions';
  readonly action: SessionsAction;
  /** Sessions by id or path; for `import` files. */
  readonly operands: readonly string[];
  readonly json: boolean;
  /** The demo's own sessions. */
  readonly demo: boolean;
  readonly dataDir: string | null;
  readonly out: string | null;
  readonly venue: string | null;
  readonly markets: string | null;
};

export const SESSIONS_ROW: CommandRow<SessionsCommand> = {
  name: 'sessions',
  text: 'the recordings: list, describe, verify, merge, import',
  operands: '<action> [operands...]',
  options: [
    option('--out <dir>', 'merge: the folder of the new session'),
    option('--venue <id>', 'import: whose messages they are, where the file cannot tell'),
    option('--markets <file>', "import: the venue's own records of the markets, for titles, grids and fees"),
    DEMO_PROFILE_OPTION,
    DATA_OPTION,
    JSON_OPTION,
  ],
  notes: `Actions:
  list            all recordings, newest first
  info ID         what a recording holds
  verify ID       read all of it; exit 1 when something is missing or damaged
  merge A B ..    join recordings of the same time into one without duplicates
  import FILE     NDJSON of raw messages, a time before each, or in an envelope of time and message; gzip or zstd`,
  read(parsed) {
    const action = readAction(parsed, SESSIONS_ACTIONS);
    const operands = parsed.args.slice(1);
    const { json = false, demo = false, ...values } = parsed.opts<SessionsValues>();
    if (action === 'list' && operands.length > 0) throw new UsageError('crossbook sessions list takes no session.');
    if (['info', 'verify', 'import'].includes(action) && operands.length !== 1) {
      throw new UsageError(`crossbook sessions ${action} needs one ${action === 'import' ? 'file' : 'session'}.`);
    }
    if (action === 'merge' && operands.length < 2)
      throw new UsageError('crossbook sessions merge needs two or more sessions.');
    const { data = null, out = null, venue = null, markets = null } = values;
    if (action === 'merge' && out === null) {
      throw new UsageError('crossbook sessions merge needs --out DIR, the folder of the new session.');
    }
    return { command: 'sessions', action, operands, json, demo, dataDir: data, out, venue, markets };
  },
};

type SessionsValues = Partial<Pick<SessionsCommand, 'json' | 'demo'>> &
  Partial<Readonly<Record<'data' | 'out' | 'venue' | 'markets', string>>>;
