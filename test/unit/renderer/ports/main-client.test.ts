/** The main client over a real MessageChannel. */
import { afterEach, describe, expect, it } from 'vitest';
import { createMainClient, type MainClient, type MainPush } from '../../../../src-renderer/ports/main-client.ts';
import type { MainToWindow, WindowToMain } from '../../../../src-shared/contract/window-main.ts';
import { FarSide } from '../message-ports.ts';

const clients: MainClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

async function start() {
  const main = new FarSide<MainToWindow, WindowToMain>();
  const pushes: MainPush[] = [];
  const waiters: (() => void)[] = [];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const client = createMainClient({
    connect: main.connect,
    onState: (state) => {
      if (state === 'open') open();
    },
    onPush: (push) => {
      pushes.push(push);
      for (const resolve of waiters.splice(0)) resolve();
    },
  });
  clients.push(client);
  client.start();
  await opened;
  return { main, client, pushes, nextPush: () => new Promise<void>((resolve) => waiters.push(resolve)) };
}

describe('main client', () => {
  it('answers each request with its own answer, whatever their order', async () => {
    const { main, client } = await start();
    const both = main.inbox.next('request', (message) => message.id === 2);
    const report = client.request('report', {});
    const search = client.request('search', { text: 'fed', venues: [], limit: 5 });
    await both;
    main.port?.post({ kind: 'answer', id: 2, answer: [] });
    main.port?.post({ kind: 'answer', id: 1, answer: 'the report' });
    expect(await search).toEqual([]);
    expect(await report).toBe('the report');
  });

  it('fails a request with the sentence that main gave', async () => {
    const { main, client } = await start();
    const asked = main.inbox.next('request');
    const request = client.request('reconnect', { connection: 9 });
    const { id } = await asked;
    main.port?.post({ kind: 'failed', id, text: 'There is no connection 9.' });
    await expect(request).rejects.toThrow('There is no connection 9.');
  });

  it('fails what is under way when the port is lost', async () => {
    const { main, client } = await start();
    const asked = main.inbox.next('request');
    const request = client.request('report', {});
    await asked;
    main.port?.close('main stopped');
    await expect(request).rejects.toThrow('cannot be reached');
  });

  it('fails a request at once while there is no port', async () => {
    const client = createMainClient({
      connect: () => new Promise(() => undefined),
      onState: () => undefined,
      onPush: () => undefined,
    });
    clients.push(client);
    client.start();
    await expect(client.request('report', {})).rejects.toThrow('cannot be reached');
  });

  it('hands over what main pushes', async () => {
    const { main, pushes, nextPush } = await start();
    const pushed = nextPush();
    main.port?.post({ kind: 'engine', state: 'restarting' });
    await pushed;
    expect(pushes).toEqual([{ kind: 'engine', state: 'restarting' }]);
  });
});
