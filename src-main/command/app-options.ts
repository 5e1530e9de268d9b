/** `crossbook start`, `serve`, `demo` and `capture` on the command line: whatever runs the app, with or without a window. */
import type { Option, Command as Parsed } from 'commander';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { type CommandRow, DATA_OPTION, JSON_OPTION } from './command-row.ts';
import { oneOf, option, seconds, whole } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export const HOSTS = ['electron', 'node'] as const;
export type HostName = (typeof HOSTS)[number];

/** Which key the demo uses with a venue that wants one: right, wrong, or none. */
export const DEMO_KEYS = ['good', 'wrong', 'none'] as const;
export type DemoKey = (typeof DEMO_KEYS)[number];

export type DemoOptions = {
  /** Messages a second of the built-in exchange, all venues together. */
  readonly rate: number;
  readonly seed: number;
  /** Markets that the exchange lists besides those that trade. */
  readonly quietMarkets: number;
  /** The demo ends after this time; null: when the window is closed. */
  readonly seconds: number | null;
  readonly keys: Readonly<Record<VenueId, DemoKey>>;
  /** For tests of recovery: the engine is killed once after this time. */
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

/** What commander gives for these options. */
type AppValues = {
  readonly json?: boolean;
  readonly data?: string;
  readonly port: number;
  readonly open?: boolean;
  readonly host?: HostName;
  readonly devUrl?: string;
  readonly exitWithStdin?: boolean;
  readonly shards?: number;
  readonly demo?: boolean;
  readonly check?: number;
  readonly from?: string;
  readonly out?: string;
  readonly seconds?: number;
} & Pick<DemoOptions, 'rate' | 'seed'> & { readonly markets: number; readonly killEngineAfter?: number };

/** Two and a half times what both exchanges list together. */
const QUIET_MARKETS_MAX = 500_000;

const SHARDS_OPTION = option(
  '--shards <n>',
  'engine threads; 0 is one shard without a thread (setting, else 0)',
  whole(0, 32),
);

const RUN_OPTIONS = [
  option('--port <n>', 'listen on this loopback port', whole(0, 65_535)).default(0, 'any free one'),
  SHARDS_OPTION,
  option('--exit-with-stdin', 'end when standard input ends, for programs that start Crossbook'),
  option('--dev-url <url>', 'load the window from a development server', (name, given) => {
    if (isDevAddress(given)) return given;
    throw new UsageError(`${name} is not an http address on this machine: '${given}'.`);
  }),
  DATA_OPTION,
  JSON_OPTION,
];

const WINDOW_OPTIONS = [
  option('--no-open', 'open no window; print the address'),
  option('--host <host>', 'electron or node (electron where its binary can be had)', oneOf(HOSTS, 'is', ' or ')),
];

const SECONDS_OPTION = option('--seconds <n>', 'end after n seconds', seconds);

const EXCHANGE_OPTIONS = [
  option('--rate <n>', 'messages a second, 1 to 100,000', whole(1, 100_000)).default(1_000),
  option('--seed <n>', 'the same seed gives the same market', whole(0, 2 ** 31 - 1)).default(1),
  option('--markets <n>', 'list n quiet markets besides those that trade', whole(0, QUIET_MARKETS_MAX)).default(0),
  option('--kill-engine-after <n>', 'kill the engine once after n seconds, to watch it recover', seconds),
];

/** The rows; a venue that wants a key adds an option to those that can run the built-in exchange. */
export function appRows(venues: readonly Venue[]): readonly CommandRow<AppCommand | CheckCommand | CaptureCommand>[] {
  const keyed = venues.filter((venue) => venue.signedUpgrade);
  const keys = keyed.map(({ id, name }): readonly [VenueId, Option] => [
    id,
    option(`--${id}-key <key>`, `${name}'s key: ${DEMO_KEYS.join(', ')}`, oneOf(DEMO_KEYS, 'is')).default(
      'good',
      'good',
    ),
  ]);
  const exchange = [SECONDS_OPTION, ...EXCHANGE_OPTIONS, ...keys.map(([, key]) => key)];
  const check = option(
    '--check <n>',
    'no window: run n seconds, compare every book with the truth, exit 1 on a difference',
    seconds,
  );
  const app = (command: AppCommand['command'], text: string, options: readonly Option[]): CommandRow<AppCommand> => ({
    name: command,
    text,
    operands: '',
    options: [...options, ...RUN_OPTIONS],
    read: (parsed) => readApp(command, parsed, keys),
  });
  const demo = app('demo', 'open Crossbook on the built-in exchange: no account, no network', [
    ...WINDOW_OPTIONS,
    ...exchange,
    check,
  ]);
  return [
    { ...demo, read: (parsed) => readCheck(parsed, keys) ?? demo.read(parsed) },
    app('start', 'open Crossbook on the live exchanges', WINDOW_OPTIONS),
    app('serve', 'run without a window, to be watched from a browser through an SSH tunnel', [
      option('--demo', 'run the built-in exchange; the options below from --seconds to the keys are for it'),
      ...exchange,
    ]),
    {
      name: 'capture',
      text: 'record everything that arrives, without a window',
      operands: '',
      options: [
        option('--from <from>', 'live or demo'),
        option('--out <dir>', 'the folder for the session'),
        ...exchange,
        SHARDS_OPTION,
        DATA_OPTION,
        JSON_OPTION,
      ],
      read: (parsed) => readCapture(parsed, keys),
    },
  ];
}

/** The development server's page. What our window shows is trusted, so it must come from this machine. */
export function isDevAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

type Keys = readonly (readonly [VenueId, Option])[];

function readApp(command: AppCommand['command'], parsed: Parsed, keys: Keys): AppCommand {
  const { json = false, data = null, port, open = false, host = null, ...values } = parsed.opts<AppValues>();
  const { devUrl = null, exitWithStdin = false, shards = null } = values;
  const isDemo = command === 'demo' || values.demo === true;
  if (!isDemo) refuseExchangeOptions(parsed, [SECONDS_OPTION, ...EXCHANGE_OPTIONS], 'add --demo');
  const demo = isDemo ? readDemo(parsed, keys) : null;
  return { command, json, demo, dataDir: data, port, opensWindow: open, host, devUrl, exitWithStdin, shards };
}

function readCheck(parsed: Parsed, keys: Keys): CheckCommand | null {
  const { check, json = false, shards = null } = parsed.opts<AppValues>();
  return check === undefined ? null : { command: 'check', json, seconds: check, demo: readDemo(parsed, keys), shards };
}

function readCapture(parsed: Parsed, keys: Keys): CaptureCommand {
  const { from, out, json = false, data = null, seconds: length = null, shards = null } = parsed.opts<AppValues>();
  if (from !== 'live' && from !== 'demo') {
    const given = from === undefined ? '' : `, not '${from}'`;
    throw new UsageError(`crossbook capture needs --from live or --from demo${given}.`);
  }
  if (from === 'live') refuseExchangeOptions(parsed, EXCHANGE_OPTIONS, 'use --from demo');
  if (!out) throw new UsageError('crossbook capture needs --out DIR, the folder for the session.');
  const demo = from === 'demo' ? readDemo(parsed, keys) : null;
  return { command: 'capture', json, demo, seconds: length, out, dataDir: data, shards };
}

function refuseExchangeOptions(parsed: Parsed, options: readonly Option[], remedy: string): void {
  const stray = options.find((given) => parsed.getOptionValueSource(given.attributeName()) === 'cli');
  if (stray) throw new UsageError(`${stray.long} is for the built-in exchange: ${remedy}.`);
}

function readDemo(parsed: Parsed, keys: Keys): DemoOptions {
  const values = parsed.opts<AppValues & Readonly<Record<string, DemoKey>>>();
  return {
    rate: values.rate,
    seed: values.seed,
    quietMarkets: values.markets,
    seconds: values.seconds ?? null,
    keys: Object.fromEntries(keys.map(([venue, key]) => [venue, values[key.attributeName()]!])),
    killEngineAfterSeconds: values.killEngineAfter ?? null,
  };
}
