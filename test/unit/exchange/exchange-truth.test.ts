import { expect, test } from 'vitest';
import { CLIENTS, openBooks } from './exchange-client.ts';
import { withExchange } from './with-exchange.ts';

const FRAMES = 3_000;

test.each(CLIENTS)('a client of $venue holds the true books after the clock ran and was paused', async (client) => {
  const handle = await withExchange({ ratePerSecond: 20_000 });
  const socket = await client.open(handle);
  const reader = client.reader();
  socket.onFrame = (text) => reader.read(text);
  const books = await openBooks(handle, client.venue);
  await client.subscribe(socket, books);
  const enough = socket.next(() => socket.frames.length >= FRAMES);
  await handle.resume();
  await enough;
  await handle.pause();
  await client.settle(socket);
  const known = new Set(books.map(({ marketId }) => marketId));
  const truth = (await openBooks(handle, client.venue)).filter(({ marketId }) => known.has(marketId));
  expect(truth.length).toBeGreaterThan(20);
  for (const { marketId, symbols, bids, asks } of truth)
    expect([marketId, reader.sidesOf({ marketId, symbols })]).toEqual([marketId, { bids, asks }]);
  expect(reader.problems).toEqual([]);
});
