import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { freshId, type Json, TestSocket } from '../../../unit/exchange/test-client.ts';
import { marketIds, urlOf, withExchange } from '../../../unit/exchange/with-exchange.ts';
import { openSocket, signedHeaders, WS_PATH } from './client.ts';
import { NaiveBooks } from './naive-books.ts';

const CHANNELS = ['orderbook_delta'];

const ofType = (frames: readonly string[], type: string): Json[] =>
  frames.map((text): Json => JSON.parse(text)).filter((message) => message.type === type);

test('both forms of the demo key open the socket', async () => {
  const handle = await withExchange();
  const { keyId, privateKeyPem, privateKeyPkcs1Pem } = handle.keys.kalshi!;
  expect(privateKeyPem).toContain('BEGIN PRIVATE KEY');
  expect(privateKeyPkcs1Pem).toContain('BEGIN RSA PRIVATE KEY');
  for (const pem of [privateKeyPem, privateKeyPkcs1Pem]) {
    const headers = signedHeaders({ keyId, privateKeyPem: pem }, WS_PATH);
    const socket = await new TestSocket(urlOf(handle, 'kalshi', 'ws'), headers).opened();
    socket.end();
  }
});

test('a registered key opens the socket', async () => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const keyId = freshId();
  const handle = await withExchange({ keys: [{ keyId, publicKeyPem: pair.publicKey }] });
  const headers = signedHeaders({ keyId, privateKeyPem: pair.privateKey }, WS_PATH);
  const socket = await new TestSocket(urlOf(handle, 'kalshi', 'ws'), headers).opened();
  socket.end();
});

test('an upgrade that is not signed well is refused with 401', async () => {
  const handle = await withExchange();
  const key = handle.keys.kalshi!;
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  const attempts: Record<string, string>[] = [
    {},
    signedHeaders({ keyId: key.keyId, privateKeyPem: String(other) }, WS_PATH),
    signedHeaders({ ...key, keyId: freshId() }, WS_PATH),
    signedHeaders(key, '/trade-api/v2/markets'),
    signedHeaders(key, WS_PATH, Date.now() - 60_000),
  ];
  for (const headers of attempts) {
    const { socket } = new TestSocket(urlOf(handle, 'kalshi', 'ws'), headers);
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(401);
    response.destroy();
  }
});

test('the server pings with the body heartbeat', async () => {
  const handle = await withExchange({ heartbeatMs: 10 });
  const socket = await openSocket(handle);
  await once(socket.socket, 'ping');
  expect(socket.pings[0]).toBe('heartbeat');
});

test('subscribing gives one sid per channel, then a snapshot per market in sequence', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const tickers = (await marketIds(handle, 'kalshi')).slice(0, 3);
  const channels = ['orderbook_delta', 'ticker', 'trade'];
  socket.send({ id: 1, cmd: 'subscribe', params: { channels, market_tickers: tickers } });
  const listed = await socket.ask({ id: 2, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":2'));
  expect(JSON.parse(listed).msg).toEqual(channels.map((channel, index) => ({ channel, sid: index + 1 })));
  expect(ofType(socket.frames, 'subscribed')[0]).toEqual({
    id: 1,
    type: 'subscribed',
    msg: { channel: 'orderbook_delta', sid: 1 },
  });
  const snapshots = ofType(socket.frames, 'orderbook_snapshot');
  expect(snapshots.map(({ sid, seq }) => [sid, seq])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
  ]);
});

test('markets join, are asked for again and leave, every answer in the sid’s sequence', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const client = new NaiveBooks();
  socket.onFrame = (text) => client.read(text);
  const [a, b] = await marketIds(handle, 'kalshi');
  const update = (id: number, action: string, ticker: string | undefined): Json => ({
    id,
    cmd: 'update_subscription',
    params: { sids: [1], market_tickers: [ticker], action },
  });
  await socket.ask({ id: 1, cmd: 'subscribe', params: { channels: CHANNELS, market_ticker: a } });
  await handle.advance(300);
  const added = await socket.ask(update(2, 'add_markets', b), (text) => text.startsWith('{"id":2'));
  expect(JSON.parse(added)).toMatchObject({ sid: 1, type: 'ok', msg: { market_tickers: [a, b] } });
  await handle.advance(300);
  const again = JSON.parse(await socket.ask(update(3, 'get_snapshot', a), (text) => text.startsWith('{"id":3')));
  expect(again).toMatchObject({ id: 3, type: 'orderbook_snapshot', sid: 1, msg: { market_ticker: a } });
  const left = await socket.ask(update(4, 'delete_markets', a), (text) => text.startsWith('{"id":4'));
  expect(JSON.parse(left).msg).toEqual({ market_tickers: [b] });
  await handle.advance(300);
  const gone = await socket.ask({ id: 5, cmd: 'unsubscribe', params: { sids: [1] } }, (text) =>
    text.includes('unsubscribed'),
  );
  expect(JSON.parse(gone)).toEqual({ id: 5, sid: 1, seq: client.seqs.get(1), type: 'unsubscribed' });
  expect([client.gaps, client.problems]).toEqual([0, []]);
  const truth = (await handle.truth()).find((book) => book.marketId === b);
  expect(client.books.get(b ?? '')?.yes.size).toBe(truth?.bids.length);
});

test('use_yes_price tells the no side in yes prices', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const [ticker] = await marketIds(handle, 'kalshi');
  const params = { channels: CHANNELS, market_tickers: [ticker] };
  socket.send({ id: 1, cmd: 'subscribe', params });
  await socket.ask({ id: 2, cmd: 'subscribe', params: { ...params, use_yes_price: true } }, (text) =>
    text.includes('"sid":2,"seq"'),
  );
  await handle.advance(2_000);
  await socket.ask({ id: 3, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":3'));
  const deltas = ofType(socket.frames, 'orderbook_delta');
  const prices = (sid: number): number[] =>
    deltas
      .filter((delta) => delta.sid === sid && (delta.msg as Json).side === 'no')
      .map((delta) => Number((delta.msg as Json).price_dollars));
  expect(prices(1).length).toBeGreaterThan(10);
  expect(prices(2).map((price) => (1 - price).toFixed(4))).toEqual(prices(1).map((price) => price.toFixed(4)));
});

test('an empty side has no key in the snapshot; the end of a market is an empty snapshot, told twice', async () => {
  const handle = await withExchange({ eventsPerSecond: 20, lifeSeconds: 10 });
  const socket = await openSocket(handle);
  const tickers = await marketIds(handle, 'kalshi');
  const ending = tickers.find((ticker) => ticker.startsWith('KXBTCS-'));
  socket.send({ id: 1, cmd: 'subscribe', params: { channels: CHANNELS, market_tickers: tickers } });
  const lifecycle = { channels: ['market_lifecycle_v2'] };
  await socket.ask({ id: 2, cmd: 'subscribe', params: lifecycle }, (text) => text.startsWith('{"id":2'));
  await handle.advance(210);
  await socket.ask({ id: 3, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":3'));
  const last = ofType(socket.frames, 'orderbook_snapshot').slice(-2);
  for (const { msg } of last) expect(msg).toEqual({ market_ticker: ending, market_id: expect.any(String) });
  const told = ofType(socket.frames, 'market_lifecycle_v2').map(({ msg }) => (msg as Json).event_type);
  expect(told).toEqual(['deactivated', 'determined', 'settled', 'created', 'activated']);
  expect(ofType(socket.frames, 'event_lifecycle')).toHaveLength(1);
});

test('ticker has no seq and the book’s touch; trade has both sides of the price', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  socket.send({ id: 1, cmd: 'subscribe', params: { channels: ['ticker'], send_initial_snapshot: true } });
  await socket.ask({ id: 2, cmd: 'subscribe', params: { channels: ['trade'] } }, (text) => text.startsWith('{"id":2'));
  await handle.advance(2_000);
  await socket.ask({ id: 3, cmd: 'list_subscriptions' }, (text) => text.startsWith('{"id":3'));
  const tickers = ofType(socket.frames, 'ticker');
  expect(tickers.length).toBeGreaterThan((await marketIds(handle, 'kalshi')).length);
  expect(tickers.filter((message) => 'seq' in message)).toEqual([]);
  const trades = ofType(socket.frames, 'trade').map(({ msg }) => msg as Json);
  expect(trades.length).toBeGreaterThan(0);
  for (const { yes_price_dollars: yes, no_price_dollars: no } of trades)
    expect(Number(yes) + Number(no)).toBeCloseTo(1, 9);
});

test.each([
  [{ cmd: 'subscribe' }, 2],
  [{ cmd: 'subscribe', params: {} }, 3],
  [{ cmd: 'unsubscribe', params: {} }, 4],
  [{ cmd: 'dance', params: {} }, 5],
  [{ cmd: 'unsubscribe', params: { sids: [99] } }, 7],
  [{ cmd: 'subscribe', params: { channels: ['nothing'] } }, 8],
  [{ cmd: 'subscribe', params: { channels: CHANNELS, market_ticker: 'A', market_tickers: ['B'] } }, 11],
  [{ cmd: 'update_subscription', params: { sids: [1, 2], action: 'add_markets', market_tickers: ['A'] } }, 12],
  [{ cmd: 'update_subscription', params: { sid: 1, action: 'dance', market_tickers: ['A'] } }, 13],
  [{ cmd: 'subscribe', params: { channels: CHANNELS } }, 14],
  [{ cmd: 'update_subscription', params: { sid: 1, market_tickers: ['A'] } }, 15],
])('%j earns error %i', async (command, code) => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const answer: Json = JSON.parse(await socket.ask({ id: 77, ...command }));
  expect(answer).toMatchObject({ id: 77, type: 'error', msg: { code } });
});
