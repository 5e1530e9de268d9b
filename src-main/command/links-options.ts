/** The command line of `crossbook links`, read and checked. */
import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

export const LINKS_ACTIONS = ['list', 'export', 'import', 'confirm', 'reject'] as const;
export type LinksAction = (typeof LINKS_ACTIONS)[number];

export type LinksCommand = {
  readonly command: 'links';
  readonly action: LinksAction;
  /** `export`, `import`: a file. `confirm`, `reject`: a link's id, or listings as `venue:id`. */
  readonly operands: readonly string[];
  /** `confirm`: every listing after the first is its opposite. */
  readonly inverted: boolean;
  readonly json: boolean;
  /** The demo's own links. */
  readonly demo: boolean;
  readonly dataDir: string | null;
};

const flag = { type: 'boolean' } as const;
const OPTIONS = { json: flag, demo: flag, inverted: flag, data: { type: 'string' } } as const;
const HINT = '`crossbook help` lists what links can do.';

/** Reads what follows `links`; null asks for help. Throws {@link UsageError}. */
export function readLinksCommand(args: readonly string[]): LinksCommand | null {
  if (args.includes('--help') || args.includes('-h')) return null;
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError(`crossbook links: ${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}; ${HINT}`);
  }
  const { values, positionals } = parsed;
  const [given, ...operands] = positionals;
  const action = LINKS_ACTIONS.find((name) => name === given);
  if (!action) throw new UsageError(`crossbook links needs one of ${LINKS_ACTIONS.join(', ')}; ${HINT}`);
  if (action === 'list' && operands.length > 0) throw new UsageError('crossbook links list takes no link.');
  if ((action === 'export' || action === 'import') && operands.length !== 1) {
    throw new UsageError(`crossbook links ${action} needs one file.`);
  }
  const decides = action === 'confirm' || action === 'reject';
  if (decides && operands.length === 0) {
    throw new UsageError(`crossbook links ${action} needs a link's id, or two listings as venue:id.`);
  }
  if (values.inverted && action !== 'confirm') throw new UsageError('--inverted is for crossbook links confirm.');
  const { json = false, demo = false, inverted = false, data = null } = values;
  return { command: 'links', action, operands, inverted, json, demo, dataDir: data };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}
