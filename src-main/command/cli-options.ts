/**
 * The command line, read and checked: one command with its options, or one sentence about what is wrong.
 *
 * Both hosts read it: the launcher hands the arguments on to Electron as they are.
 */
import { parseArgs } from 'node:util';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { Environment } from '../base/substitution.ts';
import { readSeconds, readWhole } from './cli-numbers.ts';
import { type ExportCommand, readExport } from './export-options.ts';
import { type LinksCommand, readLinksCommand } from './links-options.ts';
import { readSessions, type SessionsCommand } from './sessions-options.ts';
import { UsageError } from './usage-error.ts';
import { readVerify, type VerifyCommand } from './verify-options.ts';

export const HOSTS = ['electron', 'node'] as const;
export type HostName = (typeof HOSTS)[number];

/** Which key the demo uses with a venue that wants one: right, wrong, or none. */
export const DEMO_KEYS = ['good', 'wrong', 'none'] as const;
export type DemoKey = (typeof DEMO_KEYS)[number];

export type DemoOptions = {
  /** Messages a second of the built-in exchange, both venues together. */
  readonly rate: number;
  readonly seed: number;
  /** Markets that the exchange lists besides those that trade. */
  readonly quietMarkets: number;
  /** The demo ends after so long; null: when the window is closed. */
  readonly seconds: number | null;
  readonly keys: Readonly<Record<VenueId, DemoKey>>;
  /** For tests of recovery: the engine is killed once after so long. */
  readonly killEngineAfterSeconds: number | null;
};

export type AppCommand = {
  readonly command: 'start' | 'serve' | 'demo';
  readonly json: boolean;
  /** Null: the live exchanges. */
  readonly demo: DemoOptions | null;
  readonly dataDir: string | null;
  /** 0: any free one. */
  readonly port: number;
  readonly opensWindow: boolean;
  readonly host: HostName | null;
  readonly devUrl: string | null;
  readonly exitWithStdin: boolean;
  /** Engine shards, where the command line says; else the settings do. */
  readonly shards: number | null;
};

export type CheckCommand = {
  readonly command: 'check';
  readonly json: boolean;
  readonly seconds: number;
  readonly demo: DemoOptions;
  readonly shards: number | null;
};

export type CaptureCommand = {
  readonly command: 'capture';
  readonly json: boolean;
  /** Null: the live exchanges. */
  readonly demo: DemoOptions | null;
  /** Null: until it is interrupted. */
  readonly seconds: number | null;
  /** The folder of sessions; the session is a folder in it. */
  readonly out: string;
  readonly dataDir: string | null;
  readonly shards: number | null;
};

export type Command =
  | AppCommand
  | CheckCommand
  | CaptureCommand
  | ExportCommand
  | LinksCommand
  | SessionsCommand
  | VerifyCommand
  | { readonly command: 'doctor'; readonly json: boolean; readonly dataDir: string | null }
  | { readonly command: 'help' | 'version'; readonly json: boolean };

/** Two and a half times what both exchanges list together. */
const QUIET_MARKETS_MAX = 500_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const common = { json: flag, help: { type: 'boolean', short: 'h' }, version: flag } as const;
const app = { ...common, data: text, port: text, 'exit-with-stdin': flag, 'dev-url': text, shards: text } as const;
const window = { 'no-open': flag, host: text } as const;
const demo = { rate: text, seed: text, markets: text, seconds: text, 'kill-engine-after': text } as const;

/** Options by command. A venue that wants a key adds one to the demo's, named after it. */
function optionsOf(
  command: string,
  venues: readonly Venue[],
): Readonly<Record<string, typeof text | typeof flag>> | null {
  const keys = Object.fromEntries(keyedVenues(venues).map((venue) => [`${venue.id}-key`, text]));
  switch (command) {
    case 'demo':
      return { ...app, ...window, ...demo, ...keys, check: text };
    case 'start':
      return { ...app, ...window };
    case 'serve':
      return { ...app, ...demo, ...keys, demo: flag };
    case 'capture':
      return { ...common, ...demo, ...keys, from: text, out: text, data: text, shards: text };
    case 'doctor':
      return { ...common, data: text };
    case 'verify':
      return { ...common, venue: text, 'books-at': text };
    case 'help':
    case 'version':
      return common;
    default:
      return null;
  }
}

const keyedVenues = (venues: readonly Venue[]): readonly Venue[] => venues.filter((venue) => venue.signedUpgrade);

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Reads the arguments after the program's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[], venues: readonly Venue[]): Command {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h')
    return { command: 'help', json: rest.includes('--json') };
  if (first === '--version') return { command: 'version', json: rest.includes('--json') };
  if (first === 'export') return readExport(rest) ?? { command: 'help', json: rest.includes('--json') };
  if (first === 'links') return readLinksCommand(rest) ?? { command: 'help', json: rest.includes('--json') };
  if (first === 'sessions') return readSessions(rest) ?? { command: 'help', json: rest.includes('--json') };
  const options = optionsOf(first, venues);
  if (!options) throw new UsageError(`There is no command '${first}'; \`crossbook help\` lists them.`);
  const { values, positionals } = parse(first, rest, options);
  const json = values.json === true;
  if (values.help === true) return { command: 'help', json };
  if (values.version === true) return { command: 'version', json };
  if (first === 'help' || first === 'version') return { command: first, json };
  if (first === 'doctor') return { command: 'doctor', json, dataDir: word(values.data) };
  if (first === 'capture') return readCapture(values, json, venues);
  if (first === 'verify') return readVerify(positionals, values, venues);
  if (values.check !== undefined) return readCheck(values, json, venues);
  return readApp(first as AppCommand['command'], values, json, venues);
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

/** The development server's page. Whatever is shown in our window is believed, so it is one of this machine's. */
function isDevAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

function parse(
  command: string,
  args: readonly string[],
  options: Record<string, typeof text | typeof flag>,
): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: command === 'verify' });
    return { values: values as Values, positionals };
  } catch (error) {
    const why = (error as Error).message.split('. ')[0]!.replace(/\.$/, '');
    throw new UsageError(`crossbook ${command}: ${why}; \`crossbook help\` lists the options.`);
  }
}

function readApp(command: AppCommand['command'], values: Values, json: boolean, venues: readonly Venue[]): AppCommand {
  const isDemo = command === 'demo' || values.demo === true;
  const stray = ['rate', 'seed', 'markets', 'seconds', 'kill-engine-after'].find((name) => values[name] !== undefined);
  if (!isDemo && stray) throw new UsageError(`--${stray} is for the built-in exchange: add --demo.`);
  const host = word(values.host);
  if (host !== null && !isOneOf(HOSTS, host)) throw new UsageError(`--host is ${HOSTS.join(' or ')}, not '${host}'.`);
  const devUrl = word(values['dev-url']);
  if (devUrl !== null && !isDevAddress(devUrl))
    throw new UsageError(`--dev-url is not an http address on this machine: '${devUrl}'.`);
  return {
    command,
    json,
    demo: isDemo ? readDemo(values, venues) : null,
    dataDir: word(values.data),
    port: readWhole('--port', values.port, 0, 65_535) ?? 0,
    opensWindow: command !== 'serve' && values['no-open'] !== true,
    host,
    devUrl,
    exitWithStdin: values['exit-with-stdin'] === true,
    shards: readWhole('--shards', values.shards, 0, 32),
  };
}

function readCapture(values: Values, json: boolean, venues: readonly Venue[]): CaptureCommand {
  const from = word(values.from);
  if (from !== 'live' && from !== 'demo')
    throw new UsageError(
      `crossbook capture needs --from live or --from demo${from === null ? '' : `, not '${from}'`}.`,
    );
  const stray = ['rate', 'seed', 'markets', 'kill-engine-after'].find((name) => values[name] !== undefined);
  if (from === 'live' && stray) throw new UsageError(`--${stray} is for the built-in exchange: use --from demo.`);
  const out = word(values.out);
  if (out === null || out === '')
    throw new UsageError('crossbook capture needs --out DIR, the folder for the session.');
  return {
    command: 'capture',
    json,
    demo: from === 'demo' ? readDemo(values, venues) : null,
    seconds: readSeconds('--seconds', values.seconds),
    out,
    dataDir: word(values.data),
    shards: readWhole('--shards', values.shards, 0, 32),
  };
}

function readCheck(values: Values, json: boolean, venues: readonly Venue[]): CheckCommand {
  return {
    command: 'check',
    json,
    seconds: readSeconds('--check', values.check) ?? 20,
    demo: readDemo(values, venues),
    shards: readWhole('--shards', values.shards, 0, 32),
  };
}

function readDemo(values: Values, venues: readonly Venue[]): DemoOptions {
  const keys: [VenueId, DemoKey][] = keyedVenues(venues).map((venue) => {
    const name = `${venue.id}-key`;
    const key = word(values[name]) ?? 'good';
    if (!isOneOf(DEMO_KEYS, key)) throw new UsageError(`--${name} is ${DEMO_KEYS.join(', ')}, not '${key}'.`);
    return [venue.id, key];
  });
  return {
    rate: readWhole('--rate', values.rate, 1, 100_000) ?? 1_000,
    seed: readWhole('--seed', values.seed, 0, 2 ** 31 - 1) ?? 1,
    quietMarkets: readWhole('--markets', values.markets, 0, QUIET_MARKETS_MAX) ?? 0,
    seconds: readSeconds('--seconds', values.seconds),
    keys: Object.fromEntries(keys),
    killEngineAfterSeconds: readSeconds('--kill-engine-after', values['kill-engine-after']),
  };
}

function isOneOf<Word extends string>(words: readonly Word[], given: string): given is Word {
  return (words as readonly string[]).includes(given);
}

function word(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
