/** The engine as each host launches it: ports to it, its end, its death. */
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EngineProcess } from '../../../../src-main/app/engine/engine-process.ts';
import { electronEngine } from '../../../../src-main/host/electron/electron-engine.ts';
import { nodeEngine } from '../../../../src-main/host/node/node-engine.ts';
import { electronPort, messagePortWire, nodePort } from '../../../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type PortData } from '../../../../src-shared/contract/port.ts';
import { FakeMessageChannelMain } from '../../../fakes/electron-port.ts';

vi.mock('electron', () => import('../../../fakes/electron.ts'));

const entry = new URL('../../../fakes/echo-engine.ts', import.meta.url);
const noHeartbeat = () => () => {};

type Host = {
  readonly title: string;
  readonly launch: (file: URL) => EngineProcess<never>;
  /** A channel as the host makes it: what the engine adopts, and our end. */
  readonly channel: () => { readonly end: never; readonly port: Port };
};

const hosts: readonly Host[] = [
  {
    title: 'a thread of the Node host',
    launch: (file) => nodeEngine(file)() as EngineProcess<never>,
    channel() {
      const { port1, port2 } = new MessageChannel();
      const wire = messagePortWire(nodePort(port1), { transferBuffers: true });
      return { end: port2 as never, port: createPort(wire, noHeartbeat) };
    },
  },
  {
    title: 'a utility process of Electron (fake)',
    launch: (file) => electronEngine(fileURLToPath(file))() as unknown as EngineProcess<never>,
    channel() {
      const { port1, port2 } = new FakeMessageChannelMain();
      const wire = messagePortWire(electronPort(port1), { transferBuffers: false });
      return { end: port2 as never, port: createPort(wire, noHeartbeat) };
    },
  },
];

const next = (port: Port): Promise<PortData> =>
  new Promise((resolve) => {
    port.onMessage = resolve;
  });
const closed = (port: Port): Promise<string> =>
  new Promise((resolve) => {
    port.onClose = resolve;
  });
const ended = (engine: EngineProcess<never>): Promise<string> =>
  new Promise((resolve) => {
    engine.onExit = resolve;
  });

describe.each(hosts)('the engine as $title', ({ launch, channel }) => {
  let engine: EngineProcess<never>;
  let end: Promise<string>;

  const start = (file = entry): Port => {
    engine = launch(file);
    end = ended(engine);
    return engine.port as unknown as Port;
  };

  afterEach(async () => {
    engine.kill();
    await end;
  });

  test('hears and answers main', async () => {
    const port = start();
    const answer = next(port);
    port.post({ kind: 'hello' });
    expect(await answer).toEqual({ kind: 'hello' });
  });

  test('takes binary frames', async () => {
    const port = start();
    const answer = next(port);
    port.post(new Uint8Array([1, 2, 3]));
    expect([...((await answer) as Uint8Array)]).toEqual([1, 2, 3]);
  });

  test('adopts the ports of windows, each with its number', async () => {
    start();
    for (const window of [1, 2]) {
      const { end, port } = channel();
      const first = next(port);
      engine.adopt(window, end);
      expect(await first).toEqual({ kind: 'adopted', window });
      const answer = next(port);
      port.post({ kind: 'mine' });
      expect(await answer).toEqual({ kind: 'mine' });
    }
  });

  test('is ready when it is the real one', async () => {
    const port = start(new URL('../../../../src-worker/worker.ts', import.meta.url));
    expect(await next(port)).toEqual({ kind: 'ready' });
  });

  test('closes every port when it dies, with its code as the reason', async () => {
    const port = start();
    const { end: windowEnd, port: window } = channel();
    const adopted = next(window);
    engine.adopt(1, windowEnd);
    await adopted;
    const all = Promise.all([closed(port), closed(window)]);
    port.post({ kind: 'die' });
    expect(await end).toBe('it ended with code 7');
    await all;
  });

  test('tells what broke it', async () => {
    start().post({ kind: 'throw' });
    expect(await end).toContain('broken on purpose');
  });

  test('tells when its file is missing', async () => {
    start(new URL('none.ts', entry));
    expect(await end).toContain('none.ts');
  });

  test('ends at once when killed, and closes ports it is given afterwards', async () => {
    start();
    engine.kill();
    expect(await end).toBe('it was killed');
    const { end: windowEnd, port } = channel();
    const reason = closed(port);
    engine.adopt(1, windowEnd);
    expect(await reason).toBe('the other end is gone');
  });
});
