import { expect, test } from 'vitest';
import { mirrored, sorted } from '../../../unit/exchange/exchange-client.ts';
import { marketIds, withExchange } from '../../../unit/exchange/with-exchange.ts';
import { openSocket } from './client.ts';
import { NaiveBooks } from './naive-books.ts';

/** Enough for the tick change, a resolution and its successor at 100 events a second and a life of 90 seconds. */
const EVENTS = 12_000;

test('a client that folds signed changes holds the true books, without a gap in any sid', async () => {
  const handle = await withExchange({ eventsPerSecond: 100 });
  const socket = await openSocket(handle);
  const client = new NaiveBooks();
  socket.onFrame = (text) => client.read(text);
  const tickers = await marketIds(handle, 'kalshi');
  const half = tickers.length >> 1;
  const channels = ['orderbook_delta'];
  socket.send({ id: 1, cmd: 'subscribe', params: { channels, market_tickers: tickers.slice(0, half) } });
  socket.send({ id: 2, cmd: 'subscribe', params: { channels, market_tickers: tickers.slice(half) } });
  await socket.ask({ id: 3, cmd: 'subscribe', params: { channels: ['trade'] } }, (text) => text.includes('"id":3'));
  await handle.advance(EVENTS);
  await socket.ask({ id: 9, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":9'));

  const truth = (await handle.truth()).filter((book) => book.venue === 'kalshi' && tickers.includes(book.marketId));
  expect(truth).toHaveLength(tickers.length);
  for (const book of truth) {
    const legs = client.books.get(book.marketId);
    expect(sorted(legs?.yes, 1)).toEqual(book.bids);
    expect(sorted(mirrored(legs?.no), -1)).toEqual(book.asks);
  }
  expect(client.problems).toEqual([]);
  expect(client.gaps).toBe(0);
  expect([...client.seqs.keys()]).toEqual([1, 2, 3]);
  expect(truth.some((book) => book.resolved)).toBe(true);
  expect(client.seen.get('trade')).toBeGreaterThan(0);
});

test('dropped frames leave a gap in seq; a snapshot puts the book right again', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const client = new NaiveBooks();
  socket.onFrame = (text) => client.read(text);
  const tickers = await marketIds(handle, 'kalshi');
  await socket.ask({ id: 1, cmd: 'subscribe', params: { channels: ['orderbook_delta'], market_tickers: tickers } });
  await handle.advance(100);
  await handle.dropNext('kalshi', 5);
  await handle.advance(500);
  const params = { sid: 1, action: 'get_snapshot', market_tickers: tickers };
  socket.send({ id: 2, cmd: 'update_subscription', params });
  await socket.ask({ id: 3, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":3'));
  expect(client.gaps).toBe(1);
  for (const book of (await handle.truth()).filter(({ venue }) => venue === 'kalshi')) {
    expect([...(client.books.get(book.marketId)?.yes ?? [])].sort((a, b) => b[0] - a[0])).toEqual(book.bids);
  }
});

test('a client that does not read loses its subscriptions, with error 25, and keeps its socket', async () => {
  const handle = await withExchange({ unreadBytesMax: 1_000_000 });
  const socket = await openSocket(handle);
  const params = { channels: ['orderbook_delta'], market_tickers: await marketIds(handle, 'kalshi') };
  await socket.ask({ id: 1, cmd: 'subscribe', params });
  socket.socket.pause();
  // More than the kernel keeps for a reader that is away.
  await handle.advance(150_000);
  expect((await handle.stats()).connections.kalshi).toBe(1);
  const overflow = socket.next((text) => text.includes('"code":25'));
  socket.socket.resume();
  expect(JSON.parse(await overflow)).toMatchObject({ sid: 1, type: 'error' });
});

test('a game is listed for the team that is the second outcome elsewhere', async () => {
  const { links } = await withExchange();
  const members = links.flatMap((link) => link.members).filter(({ orientation }) => orientation === 'inverted');
  expect(members.map(({ marketId }) => marketId)).toEqual(['KXNBAGAME-26MAY04BOSNYK-NYK']);
});
