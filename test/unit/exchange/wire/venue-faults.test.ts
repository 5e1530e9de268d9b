import { once } from 'node:events';
import { expect, test } from 'vitest';
import { CLIENTS, openBooks } from '../exchange-client.ts';
import { TestSocket } from '../test-client.ts';
import { urlOf, withExchange } from '../with-exchange.ts';

test.each(CLIENTS)('a silenced $venue answers and beats, but sends no data', async (client) => {
  const { venue } = client;
  const handle = await withExchange({ heartbeatMs: 10 });
  const socket = await client.open(handle);
  await handle.silence(venue, true);
  await client.subscribe(socket, await openBooks(handle, venue));
  await handle.advance(500);
  await client.settle(socket);
  expect(socket.frames.length).toBeLessThan(4);
  await handle.silence(venue, false);
  await handle.advance(500);
  await client.settle(socket);
  expect(socket.frames.length).toBeGreaterThan(20);
});

test.each(CLIENTS)('a refusing $venue answers 503 to new sockets and keeps the old', async (client) => {
  const { venue } = client;
  const handle = await withExchange();
  const old = await client.open(handle);
  const statusOfRest = async (): Promise<number> => {
    const [endpoint] = Object.entries(handle.addresses[venue]!).find(([name]) => name !== 'ws')!;
    return (await fetch(`${urlOf(handle, venue, endpoint)}/nothing-at-all`)).status;
  };
  await handle.refuse(venue, true);
  const { socket } = new TestSocket(urlOf(handle, venue, 'ws'));
  const [, response] = await once(socket, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  response.destroy();
  expect(await statusOfRest()).toBe(404);
  await handle.refuse(venue, true, { rest: true });
  expect(await statusOfRest()).toBe(503);
  await handle.refuse(venue, false);
  expect(await statusOfRest()).toBe(404);
  await client.subscribe(old, await openBooks(handle, venue));
});

test.each(CLIENTS)('sockets of $venue are ended with a code or without a word, all or one alone', async (client) => {
  const { venue } = client;
  const handle = await withExchange();
  const first = await client.open(handle);
  const second = await client.open(handle);
  const [, secondId] = (await handle.stats()).connectionIds[venue]!;
  const secondEnds = second.closed();
  await handle.disconnect(venue, { connection: secondId! });
  expect(await secondEnds).toBe(1006);
  const firstEnds = first.closed();
  await handle.disconnect(venue, { code: 1012, reason: 'restart' });
  expect(await firstEnds).toBe(1012);
});

test.each(CLIENTS)('a reset socket of $venue is reset on the wire, not closed', async (client) => {
  const handle = await withExchange();
  const { stream } = await client.open(handle);
  const failed = once(stream!, 'error');
  await handle.disconnect(client.venue, { reset: true });
  expect(String(await failed)).toContain('ECONNRESET');
});

test.each(CLIENTS)('any frame can be sent to every socket of $venue', async (client) => {
  const handle = await withExchange();
  const socket = await client.open(handle);
  const text = socket.next();
  await handle.inject(client.venue, 'not JSON');
  expect(await text).toBe('not JSON');
  const bytes = socket.next();
  await handle.inject(client.venue, new Uint8Array([0xff, 0x00]));
  expect(await bytes).toBe('binary:ff00');
});
