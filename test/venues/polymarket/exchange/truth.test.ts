import { expect, test } from 'vitest';
import { mirrored, sorted } from '../../../unit/exchange/exchange-client.ts';
import { withExchange } from '../../../unit/exchange/with-exchange.ts';
import { openSocket, tokenIds } from './client.ts';
import { NaiveBooks } from './naive-books.ts';

/** Enough for the tick change, a resolution and its successor at 100 events a second and a life of 90 seconds. */
const EVENTS = 12_000;

test('a client that folds absolute sizes holds the true books of both tokens', async () => {
  const handle = await withExchange({ eventsPerSecond: 100 });
  const socket = await openSocket(handle);
  const client = new NaiveBooks();
  socket.onFrame = (text) => client.read(text);
  const known = new Set(await tokenIds(handle));
  await socket.ask({ assets_ids: [...known], type: 'market' });
  await handle.advance(EVENTS);
  await socket.ask('PING', (text) => text === 'PONG');

  const truth = (await handle.truth()).filter(
    (book) => book.venue === 'polymarket' && known.has(book.symbols[0] ?? ''),
  );
  expect(truth.length).toBeGreaterThan(25);
  for (const book of truth) {
    const yes = client.books.get(book.symbols[0] ?? '');
    const no = client.books.get(book.symbols[1] ?? '');
    expect(sorted(yes?.bids, 1)).toEqual(book.bids);
    expect(sorted(yes?.asks, -1)).toEqual(book.asks);
    expect(sorted(mirrored(no?.asks), 1)).toEqual(book.bids);
    expect(sorted(mirrored(no?.bids), -1)).toEqual(book.asks);
  }
  expect(client.problems).toEqual([]);
  expect(truth.some((book) => book.resolved)).toBe(true);
  expect([...client.seen.keys()].sort()).toEqual(['book', 'last_trade_price', 'price_change', 'tick_size_change']);
  expect(client.transientCrosses).toBeGreaterThan(0);
});

test('a client that does not read is cut off', async () => {
  const handle = await withExchange({ unreadBytesMax: 1_000_000 });
  const socket = await openSocket(handle);
  await socket.ask({ assets_ids: await tokenIds(handle), type: 'market' });
  socket.socket.pause();
  // More than the kernel keeps for a reader that is away.
  await handle.advance(150_000);
  const cut = socket.closed();
  socket.socket.resume();
  expect(await cut).toBe(1006);
});
