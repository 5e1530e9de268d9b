/** The `crossbook` command as a program: its standard output, its exit code, its first line, its end. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { MainToWindow } from '../../../src-shared/contract/window-main.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { writeSample } from './session/sample-session.ts';

const entry = join(import.meta.dirname, '../../../src-main/cli.ts');
/** Loads no built window: the page would come from a development server. */
const PAGE = ['--dev-url', 'http://127.0.0.1:9/'];

/** For a test that starts several programs one after the other, on a machine that is busy. */
const SEVERAL_MS = 180_000;

let folder: string;
let children: ChildProcessWithoutNullStreams[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-cli-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string | undefined>>;

function launch(args: readonly string[], environment: Environment = {}): ChildProcessWithoutNullStreams {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    ...environment,
  };
  const child = spawn(process.execPath, [entry, ...args], { env, cwd: folder });
  children.push(child);
  return child;
}

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

async function run(args: readonly string[], environment: Environment = {}): Promise<Ended> {
  const child = launch(args, environment);
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

type Ready = { readonly url: string; readonly port: number; readonly pid: number };

async function ready(child: ChildProcessWithoutNullStreams): Promise<Ready> {
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  return JSON.parse(line);
}

/** The first message a window gets. */
async function hello({ url }: Ready): Promise<Extract<MainToWindow, { kind: 'hello' }>> {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  const host = fragment.get('host') ?? new URL(url).host;
  const socket = new WebSocket(`ws://${host}/port/main`, ['crossbook', fragment.get('token') ?? ''], {
    origin: new URL(url).origin,
  });
  const [data] = await once(socket, 'message');
  socket.terminate();
  return JSON.parse(String(data));
}

describe('crossbook', () => {
  test('prints its version and its help', async () => {
    expect(await run(['version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(JSON.parse((await run(['--version', '--json'])).stdout)).toEqual({ version: expect.any(String) });
    expect(await run([])).toMatchObject({ code: 0, stdout: expect.stringContaining('doctor  ') });
  });

  test('answers what it does not understand with one sentence and 2', async () => {
    const plain = await run(['frob']);
    expect(plain).toEqual({
      code: 2,
      stdout: '',
      stderr: "There is no command 'frob'; `crossbook help` lists them.\n",
    });
    const json = await run(['demo', '--rate', 'x', '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toEqual({ ok: false, error: json.stderr.trim() });
  });

  test('says in one sentence that Electron was demanded and is not there', async () => {
    const environment = { REQUIRE_ELECTRON: '1', DISPLAY: ':0', CROSSBOOK_ELECTRON: join(folder, 'none') };
    const { code, stdout, stderr } = await run(['demo'], environment);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^crossbook: Electron is required: .*does not exist\.\n$/);
  });
});

describe('crossbook doctor', () => {
  const settings = (address: string): string => {
    const venues = VENUES.map((venue) => {
      const names = Object.keys(venue.environments[venue.defaultEnvironment] ?? {});
      return [venue.id, { endpoints: Object.fromEntries(names.map((name) => [name, address])) }];
    });
    return JSON.stringify({ venues: Object.fromEntries(venues) });
  };

  test('is well where all venues answer, and prints one JSON object', async () => {
    const server = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await writeFile(join(folder, 'settings.json'), settings(address));
    const { code, stdout } = await run(['doctor', '--json', '--data', folder]);
    server.closeAllConnections();
    server.close();
    const report = JSON.parse(stdout);
    expect(report.problems).toEqual([]);
    expect([code, report.ok, report.venues.length]).toEqual([0, true, VENUES.length]);
  });

  test('works without a network and is then not well', async () => {
    // Port 9 is "discard": fetch refuses it without trying.
    await writeFile(join(folder, 'settings.json'), settings('http://127.0.0.1:9'));
    const { code, stdout, stderr } = await run(['doctor', '--data', folder]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout.match(/NOT REACHABLE/g)).toHaveLength(VENUES.length);
    expect(stdout).toContain('problem: ');
  });
});

describe('crossbook demo', () => {
  test('checks itself and prints one JSON object', async () => {
    const { code, stdout } = await run(['demo', '--check', '1', '--rate', '200', '--json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ mismatches: 0, gaps: 0, decodeErrors: 0 });
    expect(report.books.total).toBeGreaterThan(0);
    expect(report.books.synced).toBe(report.books.total);
    expect(report.rate).toMatchObject({ asked: 200, droppedFrames: 0 });
    expect(report.rate.reached).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  test(
    'says which rate was reached where the machine cannot do what was asked for, and what limited it',
    async () => {
      const { stdout, stderr } = await run(['demo', '--check', '1', '--rate', '100000', '--json']);
      const { rate, messages } = JSON.parse(stdout);
      expect(rate.asked).toBe(100_000);
      expect(rate.reached).toBeLessThanOrEqual(messages);
      // No machine makes and reads a hundred thousand a second and keeps up with it all; one that does has no limit to name.
      const limit = { engine: 'the engine did not keep up', exchange: 'the built-in exchange could not make more' };
      expect(rate.limitedBy).toBe(rate.droppedFrames > 0 ? 'engine' : rate.reached < 90_000 ? 'exchange' : null);
      expect(stderr).toContain(`${rate.reached.toLocaleString('en')} of 100,000 messages a second were reached`);
      if (rate.limitedBy !== null) expect(stderr).toContain(limit[rate.limitedBy as keyof typeof limit]);
    },
    SEVERAL_MS,
  );

  test('says where it is in its first line, serves a window, and ends with its standard input', async () => {
    const child = launch(['demo', '--rate', '50', '--no-open', '--exit-with-stdin', ...PAGE]);
    const place = await ready(child);
    expect(place.pid).toBe(child.pid);
    expect(await hello(place)).toMatchObject({ kind: 'hello', mode: 'demo', host: expect.stringMatching(/^Node 24/) });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('never touches the profile of the live app', async () => {
    const child = launch(['demo', '--rate', '50', '--no-open', ...PAGE]);
    await ready(child);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readdir(join(folder, 'data'))).toEqual(['crossbook-demo']);
  });

  test('ends when its time is up', async () => {
    const { code, stdout } = await run(['demo', '--rate', '50', '--seconds', '0.2', '--no-open', '--json', ...PAGE]);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('says in one sentence that its port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(['demo', '--no-open', '--port', String(port), ...PAGE]);
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`crossbook: Port ${port} of this machine is in use; choose another with --port.\n`);
  });

  test.skipIf(process.platform === 'win32')('ends when its browser window was closed', async () => {
    const browser = join(folder, 'browser');
    await writeFile(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\n`);
    await chmod(browser, 0o700);
    const child = launch(['demo', '--rate', '50', '--host', 'node', ...PAGE], {
      DISPLAY: ':0',
      CROSSBOOK_BROWSER: browser,
    });
    const { url } = await ready(child);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await readdir(folder)).includes('arguments')).toBe(true);
    expect(url).toContain('#token=');
  });
});

describe('a session', () => {
  test(
    'is found by its id in the folder that the settings name, by every command',
    async () => {
      const data = join(folder, 'profile');
      await mkdir(data);
      await writeFile(join(data, 'settings.json'), JSON.stringify({ recording: { folder: 'elsewhere' } }));
      const id = '2026-11-18T12-26-40Z';
      writeSample(join(data, 'elsewhere'), id, { frames: 200 });
      const listed = await run(['sessions', 'list', '--data', data, '--json']);
      expect(JSON.parse(listed.stdout).sessions.map((session: { readonly id: string }) => session.id)).toEqual([id]);
      const out = join(folder, 'out');
      const exported = await run(['export', id, '--format', 'raw', '--out', out, '--data', data, '--json']);
      expect([exported.code, JSON.parse(exported.stdout)]).toMatchObject([0, { ok: true, session: id, messages: 200 }]);
      const unknown = await run(['export', 'none', '--format', 'raw', '--out', out, '--data', data]);
      expect(unknown.stderr).toBe(`crossbook: There is no session 'none' in ${join(data, 'elsewhere')}.\n`);
    },
    SEVERAL_MS,
  );
});

describe('crossbook start', () => {
  test(
    'runs once a profile: a second start says where the first is and ends, and a crash leaves nothing closed',
    async () => {
      const demo = ['demo', '--rate', '5', '--no-open', ...PAGE];
      const first = launch(demo);
      const running = await ready(first);
      const second = await run(demo);
      expect(second.code).toBe(0);
      expect(JSON.parse(second.stdout)).toEqual(running);
      expect(second.stderr).toContain(
        `Crossbook already runs with this profile (process ${running.pid}), at ${running.url}`,
      );
      // The live profile is another one.
      const live = launch(['serve', '--exit-with-stdin', ...PAGE]);
      await ready(live);
      live.stdin.end();
      await once(live, 'exit');
      first.kill('SIGKILL');
      await once(first, 'exit');
      const third = launch([...demo, '--exit-with-stdin']);
      expect((await ready(third)).pid).toBe(third.pid);
      third.stdin.end();
      expect(await once(third, 'exit')).toEqual([0, null]);
    },
    SEVERAL_MS,
  );

  test(
    'captures beside an app that uses the profile, and changes nothing of it',
    async () => {
      const data = join(folder, 'shared');
      const demo = ['--rate', '50', '--data', data];
      const app = launch(['demo', '--no-open', '--exit-with-stdin', ...demo, ...PAGE]);
      await ready(app);
      const before = await readFile(join(data, 'running.json'), 'utf8');
      const args = ['capture', '--from', 'demo', '--out', join(folder, 'out'), '--seconds', '1', '--json', ...demo];
      const captured = await run(args);
      expect([captured.code, JSON.parse(captured.stdout)]).toEqual([0, expect.objectContaining({ ok: true })]);
      expect(await readFile(join(data, 'running.json'), 'utf8')).toBe(before);
      app.stdin.end();
      expect(await once(app, 'exit')).toEqual([0, null]);
      expect(await readdir(data)).not.toContain('running.json');
    },
    SEVERAL_MS,
  );

  test(
    'runs the demo for the time where its folder cannot be written, and says so',
    async () => {
      await writeFile(join(folder, 'file'), '');
      const data = join(folder, 'file', 'data');
      const child = launch(['demo', '--rate', '5', '--no-open', '--data', data, '--exit-with-stdin', ...PAGE]);
      const { mode, warnings } = await hello(await ready(child));
      expect([mode, warnings]).toEqual([
        'demo',
        [
          `The folder ${data} cannot be written (part of its path is not a folder): this demo forgets everything when it ends.`,
        ],
      ]);
      child.stdin.end();
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    SEVERAL_MS,
  );

  test(
    'runs live where its folder cannot be written, and says what is lost',
    async () => {
      await writeFile(join(folder, 'file'), '');
      const data = join(folder, 'file', 'data');
      const child = launch(['serve', '--data', data, '--exit-with-stdin', ...PAGE]);
      const { warnings } = await hello(await ready(child));
      expect(warnings[0]).toContain(`The folder ${data} cannot be written (part of its path is not a folder)`);
      for (const warning of warnings) expect(warning).not.toMatch(/\bE[A-Z]{4,}\b/);
      child.stdin.end();
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    SEVERAL_MS,
  );

  test.skipIf(process.platform === 'win32')(
    'ends within seconds of SIGTERM though pipes stand for its files',
    async () => {
      const data = join(folder, 'piped');
      const session = join(data, 'sessions', '2026-05-04T14-00-00Z');
      await mkdir(session, { recursive: true });
      const pipes = [
        'one.pem',
        'state.json',
        'links.json',
        join('cache', 'catalog.sqlite'),
        join(session, '0001.mcap'),
      ];
      await mkdir(join(data, 'cache'));
      for (const name of pipes) execFileSync('mkfifo', [resolve(data, name)]);
      const venues = VENUES.map((venue) => {
        const names = Object.keys(venue.environments[venue.defaultEnvironment] ?? {});
        const endpoints = Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:9']));
        return [venue.id, { endpoints, key: { keyId: 'abc', privateKeyPath: 'one.pem' } }];
      });
      const settings = { venues: Object.fromEntries(venues), recording: { keepDays: 1 } };
      await writeFile(join(data, 'settings.json'), JSON.stringify(settings));
      const child = launch(['serve', '--data', data, '--json', ...PAGE]);
      await ready(child);
      const askedMs = performance.now();
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(performance.now() - askedMs).toBeLessThan(10_000);
    },
  );

  test('starts whatever is wrong with settings, key and addresses, a sentence each', async () => {
    const data = join(folder, 'mine');
    await mkdir(data);
    const venues = VENUES.map((venue) => {
      const names = Object.keys(venue.environments[venue.defaultEnvironment] ?? {});
      const endpoints = Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:9']));
      return [venue.id, { endpoints, key: { keyId: 'abc', privateKeyPath: 'none.pem' } }];
    });
    const settings = { shards: 'many', typo: 1, venues: { ...Object.fromEntries(venues), nowhere: {} } };
    await writeFile(join(data, 'settings.json'), JSON.stringify(settings));
    await writeFile(join(data, 'state.json'), '{');
    const child = launch(['serve', '--data', data, '--json', '--exit-with-stdin', ...PAGE]);
    const stderr = text(child.stderr);
    const { mode, warnings } = await hello(await ready(child));
    expect(mode).toBe('live');
    expect(warnings.length).toBeGreaterThanOrEqual(4);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    for (const word of ['shards', 'typo', 'nowhere', 'state.json']) {
      expect(warnings.filter((warning) => warning.includes(word))).toHaveLength(1);
      expect(await stderr).toContain(word);
    }
    expect(await stderr).toContain('ssh -N -L');
  });
});
