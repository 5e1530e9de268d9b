import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { NaiveKalshi } from '../naive-kalshi.ts';
import { get, KALSHI_WS_PATH, signedHeaders, TestSocket } from '../test-client.ts';
import { kalshiSocket, marketIds, polymarketSocket, tokenIds, urlOf, withExchange } from '../with-exchange.ts';

test('dropped frames leave a gap in seq; a snapshot puts the book right again', async () => {
  const handle = await withExchange();
  const socket = await kalshiSocket(handle);
  const client = new NaiveKalshi();
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

test('a silenced venue answers heartbeats and acknowledges, but sends no data', async () => {
  const handle = await withExchange({ heartbeatMs: 10 });
  const kalshi = await kalshiSocket(handle);
  const polymarket = await polymarketSocket(handle);
  await handle.silence('kalshi', true);
  await handle.silence('polymarket', true);
  expect(await polymarket.ask({ assets_ids: await tokenIds(handle), type: 'market' })).toBe('[]');
  const params = { channels: ['orderbook_delta'], market_tickers: await marketIds(handle, 'kalshi') };
  await kalshi.ask({ id: 1, cmd: 'subscribe', params });
  await handle.advance(500);
  expect(await polymarket.ask('PING')).toBe('PONG');
  await once(kalshi.socket, 'ping');
  expect([polymarket.frames.length, kalshi.frames.length]).toEqual([2, 1]);
  await handle.silence('polymarket', false);
  await handle.advance(500);
  await polymarket.ask('PING', (text) => text === 'PONG');
  expect(polymarket.frames.length).toBeGreaterThan(3);
});

test('a refusing venue answers 503 to new sockets and keeps the old', async () => {
  const handle = await withExchange();
  const old = await polymarketSocket(handle);
  await handle.refuse('polymarket', true);
  const { socket } = new TestSocket(urlOf(handle, 'polymarket', 'ws'));
  const [, response] = await once(socket, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  response.destroy();
  expect((await get(`${urlOf(handle, 'polymarket', 'clob')}/ok`)).status).toBe(200);
  await handle.refuse('polymarket', true, { rest: true });
  expect((await get(`${urlOf(handle, 'polymarket', 'clob')}/ok`)).status).toBe(503);
  await handle.refuse('polymarket', false);
  expect((await get(`${urlOf(handle, 'polymarket', 'clob')}/ok`)).status).toBe(200);
  expect(await old.ask({ assets_ids: ['1'], type: 'market' })).toBe('[]');
});

test('sockets are ended with a code or without a word, all or one alone', async () => {
  const handle = await withExchange();
  const first = await polymarketSocket(handle);
  const second = await polymarketSocket(handle);
  const [, secondId] = (await handle.stats()).connectionIds.polymarket!;
  const secondEnds = second.closed();
  await handle.disconnect('polymarket', { connection: secondId });
  expect(await secondEnds).toBe(1006);
  const firstEnds = first.closed();
  await handle.disconnect('polymarket', { code: 1012, reason: 'restart' });
  expect(await firstEnds).toBe(1012);
});

test('a reset socket is reset on the wire, not closed', async () => {
  const handle = await withExchange();
  const upgrade = request(urlOf(handle, 'polymarket', 'ws').replace('ws:', 'http:'), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    },
  });
  upgrade.end();
  const [, stream] = await once(upgrade, 'upgrade');
  const failed = once(stream, 'error');
  await handle.disconnect('polymarket', { reset: true });
  expect(String(await failed)).toContain('ECONNRESET');
});

test('any frame can be sent to every socket of a venue', async () => {
  const handle = await withExchange();
  const headers = signedHeaders(handle.keys.kalshi!, KALSHI_WS_PATH);
  const socket = await new TestSocket(urlOf(handle, 'kalshi', 'ws'), headers).opened();
  const text = socket.next();
  await handle.inject('kalshi', 'not JSON');
  expect(await text).toBe('not JSON');
  const bytes = socket.next();
  await handle.inject('kalshi', new Uint8Array([0xff, 0x00]));
  expect(await bytes).toBe('binary:ff00');
  socket.end();
});

test('a client that does not read is cut off by one venue and unsubscribed by the other', async () => {
  const handle = await withExchange({ unreadBytesMax: 1_000_000 });
  const polymarket = await polymarketSocket(handle);
  const kalshi = await kalshiSocket(handle);
  await polymarket.ask({ assets_ids: await tokenIds(handle), type: 'market' });
  const params = { channels: ['orderbook_delta'], market_tickers: await marketIds(handle, 'kalshi') };
  await kalshi.ask({ id: 1, cmd: 'subscribe', params });
  polymarket.socket.pause();
  kalshi.socket.pause();
  // More than the kernel keeps for a reader that is away.
  await handle.advance(150_000);
  expect((await handle.stats()).connections).toMatchObject({ kalshi: 1 });
  const cut = polymarket.closed();
  polymarket.socket.resume();
  expect(await cut).toBe(1006);
  const overflow = kalshi.next((text) => text.includes('"code":25'));
  kalshi.socket.resume();
  expect(JSON.parse(await overflow)).toMatchObject({ sid: 1, type: 'error' });
});
