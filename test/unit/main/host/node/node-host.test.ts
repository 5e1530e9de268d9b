/** The Node host as a whole: page, gate, ports to main and to an engine in a thread, and the order in which it ends. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppCommand } from '../../../../../src-main/command/app-options.ts';
import { readCommand } from '../../../../../src-main/command/command-line.ts';
import { nodeEngine } from '../../../../../src-main/host/node/node-engine.ts';
import { type NodeHost, startNodeHost } from '../../../../../src-main/host/node/node-host.ts';
import type { StartDemo } from '../../../../../src-main/host/open-app.ts';
import { createPort, type Port, type PortData } from '../../../../../src-shared/contract/port.ts';
import { webSocketWire } from '../../../../../src-shared/contract/web-socket-wire.ts';
import { dialSocket, openSocket } from '../../../../contract/transports.ts';
import { FakeApp } from '../../../../fakes/app.ts';

let folder: string;
let host: NodeHost | null;
let fakeApp: FakeApp;
let windows: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-host-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), 'the page');
  host = null;
  windows = [];
});

afterEach(async () => {
  await host?.stop();
  await rm(folder, { recursive: true });
});

const noDemo: StartDemo = () => Promise.reject(new Error('no demo here'));

async function start(line = 'start', startDemo = noDemo, data = 'data'): Promise<NodeHost> {
  host = await startNodeHost({
    command: readCommand([...line.split(' '), '--data', join(folder, data)], []) as AppCommand,
    version: '1.2.3',
    hostName: 'Node',
    venues: [],
    environment: {},
    now: new Date(0),
    vault: null,
    launchEngine: nodeEngine(new URL('../../../../fakes/echo-engine.ts', import.meta.url)),
    createApp(options) {
      fakeApp = new FakeApp(options);
      return fakeApp;
    },
    startDemo,
    windowFolder: join(folder, 'renderer'),
    onWindows: (count) => windows.push(count),
    say: () => {},
  });
  return host;
}

function open(name: string): Port {
  return createPort(webSocketWire(dialSocket(host!.server, name)), () => () => {});
}

const next = (port: Port): Promise<PortData> =>
  new Promise((resolve) => {
    port.onMessage = resolve;
  });
const closed = (port: Port): Promise<string> =>
  new Promise((resolve) => {
    port.onClose = resolve;
  });

describe('the Node host', () => {
  test('serves the page', async () => {
    const { server } = await start();
    const answer = await fetch(server.url);
    expect(await answer.text()).toBe('the page');
    expect(answer.headers.get('content-security-policy')).toContain(`ws://127.0.0.1:${server.port}`);
  });

  test('gives every window a port to main', async () => {
    await start();
    const port = open('main');
    expect(await next(port)).toEqual({ kind: 'engine', state: 'running' });
    const answer = next(port);
    port.post({ kind: 'request' });
    expect(await answer).toEqual({ kind: 'failed', id: 0, text: '{"kind":"request"}' });
    await next(open('main'));
    expect(windows).toEqual([1, 2]);
    expect(fakeApp.windows.size).toBe(2);
  });

  test('gives every window a port to the engine, which answers past main', async () => {
    await start();
    const first = open('engine');
    const second = open('engine');
    const greetings = (await Promise.all([next(first), next(second)])) as unknown as { window: number }[];
    expect(greetings.map(({ window }) => window).sort()).toEqual([1, 2]);
    for (const port of [first, second]) {
      const answer = next(port);
      port.post(new Uint8Array([1, 2, 3]));
      expect([...((await answer) as Uint8Array)]).toEqual([1, 2, 3]);
    }
    expect(fakeApp.windows.size).toBe(0);
  });

  test('closes the windows’ engine ports when the engine dies, and opens them again with the next', async () => {
    await start();
    const port = open('engine');
    await next(port);
    const reason = closed(port);
    await fakeApp.killEngine();
    await reason;
    const none = open('engine');
    expect(await closed(none)).toBe('the engine is not running');
    await fakeApp.start();
    expect(await next(open('engine'))).toMatchObject({ kind: 'adopted' });
  });

  test('tells the windows when it ends, ends the engine and writes what is remembered', async () => {
    const { state } = await start();
    const port = open('main');
    await next(port);
    const reason = closed(port);
    state.update({ watchlist: ['one:1'] });
    await host!.stop();
    host = null;
    expect(await reason).toBe('Crossbook was closed');
    expect([fakeApp.stopped, fakeApp.engine()]).toEqual([1, null]);
    expect(await readdir(join(folder, 'data'))).toEqual(['log', 'state.json']);
  });

  test('starts with broken files and says so to the app', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'settings.json'), '{');
    await writeFile(join(folder, 'data', 'state.json'), '[]');
    const { warnings } = await start();
    expect(warnings).toHaveLength(2);
    expect(fakeApp.options.warnings).toEqual(warnings);
  });

  test('ends what it had started when its port is taken', async () => {
    const { server } = await start();
    const first = fakeApp;
    const kept = host;
    const again = start(`start --port ${server.port}`, noDemo, 'other');
    await expect(again).rejects.toThrow(/^Port \d+ of this machine is in use/);
    expect(fakeApp).not.toBe(first);
    expect([fakeApp.stopped, fakeApp.engine()]).toEqual([1, null]);
    host = kept;
  });

  test('says in one sentence that the window is not built', async () => {
    await rm(join(folder, 'renderer'), { recursive: true });
    await expect(start()).rejects.toThrow(/^The window is not built/);
  });
});

describe('the demo on the Node host', () => {
  test('leads the app to the exchange by settings, and ends the exchange last', async () => {
    const order: string[] = [];
    const members = ['one:a', 'two:b'].map((listing) => ({ listing, orientation: 'same' as const }));
    const link = { id: 'link:x', title: 'x', status: 'confirmed' as const, members };
    await start('serve --demo --shards 3 --seed 9', async (options, settings, at) => {
      expect([options.seed, settings.shards, at]).toEqual([9, 3, join(folder, 'data')]);
      return {
        settings: { ...settings, logLevel: 'debug' },
        links: [link],
        stop: async () => {
          order.push(`exchange, app stopped ${fakeApp.stopped} times`);
        },
      };
    });
    expect(fakeApp.options).toMatchObject({ mode: 'demo', settings: { logLevel: 'debug' } });
    expect(fakeApp.options.links?.all()).toMatchObject([{ id: 'link:x' }]);
    await host!.stop();
    host = null;
    expect(order).toEqual(['exchange, app stopped 1 times']);
  });

  test('kills the engine once when it is asked to', async () => {
    const demo: StartDemo = async (_options, settings) => ({ settings, links: [], stop: async () => {} });
    await start('serve --demo --kill-engine-after 0.05', demo);
    const engine = fakeApp.engine()!;
    const reason = await new Promise((resolve) => {
      engine.onExit = resolve;
    });
    expect(reason).toBe('it was killed');
    await fakeApp.start();
  });

  test('says why it does not start', async () => {
    await expect(start('serve --demo')).rejects.toThrow('no demo here');
  });
});

test('a window that was let go is no window any more', async () => {
  await start();
  const socket = await openSocket(host!.server, 'main');
  const gone = new Promise((resolve) => {
    fakeApp.windows.get(1)!.onClose = resolve;
  });
  socket.terminate();
  await once(socket, 'close');
  await gone;
  expect(windows).toEqual([1, 0]);
});
