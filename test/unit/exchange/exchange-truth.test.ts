import { expect, test } from 'vitest';
import { NaiveKalshi } from './naive-kalshi.ts';
import { NaivePolymarket } from './naive-polymarket.ts';
import { kalshiSocket, marketIds, polymarketSocket, tokenIds, withExchange } from './with-exchange.ts';

/** Enough for the tick change, a resolution and its successor at 100 events a second and a life of 90 seconds. */
const EVENTS = 12_000;

const toSide = (levels: ReadonlyMap<number, number>, bestFirst: 1 | -1): [number, number][] =>
  [...levels].sort((a, b) => (b[0] - a[0]) * bestFirst);
const mirrored = (levels: ReadonlyMap<number, number>): Map<number, number> =>
  new Map([...levels].map(([price, size]) => [1_000_000 - price, size]));

test('a client that folds Polymarket’s absolute sizes holds the true books of both tokens', async () => {
  const handle = await withExchange({ eventsPerSecond: 100 });
  const socket = await polymarketSocket(handle);
  const client = new NaivePolymarket();
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
    expect(toSide(yes?.bids ?? new Map(), 1)).toEqual(book.bids);
    expect(toSide(yes?.asks ?? new Map(), -1)).toEqual(book.asks);
    expect(toSide(mirrored(no?.asks ?? new Map()), 1)).toEqual(book.bids);
    expect(toSide(mirrored(no?.bids ?? new Map()), -1)).toEqual(book.asks);
  }
  expect(client.problems).toEqual([]);
  expect(truth.some((book) => book.resolved)).toBe(true);
  expect([...client.seen.keys()].sort()).toEqual(['book', 'last_trade_price', 'price_change', 'tick_size_change']);
  expect(client.transientCrosses).toBeGreaterThan(0);
});

test('a client that folds Kalshi’s signed changes holds the true books, without a gap in any sid', async () => {
  const handle = await withExchange({ eventsPerSecond: 100 });
  const socket = await kalshiSocket(handle);
  const client = new NaiveKalshi();
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
    expect(toSide(legs?.yes ?? new Map(), 1)).toEqual(book.bids);
    expect(toSide(mirrored(legs?.no ?? new Map()), -1)).toEqual(book.asks);
  }
  expect(client.problems).toEqual([]);
  expect(client.gaps).toBe(0);
  expect([...client.seqs.keys()]).toEqual([1, 2, 3]);
  expect(truth.some((book) => book.resolved)).toBe(true);
  expect(client.seen.get('trade')).toBeGreaterThan(0);
});

test('clients hold the true books after the clock ran and was paused', async () => {
  const handle = await withExchange({ ratePerSecond: 20_000 });
  const polymarket = await polymarketSocket(handle);
  const kalshi = await kalshiSocket(handle);
  const tokens = await tokenIds(handle);
  const tickers = await marketIds(handle, 'kalshi');
  const absolute = new NaivePolymarket();
  const signed = new NaiveKalshi();
  polymarket.onFrame = (text) => absolute.read(text);
  kalshi.onFrame = (text) => signed.read(text);
  await polymarket.ask({ assets_ids: tokens, type: 'market' });
  const channels = ['orderbook_delta'];
  await kalshi.ask({ id: 1, cmd: 'subscribe', params: { channels, market_tickers: tickers } });
  const enough = polymarket.next(() => polymarket.frames.length >= 3_000);
  await handle.resume();
  await enough;
  await handle.pause();
  await polymarket.ask('PING', (text) => text === 'PONG');
  await kalshi.ask({ id: 2, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":2'));

  for (const book of await handle.truth()) {
    const bids =
      book.venue === 'polymarket'
        ? absolute.books.get(book.symbols[0] ?? '')?.bids
        : signed.books.get(book.marketId)?.yes;
    expect(toSide(bids ?? new Map(), 1)).toEqual(book.bids);
  }
  expect([...absolute.problems, ...signed.problems, signed.gaps]).toEqual([0]);
});
