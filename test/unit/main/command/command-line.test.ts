/** The command line: what is understood, and the one sentence for what is not. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { helpText, readAppCommand, readCommand } from '../../../../src-main/command/command-line.ts';
import { UsageError } from '../../../../src-main/command/usage-error.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';

const open = { id: 'open', name: 'Open', signedUpgrade: null } as unknown as Venue;
const keyed = { id: 'keyed', name: 'Keyed', signedUpgrade: {} } as unknown as Venue;
const venues = [open, keyed];

const read = (line: string) => readCommand(line.split(' ').filter(Boolean), venues);

function problem(line: string): string {
  try {
    read(line);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error(`'${line}' was understood`);
}

describe('the command line', () => {
  test('has defaults for everything', () => {
    expect(read('demo')).toEqual({
      command: 'demo',
      json: false,
      demo: {
        rate: 1_000,
        seed: 1,
        quietMarkets: 0,
        seconds: null,
        keys: { keyed: 'good' },
        killEngineAfterSeconds: null,
      },
      dataDir: null,
      port: 0,
      opensWindow: true,
      host: null,
      devUrl: null,
      exitWithStdin: false,
      shards: null,
    });
    expect(read('start')).toMatchObject({ command: 'start', demo: null, opensWindow: true });
    expect(read('serve')).toMatchObject({ command: 'serve', demo: null, opensWindow: false });
    expect(read('serve --demo --rate 5')).toMatchObject({ command: 'serve', demo: { rate: 5 }, opensWindow: false });
  });

  test('records from the live exchanges or the built-in one', () => {
    expect(read('capture --from live --out /s')).toEqual({
      command: 'capture',
      json: false,
      demo: null,
      seconds: null,
      out: '/s',
      dataDir: null,
      shards: null,
    });
    expect(read('capture --from demo --rate 5000 --seconds 60 --out s --json')).toMatchObject({
      demo: { rate: 5_000 },
      seconds: 60,
      json: true,
    });
  });

  test.each([
    ['capture --out /s', '--from'],
    ['capture --from file --out /s', '--from'],
    ['capture --from demo', '--out'],
    ['capture --from live --rate 5 --out /s', '--rate'],
  ])('says what is wrong with %s', (line, what) => {
    expect(problem(line)).toContain(what);
  });

  test('takes every option', () => {
    const line =
      'demo --rate 100000 --seed 0 --seconds 1.5 --port 65535 --no-open --shards 4 --data /d --kill-engine-after 3' +
      ' --keyed-key wrong --host node --dev-url http://localhost:1 --exit-with-stdin --json';
    expect(read(line)).toEqual({
      command: 'demo',
      json: true,
      demo: {
        rate: 100_000,
        seed: 0,
        quietMarkets: 0,
        seconds: 1.5,
        keys: { keyed: 'wrong' },
        killEngineAfterSeconds: 3,
      },
      dataDir: '/d',
      port: 65_535,
      opensWindow: false,
      host: 'node',
      devUrl: 'http://localhost:1',
      exitWithStdin: true,
      shards: 4,
    });
  });

  test('asks for the self-check', () => {
    expect(read('demo --check 20 --json --rate 50 --shards 2')).toMatchObject({
      command: 'check',
      seconds: 20,
      json: true,
      shards: 2,
      demo: { rate: 50, keys: { keyed: 'good' } },
    });
  });

  test('asks for doctor, version and help in the usual ways', () => {
    expect(read('doctor --json --data x')).toEqual({ command: 'doctor', json: true, dataDir: 'x' });
    expect(read('version')).toEqual({ command: 'version', json: false });
    expect(read('--version --json')).toEqual({ command: 'version', json: true });
    for (const line of ['', 'help', '--help', '-h', 'demo --help', 'start -h']) {
      expect(read(line)).toMatchObject({ command: 'help' });
    }
  });

  test.each([
    ['frob', "no command 'frob'"],
    ['--frob', "no command '--frob'"],
    ['demo --frob', "'--frob'"],
    ['demo frob', 'frob'],
    ['start --rate 5', "'--rate'"],
    ['start --check 5', "'--check'"],
    ['doctor --port 5', "'--port'"],
    ['demo --open-key good', "'--open-key'"],
    ['demo --rate', '--rate'],
    ['demo --rate 0', '--rate is a whole number from 1 to 100000'],
    ['demo --rate 100001', '--rate'],
    ['demo --rate 1e3', '--rate'],
    ['demo --rate=-5', '--rate'],
    ['demo --rate 1.5', '--rate'],
    ['demo --seconds 0', '--seconds is a number of seconds'],
    ['demo --check never', '--check'],
    ['demo --port 65536', '--port'],
    ['demo --host windows', "--host is electron or node, not 'windows'"],
    ['demo --keyed-key maybe', "--keyed-key is good, wrong, none, not 'maybe'"],
    ['demo --dev-url nowhere', '--dev-url'],
    ['demo --dev-url https://evil.example/', '--dev-url'],
    ['demo --dev-url http://localhost.evil.example:5173', '--dev-url'],
    ['serve --rate 5', '--rate is for the built-in exchange: add --demo'],
    ['serve --no-open', "'--no-open'"],
  ])('that says `%s` gets one sentence', (line, words) => {
    const text = problem(line);
    expect(text).toContain(words);
    expect(text).not.toContain('\n');
    expect(text).toMatch(/\.$/);
  });

  test.each([
    ['list --out', 'links list --frob', "crossbook links: Unknown option '--frob'"],
    ['sessions', 'sessions', 'crossbook sessions needs one of list, info, verify, merge, import'],
    ['sessions merge', 'sessions merge a b', 'needs --out DIR'],
    ['version', 'version frob', "Unexpected argument 'frob'"],
    ['help', 'help frob', "no command 'frob'"],
  ])('refuses a misused %s', (_name, line, words) => {
    expect(problem(line)).toContain(words);
  });

  test('shows the options of the command that help is asked for', () => {
    expect(read('sessions list --help --json')).toEqual({ command: 'help', json: true, of: 'sessions' });
    expect(read('help sessions')).toEqual({ command: 'help', json: false, of: 'sessions' });
    const help = helpText('1.2.3', venues, 'sessions');
    for (const word of ['Usage: crossbook sessions <action>', '--out <dir>', 'merge A B ..'])
      expect(help).toContain(word);
    expect(help).not.toContain('--rate');
  });

  test('is explained by the help, every command and the venues’ options included', () => {
    const help = ['demo', 'start', 'serve', 'doctor', null].map((of) => helpText('1.2.3', venues, of)).join('\n');
    for (const word of [
      '1.2.3',
      'demo',
      'start',
      'serve',
      'doctor',
      '--keyed-key <key>',
      '--check <n>',
      '(default: 1000)',
      '--json',
    ]) {
      expect(help).toContain(word);
    }
    expect(help).not.toContain('--open-key');
  });
});

describe('Electron’s command line', () => {
  const electron = (line: string, environment = {}) =>
    readAppCommand(line.split(' ').filter(Boolean), environment, venues);

  test('has the command after the program’s own arguments', () => {
    expect(electron('--no-sandbox --inspect=0 /app demo --rate 7')).toMatchObject({
      command: 'demo',
      demo: { rate: 7 },
    });
    expect(electron('/app start --data /d')).toMatchObject({ command: 'start', dataDir: '/d' });
  });

  test('without a command is start, and under the development server the demo', () => {
    expect(electron('--no-sandbox .')).toMatchObject({ command: 'start', devUrl: null });
    const environment = { ELECTRON_RENDERER_URL: 'http://localhost:5173' };
    expect(electron('.', environment)).toMatchObject({ command: 'demo', devUrl: 'http://localhost:5173' });
    expect(electron('. start', environment)).toMatchObject({ command: 'start', devUrl: 'http://localhost:5173' });
    const foreign = { ELECTRON_RENDERER_URL: 'https://evil.example/' };
    expect(electron('.', foreign)).toMatchObject({ command: 'start', devUrl: null });
  });

  test('opens nothing for a command that opens no window of its own', () => {
    expect(() => electron('demo --check 5')).toThrow(UsageError);
  });
});

test.each([
  ['demo --rate 5', 'desktop'],
  ['start --no-open', 'desktop'],
  ['serve --demo', 'page'],
  ['demo --check 5', ''],
  ['demo --data --check', 'desktop'],
  ['start --help', ''],
  ['start --dev-url http://localhost:1', ''],
  ['demo --frob', ''],
  ['doctor', ''],
])('the launcher is told what `%s` shows', async (line, shown) => {
  const entry = new URL('../../../../src-main/command/shown-window.ts', import.meta.url);
  const args = [fileURLToPath(entry), ...line.split(' ')];
  expect((await promisify(execFile)(process.execPath, args)).stdout).toBe(shown);
});
