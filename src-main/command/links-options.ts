/** `crossbook links` on the command line. */
import { type CommandRow, DATA_OPTION, DEMO_PROFILE_OPTION, JSON_OPTION, readAction } from './command-row.ts';
import { option } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export const LINKS_ACTIONS = ['list', 'export', 'import', 'confirm', 'reject', 'compare'] as const;
export type LinksAction = (typeof LINKS_ACTIONS)[number];

const TAKES_FILE: ReadonlySet<LinksAction> = new Set(['export', 'import', 'compare']);

export type LinksCommand = {
  readonly command: 'links';
  readonly action: LinksAction;
  /** `export`, `import`, `compare`: a file. `confirm`, `reject`: a link's id, or listings as `venue:id`. */
  readonly operands: readonly string[];
  /** `confirm`: every listing after the first is its opposite. */
  readonly inverted: boolean;
  readonly json: boolean;
  /** The demo's own links. */
  readonly demo: boolean;
  readonly dataDir: string | null;
};

export const LINKS_ROW: CommandRow<LinksCommand> = {
  name: 'links',
  text: 'which markets of several exchanges are one contract: list, export, import, confirm, reject, compare',
  operands: '<action> [operands...]',
  options: [
    option('--inverted', "confirm: the first listing's YES is the others' NO"),
    DEMO_PROFILE_OPTION,
    DATA_OPTION,
    JSON_OPTION,
  ],
  notes: `Actions:
  list            what was confirmed and rejected
  export FILE     write the links as one JSON file
  import FILE     read the links of such a file
  confirm A B ..  these listings (venue:id) are one contract; or a link by its id
  reject A B ..   they are not
  compare FILE    compare pairs of markets, one a line: {"<venue>": record, "<venue>": record}`,
  read(parsed) {
    const action = readAction(parsed, LINKS_ACTIONS);
    const operands = parsed.args.slice(1);
    const { json = false, demo = false, inverted = false, data = null } = parsed.opts<LinksValues>();
    if (action === 'list' && operands.length > 0) throw new UsageError('crossbook links list takes no link.');
    if (TAKES_FILE.has(action) && operands.length !== 1) {
      throw new UsageError(`crossbook links ${action} needs one file.`);
    }
    if ((action === 'confirm' || action === 'reject') && operands.length === 0) {
      throw new UsageError(`crossbook links ${action} needs a link's id, or two listings as venue:id.`);
    }
    if (inverted && action !== 'confirm') throw new UsageError('--inverted is for crossbook links confirm.');
    return { command: 'links', action, operands, inverted, json, demo, dataDir: data };
  },
};

type LinksValues = Partial<Pick<LinksCommand, 'json' | 'demo' | 'inverted'>> & { readonly data?: string };
