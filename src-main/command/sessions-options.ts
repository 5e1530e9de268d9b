/** The command line of `crossbook sessions`, read and checked. */
import { parseArgs } from 'node:util';
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

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = { json: flag, demo: flag, data: text, out: text, venue: text, markets: text } as const;
const HINT = '`crossbook help` lists what sessions can do.';

/** Reads what follows `sessions`; null asks for help. Throws {@link UsageError}. */
export function readSessions(args: readonly string[]): SessionsCommand | null {
  if (args.includes('--help') || args.includes('-h')) return null;
  let parsed: ReturnType<typeof parseSessions>;
  try {
    parsed = parseSessions(args);
  } catch (error) {
    throw new UsageError(`crossbook sessions: ${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}; ${HINT}`);
  }
  const { values, positionals } = parsed;
  const [given, ...operands] = positionals;
  const action = SESSIONS_ACTIONS.find((name) => name === given);
  if (!action) throw new UsageError(`crossbook sessions needs one of ${SESSIONS_ACTIONS.join(', ')}; ${HINT}`);
  if (action === 'list' && operands.length > 0) throw new UsageError('crossbook sessions list takes no session.');
  if (['info', 'verify', 'import'].includes(action) && operands.length !== 1) {
    throw new UsageError(`crossbook sessions ${action} needs one ${action === 'import' ? 'file' : 'session'}.`);
  }
  if (action === 'merge' && operands.length < 2)
    throw new UsageError('crossbook sessions merge needs two or more sessions.');
  if (action === 'merge' && values.out === undefined) {
    throw new UsageError('crossbook sessions merge needs --out DIR, the folder of the new session.');
  }
  return {
    command: 'sessions',
    action,
    operands,
    json: values.json === true,
    demo: values.demo === true,
    dataDir: values.data ?? null,
    out: values.out ?? null,
    venue: values.venue ?? null,
    markets: values.markets ?? null,
  };
}

function parseSessions(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}
