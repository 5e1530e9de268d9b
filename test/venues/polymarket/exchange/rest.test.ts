import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { get, type Json } from '../../../unit/exchange/test-client.ts';
import { urlOf, withExchange } from '../../../unit/exchange/with-exchange.ts';
import { tokenIds } from './client.ts';

interface GammaMarket extends Json {
  readonly id: string;
  readonly conditionId: string;
  readonly clobTokenIds: string;
}

async function gammaPages(handle: ExchangeHandle, query: string): Promise<GammaMarket[][]> {
  const pages: GammaMarket[][] = [];
  let cursor: unknown = '';
  do {
    const after = cursor === '' ? '' : `&after_cursor=${String(cursor)}`;
    const { status, body } = await get(`${urlOf(handle, 'polymarket', 'gamma')}/markets/keyset?${query}${after}`);
    expect(status).toBe(200);
    pages.push(body.markets as GammaMarket[]);
    cursor = body.next_cursor;
  } while (cursor !== undefined);
  return pages;
}

/** The hash as the venue computes it, from the answer's own fields. */
function hashOf(book: Json): string {
  const { market, asset_id, timestamp, bids, asks, min_order_size, tick_size, neg_risk, last_trade_price } = book;
  const subject = {
    market,
    asset_id,
    timestamp,
    hash: '',
    bids,
    asks,
    min_order_size,
    tick_size,
    neg_risk,
    last_trade_price,
  };
  return createHash('sha1').update(JSON.stringify(subject)).digest('hex');
}

test('keyset pages hold every open market once, and the last has no cursor', async () => {
  const handle = await withExchange();
  const pages = await gammaPages(handle, 'closed=false&limit=10');
  const ids = pages.flat().map((market) => market.id);
  expect(pages.length).toBe(Math.ceil(ids.length / 10));
  expect(new Set(ids).size).toBe(ids.length);
  const tokens = pages.flat().flatMap((market) => JSON.parse(market.clobTokenIds) as string[]);
  expect(tokens.sort()).toEqual((await tokenIds(handle)).sort());
  expect(tokens.every((token) => /^\d{77,78}$/.test(token))).toBe(true);
});

test('a misspelt cursor is ignored and gives the first page again', async () => {
  const handle = await withExchange();
  const url = `${urlOf(handle, 'polymarket', 'gamma')}/markets/keyset?limit=5`;
  const first = await get(url);
  const second = await get(`${url}&cursor=${String(first.body.next_cursor)}`);
  expect(second.body.markets).toEqual(first.body.markets);
});

test('offset and unknown orders are 422, a limit above 100 is clamped', async () => {
  const handle = await withExchange();
  const url = `${urlOf(handle, 'polymarket', 'gamma')}/markets/keyset`;
  expect((await get(`${url}?offset=10`)).status).toBe(422);
  const wrong = await get(`${url}?order=volume_24hr`);
  expect([wrong.status, wrong.body.error]).toEqual([422, 'order fields are not valid']);
  expect((await get(`${url}?limit=5000`)).status).toBe(200);
});

test('an order by volume falls when asked', async () => {
  const handle = await withExchange();
  const volumes = (await gammaPages(handle, 'order=volume24hr&ascending=false&limit=7')).flat().map(volumeOf);
  expect(volumes).toEqual([...volumes].sort((a, b) => b - a));
});

function volumeOf(market: GammaMarket): number {
  return Number(market.volume24hr);
}

test('a market has its strings of JSON, its fee schedule and its event', async () => {
  const handle = await withExchange();
  const { body } = await get(`${urlOf(handle, 'polymarket', 'gamma')}/markets/slug/nba-bos-nyk-2026-05-04`);
  expect(body).toMatchObject({
    question: 'Celtics vs. Knicks',
    outcomes: '["Celtics","Knicks"]',
    active: true,
    closed: false,
    acceptingOrders: true,
    orderPriceMinTickSize: 0.01,
    orderMinSize: 5,
    feesEnabled: true,
    feeSchedule: { exponent: 1, rate: 0.05, takerOnly: true, rebateRate: 0.15 },
    tags: [{ label: 'Sports', slug: 'sports' }],
    events: [{ title: 'Celtics vs. Knicks' }],
  });
  const missing = await get(`${urlOf(handle, 'polymarket', 'gamma')}/markets/slug/nothing`);
  expect(missing.status).toBe(404);
});

test('the legacy list filters by several condition ids', async () => {
  const handle = await withExchange();
  const [a, , b] = (await gammaPages(handle, 'limit=5'))[0] ?? [];
  const query = `condition_ids=${a?.conditionId}&condition_ids=${b?.conditionId}`;
  const response = await fetch(`${urlOf(handle, 'polymarket', 'gamma')}/markets?${query}`);
  const list = (await response.json()) as GammaMarket[];
  expect(list.map((market) => market.id)).toEqual([a?.id, b?.id]);
});

test('events hold their markets', async () => {
  const handle = await withExchange();
  const { body } = await get(`${urlOf(handle, 'polymarket', 'gamma')}/events/keyset?limit=100`);
  const events = body.events as { title: string; negRisk: boolean; markets: Json[] }[];
  const fed = events.find((event) => event.title.startsWith('Fed decision'));
  expect(fed).toMatchObject({ negRisk: true });
  expect(fed?.markets).toHaveLength(3);
});

test('a resolved market is closed to Gamma and has no book', async () => {
  const handle = await withExchange({ eventsPerSecond: 10, lifeSeconds: 5 });
  await handle.advance(60);
  const [resolved] = (await gammaPages(handle, 'closed=true')).flat();
  expect(resolved).toMatchObject({ closed: true, acceptingOrders: false, umaResolutionStatus: 'resolved' });
  const [token] = JSON.parse(resolved?.clobTokenIds ?? '[]') as string[];
  expect((await get(`${urlOf(handle, 'polymarket', 'clob')}/book?token_id=${token}`)).status).toBe(404);
});

test('a book is the truth, the best level last, and its hash verifies', async () => {
  const handle = await withExchange();
  await handle.advance(2_000);
  const [truth] = (await handle.truth()).filter((book) => book.venue === 'polymarket');
  for (const token of truth?.symbols ?? []) {
    const { body } = await get(`${urlOf(handle, 'polymarket', 'clob')}/book?token_id=${token}`);
    const prices = (side: unknown): number[] => (side as { price: string }[]).map(({ price }) => Number(price));
    expect(prices(body.bids)).toEqual(prices(body.bids).sort((a, b) => a - b));
    expect(prices(body.asks)).toEqual(prices(body.asks).sort((a, b) => b - a));
    expect(hashOf(body)).toBe(body.hash);
    expect(Object.keys(body)).toEqual([
      'market',
      'asset_id',
      'timestamp',
      'hash',
      'bids',
      'asks',
      'min_order_size',
      'tick_size',
      'neg_risk',
      'last_trade_price',
    ]);
  }
});

test('many books at once: unknown ids are missing, the order is not kept, 501 are too many', async () => {
  const handle = await withExchange();
  const tokens = await tokenIds(handle);
  const post = (ids: readonly string[]): Promise<Response> =>
    fetch(`${urlOf(handle, 'polymarket', 'clob')}/books`, {
      method: 'POST',
      body: JSON.stringify(ids.map((token_id) => ({ token_id }))),
    });
  const books = (await (await post(['123', ...tokens])).json()) as Json[];
  const answered = books.map((book) => book.asset_id);
  expect(answered).not.toEqual(tokens);
  expect([...answered].sort()).toEqual([...tokens].sort());
  const tooMany = await post(Array.from({ length: 501 }, (_, index) => `${index}`));
  expect([tooMany.status, await tooMany.json()]).toEqual([400, { error: 'Payload exceeds the limit' }]);
});

test('small questions have small answers', async () => {
  const handle = await withExchange();
  const clobUrl = urlOf(handle, 'polymarket', 'clob');
  const [token] = await tokenIds(handle);
  expect((await get(`${clobUrl}/tick-size?token_id=${token}`)).body).toEqual({ minimum_tick_size: 0.01 });
  expect((await get(`${clobUrl}/midpoint?token_id=${token}`)).body.mid).toMatch(/^0\.\d+$/);
  expect(await (await fetch(`${clobUrl}/time`)).json()).toBeTypeOf('number');
  expect((await get(`${clobUrl}/ok`)).status).toBe(200);
  expect(await get(`${clobUrl}/book?token_id=123`)).toEqual({
    status: 404,
    body: { error: 'No orderbook exists for the requested token id' },
  });
  expect((await get(`${clobUrl}/book?token_id=abc`)).status).toBe(400);
});
