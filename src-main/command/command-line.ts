/**
 * The command line: one table of commands with their options, from which come both what is understood and the help.
 *
 * Both hosts read it: the launcher hands the arguments on to Electron as they are.
 */
import { CommanderError, Command as Parser } from 'commander';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { Environment } from '../base/substitution.ts';
import { type AppCommand, appRows, type CaptureCommand, type CheckCommand, isDevAddress } from './app-options.ts';
import { type CommandRow, DATA_OPTION, JSON_OPTION } from './command-row.ts';
import { EXPORT_ROW, type ExportCommand } from './export-options.ts';
import { LINKS_ROW, type LinksCommand } from './links-options.ts';
import { SESSIONS_ROW, type SessionsCommand } from './sessions-options.ts';
import { UsageError } from './usage-error.ts';
import { type VerifyCommand, verifyRow } from './verify-options.ts';

export type Command =
  | AppCommand
  | CheckCommand
  | CaptureCommand
  | ExportCommand
  | LinksCommand
  | SessionsCommand
  | VerifyCommand
  | { readonly command: 'doctor'; readonly json: boolean; readonly dataDir: string | null }
  /** `of`: the command whose options are shown; null: all commands are listed. */
  | { readonly command: 'help'; readonly json: boolean; readonly of: string | null }
  | { readonly command: 'version'; readonly json: boolean };

function tableOf(venues: readonly Venue[]): readonly CommandRow<Command>[] {
  return [
    ...appRows(venues),
    EXPORT_ROW,
    LINKS_ROW,
    SESSIONS_ROW,
    verifyRow(venues),
    {
      name: 'doctor',
      text: 'what is installed, what can be reached, what is missing',
      operands: '',
      options: [DATA_OPTION, JSON_OPTION],
      read(parsed) {
        const { json = false, data = null } = parsed.opts<{ json?: boolean; data?: string }>();
        return { command: 'doctor', json, dataDir: data };
      },
    },
    {
      name: 'version',
      text: 'print the version',
      operands: '',
      options: [JSON_OPTION],
      read: (parsed) => ({ command: 'version', json: parsed.opts().json === true }),
    },
    {
      name: 'help',
      text: 'list the commands, or the options of one',
      operands: '[command]',
      options: [JSON_OPTION],
      read: (parsed) => ({ command: 'help', json: parsed.opts().json === true, of: parsed.args[0] ?? null }),
    },
  ];
}

/** Reads the arguments after the program's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[], venues: readonly Venue[]): Command {
  const [first, ...rest] = args;
  const json = rest.includes('--json');
  if (first === undefined || first === '--help' || first === '-h') return { command: 'help', json, of: null };
  if (first === '--version') return { command: 'version', json };
  const row = rowOf(first, venues);
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) return { command: 'help', json, of: first };
  if (options.includes('--version')) return { command: 'version', json };
  const command = row.read(parse(row, rest));
  if (command.command === 'help' && command.of !== null) rowOf(command.of, venues);
  return command;
}

const APP_COMMANDS: readonly string[] = ['start', 'demo', 'serve'];

/**
 * The command that Electron was started with. Before it stand the program's own arguments (the app's folder, Chromium's
 * switches); without one it is `start`, under the development server `demo`. Throws {@link UsageError}.
 */
export function readAppCommand(
  args: readonly string[],
  environment: Environment,
  venues: readonly Venue[],
): AppCommand {
  const given = environment.ELECTRON_RENDERER_URL;
  const devUrl = given !== undefined && isDevAddress(given) ? given : undefined;
  const at = args.findIndex((arg) => APP_COMMANDS.includes(arg));
  const command = readCommand(at < 0 ? [devUrl ? 'demo' : 'start'] : args.slice(at), venues);
  if (!('exitWithStdin' in command)) throw new UsageError('The desktop app opens with start or demo only.');
  return devUrl && command.devUrl === null ? { ...command, devUrl } : command;
}

/** What `crossbook help` and `crossbook COMMAND --help` print. */
export function helpText(version: string, venues: readonly Venue[], of: string | null = null): string {
  const program = new Parser('crossbook')
    .description(`crossbook ${version}: a monitor for prediction-market order books`)
    .usage('<command> [options]')
    .helpOption('-h, --help', 'after a command: its options')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() });
  for (const row of tableOf(venues)) program.addCommand(parserOf(row));
  if (of !== null) {
    const { notes = '' } = rowOf(of, venues);
    const text = program.commands.find((command) => command.name() === of)!.helpInformation();
    return notes === '' ? text : `${text}\n${notes}\n`;
  }
  return `${program.helpInformation()}
Environment: CROSSBOOK_HOST=node, CROSSBOOK_ELECTRON=PATH, CROSSBOOK_BROWSER=PATH, REQUIRE_ELECTRON=1
`;
}

function rowOf(name: string, venues: readonly Venue[]): CommandRow<Command> {
  const row = tableOf(venues).find((known) => known.name === name);
  if (!row) throw new UsageError(`There is no command '${name}'; \`crossbook help\` lists them.`);
  return row;
}

function parserOf({ name, text, operands, options }: CommandRow<Command>): Parser {
  const parser = new Parser(name).description(text).usage(`${operands} [options]`.trim());
  for (const option of options) parser.addOption(option);
  return parser;
}

function parse(row: CommandRow<Command>, args: readonly string[]): Parser {
  const parser = parserOf(row)
    .allowExcessArguments()
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    parser.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw misused(row, error.message.replace(/^error: /, ''));
  }
  if (row.operands === '' && parser.args.length > 0) throw misused(row, `unexpected argument '${parser.args[0]}'`);
  return parser;
}

function misused({ name }: CommandRow<Command>, why: string): UsageError {
  const text = `${why.charAt(0).toUpperCase()}${why.slice(1)}`;
  return new UsageError(`crossbook ${name}: ${text}; \`crossbook ${name} --help\` lists the options.`);
}
