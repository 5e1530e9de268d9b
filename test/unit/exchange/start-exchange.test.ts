import { expect, onTestFinished, test } from 'vitest';
import type { ExchangeHandle } from '../../../src-exchange/control/handle.ts';
import { createExchange } from '../../../src-exchange/exchange.ts';
import { startExchange } from '../../../src-exchange/start.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import { CLIENTS, openBooks } from './exchange-client.ts';
import { START_MS } from './with-exchange.ts';

const OPTIONS = { seed: 9, ratePerSecond: 1_000, startPaused: true, startMs: START_MS } as const;

test('the exchange in its thread has the same books as here after the same events', async () => {
  const there = await startExchange(OPTIONS);
  onTestFinished(() => there.close());
  const here = await createExchange(OPTIONS);
  onTestFinished(() => here.close());
  await there.advance(3_000);
  await here.advance(3_000);
  const books = async (handle: typeof here): Promise<unknown> =>
    (await handle.truth()).map(({ marketId, symbols, bids, asks }) => ({ marketId, symbols, bids, asks }));
  expect(await books(there)).toEqual(await books(here));
  expect(there.links).toEqual(here.links);
  expect((await there.stats()).messages).toBe((await here.stats()).messages);
});

test('it streams, pauses, resumes at another rate, and ends', async () => {
  const handle = await startExchange(OPTIONS);
  const client = CLIENTS[0]!;
  const socket = await client.open(handle);
  await client.subscribe(socket, await openBooks(handle, client.venue));
  const subscribed = socket.frames.length;
  await handle.setRate(5_000);
  const flowing = socket.next(() => socket.frames.length > subscribed + 10);
  await handle.resume();
  await flowing;
  await handle.pause();
  const { messages, connections, framesSent } = await handle.stats();
  expect(messages).toBeGreaterThan(0);
  expect(framesSent).toBeGreaterThan(1);
  expect(connections).toEqual(Object.fromEntries(PLAYED_VENUES.map(({ id }) => [id, id === client.venue ? 1 : 0])));
  expect((await handle.stats()).messages).toBe(messages);
  await expect(handle.setRate(0)).rejects.toThrow('the rate must be');
  const closed = socket.closed();
  await handle.close();
  await closed;
  await expect(handle.truth()).rejects.toThrow('ended');
  await expect(fetch(firstAddress(handle))).rejects.toThrow();
});

test('thirteen contracts are linked at the start, one of them inverted', async () => {
  const handle = await createExchange(OPTIONS);
  onTestFinished(() => handle.close());
  expect(handle.links).toHaveLength(13);
  const inverted = handle.links.filter(({ members }) => members.some(({ orientation }) => orientation === 'inverted'));
  expect(inverted.map(({ title }) => title)).toEqual(['Celtics vs. Knicks']);
  expect(inverted[0]?.members.map(({ venue }) => venue)).toEqual(PLAYED_VENUES.map(({ id }) => id));
});

test('a port that is taken is an error, not a hang', async () => {
  const handle = await createExchange(OPTIONS);
  onTestFinished(() => handle.close());
  const port = Number(new URL(firstAddress(handle)).port);
  await expect(startExchange({ ...OPTIONS, port })).rejects.toThrow('EADDRINUSE');
});

/** An HTTP address of the first venue. */
function firstAddress({ addresses }: ExchangeHandle): string {
  const endpoints = Object.values(addresses[PLAYED_VENUES[0]!.id]!);
  return endpoints.find((url) => url.startsWith('http:'))!;
}
