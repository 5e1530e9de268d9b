import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Json } from '../../../unit/exchange/test-client.ts';
import { withExchange } from '../../../unit/exchange/with-exchange.ts';
import { openSocket, tokenIds } from './client.ts';

function eventsOf(frames: readonly string[], kind: string): Json[] {
  return frames
    .filter((text) => text.includes(`"${kind}"`))
    .map((text): Json => JSON.parse(text))
    .filter((event) => event.event_type === kind);
}

test('PING before the first subscription closes the socket with 1008', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const closed = socket.closed();
  socket.send('PING');
  expect(await closed).toBe(1008);
});

test('the first answer is an array of books whose hash verifies with min_order_size and neg_risk added', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const [yes, no] = await tokenIds(handle);
  const books: Json[] = JSON.parse(await socket.ask({ assets_ids: [yes, no], type: 'market' }));
  expect(books.map((book) => book.asset_id)).toEqual([yes, no]);
  for (const book of books) {
    const { market, asset_id, timestamp, bids, asks, tick_size, last_trade_price } = book;
    const rest = { min_order_size: '5', tick_size, neg_risk: true, last_trade_price };
    const subject = { market, asset_id, timestamp, hash: '', bids, asks, ...rest };
    expect(createHash('sha1').update(JSON.stringify(subject)).digest('hex')).toBe(book.hash);
    const prices = (bids as { price: string }[]).map(({ price }) => Number(price));
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  }
});

test('unknown ids get an empty array', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  expect(await socket.ask({ assets_ids: ['1'], type: 'market' })).toBe('[]');
});

test('PING is answered PONG; known ids get NO NEW ASSETS; a second market frame is ignored', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const [first, second, third] = await tokenIds(handle);
  await socket.ask({ assets_ids: [first], type: 'market' });
  expect(await socket.ask({ assets_ids: [first], operation: 'subscribe' })).toBe('NO NEW ASSETS');
  socket.send({ assets_ids: [second], type: 'market' });
  expect(await socket.ask('PING')).toBe('PONG');
  const [book]: Json[] = JSON.parse(await socket.ask({ assets_ids: [first, third], operation: 'subscribe' }));
  expect(book?.asset_id).toBe(third);
});

test('after unsubscribing nothing more is heard of a market', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const tokens = await tokenIds(handle);
  await socket.ask({ assets_ids: tokens, type: 'market' });
  socket.send({ assets_ids: tokens, operation: 'unsubscribe' });
  await socket.ask('PING');
  const before = socket.frames.length;
  await handle.advance(500);
  await socket.ask('PING');
  expect(socket.frames.length).toBe(before + 1);
});

test('beyond 500 ids on a connection no snapshots come', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const tokens = await tokenIds(handle);
  const unknown = Array.from({ length: 490 }, (_, index) => `${index}`);
  const books: Json[] = JSON.parse(await socket.ask({ assets_ids: [...unknown, ...tokens], type: 'market' }));
  expect(books).toHaveLength(10);
});

test('a price change tells both tokens of the market to whoever asked for one', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  const [yes, no] = await tokenIds(handle);
  await socket.ask({ assets_ids: [no], type: 'market' });
  await handle.advance(3_000);
  await socket.ask('PING', (text) => text === 'PONG');
  const changes = eventsOf(socket.frames, 'price_change');
  expect(changes.length).toBeGreaterThan(10);
  for (const change of changes) {
    const entries = change.price_changes as { asset_id: string; price: string; side: string; size: string }[];
    expect(new Set(entries.map((entry) => entry.asset_id))).toEqual(new Set([yes, no]));
    const [a, b] = entries;
    expect(Number(a?.price) + Number(b?.price)).toBeCloseTo(1, 9);
    expect([a?.side, b?.side].sort()).toEqual(['BUY', 'SELL']);
    expect(a?.size).toBe(b?.size);
  }
  expect(new Set(changes.map((change) => Object.keys(change)[0]))).toEqual(new Set(['market', 'event_type']));
});

test('a trade is followed by fresh books without tick_size and last_trade_price', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  await socket.ask({ assets_ids: await tokenIds(handle), type: 'market' });
  await handle.advance(2_000);
  await socket.ask('PING', (text) => text === 'PONG');
  expect(eventsOf(socket.frames, 'last_trade_price').length).toBeGreaterThan(0);
  const books = eventsOf(socket.frames, 'book');
  expect(books.length).toBeGreaterThan(0);
  expect(books.filter((book) => 'tick_size' in book || 'last_trade_price' in book)).toEqual([]);
});

test('several changes of one market share a timestamp', async () => {
  const handle = await withExchange();
  const socket = await openSocket(handle);
  await socket.ask({ assets_ids: (await tokenIds(handle)).slice(0, 2), type: 'market' });
  await handle.advance(2_000);
  await socket.ask('PING', (text) => text === 'PONG');
  const stamps = eventsOf(socket.frames, 'price_change').map((change) => change.timestamp);
  expect(new Set(stamps).size).toBeLessThan(stamps.length);
  expect(stamps.every((stamp) => /^\d{13}$/.test(String(stamp)))).toBe(true);
});

test('a tick change is told for both tokens and followed by their books', async () => {
  const handle = await withExchange({ eventsPerSecond: 100 });
  const socket = await openSocket(handle);
  await socket.ask({ assets_ids: await tokenIds(handle), type: 'market' });
  await handle.advance(9_000);
  await socket.ask('PING', (text) => text === 'PONG');
  const at = socket.frames.findIndex((text) => text.includes('tick_size_change'));
  const [first, second, third, fourth]: Json[] = socket.frames.slice(at, at + 4).map((text) => JSON.parse(text));
  expect(first).toMatchObject({ old_tick_size: '0.01', new_tick_size: '0.001' });
  expect([third?.event_type, fourth?.event_type]).toEqual(['book', 'book']);
  expect([third?.asset_id, fourth?.asset_id]).toEqual([first?.asset_id, second?.asset_id]);
});

test('extras are told only to those who asked: the touch, new markets and results', async () => {
  const handle = await withExchange({ eventsPerSecond: 20, lifeSeconds: 10 });
  const plain = await openSocket(handle);
  const extra = await openSocket(handle);
  const [token] = await tokenIds(handle);
  await plain.ask({ assets_ids: [token], type: 'market' });
  await extra.ask({ assets_ids: [token], type: 'market', custom_feature_enabled: true });
  await handle.advance(1_000);
  await plain.ask('PING', (text) => text === 'PONG');
  await extra.ask('PING', (text) => text === 'PONG');
  const kinds = (frames: readonly string[]): string[] =>
    ['best_bid_ask', 'new_market', 'market_resolved'].filter((kind) => eventsOf(frames, kind).length > 0);
  expect(kinds(plain.frames)).toEqual([]);
  expect(kinds(extra.frames)).toEqual(['best_bid_ask', 'new_market', 'market_resolved']);
  const [resolved] = eventsOf(extra.frames, 'market_resolved');
  expect(resolved?.assets_ids).toContain(resolved?.winning_asset_id);
  const [listed] = eventsOf(extra.frames, 'new_market');
  expect(listed?.clob_token_ids).toEqual(listed?.assets_ids);
});
