import { expect, test } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { get, type Json, toMicros } from '../../../unit/exchange/test-client.ts';
import { marketIds, urlOf, withExchange } from '../../../unit/exchange/with-exchange.ts';

async function pages(handle: ExchangeHandle, kind: 'markets' | 'events', query: string): Promise<Json[][]> {
  const all: Json[][] = [];
  let cursor = '';
  do {
    const { status, body } = await get(`${urlOf(handle, 'kalshi', 'rest')}/${kind}?${query}&cursor=${cursor}`);
    expect(status).toBe(200);
    all.push(body[kind] as Json[]);
    cursor = String(body.cursor);
  } while (cursor !== '');
  return all;
}

test('pages hold every open market once and end with an empty cursor', async () => {
  const handle = await withExchange();
  const all = await pages(handle, 'markets', 'limit=10&status=open&mve_filter=exclude');
  const tickers = all.flat().map((market) => market.ticker);
  expect(all.length).toBeGreaterThan(2);
  expect([...tickers].sort()).toEqual((await marketIds(handle, 'kalshi')).sort());
  expect(new Set(all.flat().map((market) => market.status))).toEqual(new Set(['active']));
});

test('combinations are in the way unless excluded', async () => {
  const handle = await withExchange();
  const combos = (await pages(handle, 'markets', 'mve_filter=only')).flat();
  expect(combos).toHaveLength(3);
  const everything = (await pages(handle, 'markets', 'status=open')).flat();
  expect(everything).toHaveLength((await marketIds(handle, 'kalshi')).length + 3);
});

test.each(['markets?limit=1001', 'markets?limit=0', 'markets?status=open,closed', 'events?limit=201'])(
  '%s is 400',
  async (path) => {
    const handle = await withExchange();
    expect((await get(`${urlOf(handle, 'kalshi', 'rest')}/${path}`)).status).toBe(400);
  },
);

test('markets are found by ticker, event and series, and have the fixed-point fields', async () => {
  const handle = await withExchange();
  const restUrl = urlOf(handle, 'kalshi', 'rest');
  const { body } = await get(`${restUrl}/markets?series_ticker=KXCPIYOY`);
  const [cpi] = body.markets as Json[];
  expect(cpi).toMatchObject({
    ticker: 'KXCPIYOY-26MAY-T3.0',
    event_ticker: 'KXCPIYOY-26MAY',
    market_type: 'binary',
    status: 'active',
    strike_type: 'greater',
    floor_strike: 3,
    price_level_structure: 'linear_cent',
    price_ranges: [{ start: '0.0000', end: '1.0000', step: '0.0100' }],
    notional_value_dollars: '1.0000',
    result: '',
  });
  const yesBid = toMicros(String(cpi?.yes_bid_dollars));
  expect(toMicros(String(cpi?.no_ask_dollars))).toBe(1_000_000 - yesBid);
  const byEvent = await get(`${restUrl}/markets?event_ticker=KXCPIYOY-26MAY`);
  const byTicker = await get(`${restUrl}/markets?tickers=KXCPIYOY-26MAY-T3.0,NOTHING`);
  const one = await get(`${restUrl}/markets/KXCPIYOY-26MAY-T3.0`);
  expect(byEvent.body.markets).toEqual([cpi]);
  expect(byTicker.body.markets).toEqual([cpi]);
  expect(one.body.market).toEqual(cpi);
  expect((await get(`${restUrl}/markets/NOTHING`)).status).toBe(404);
});

test('all three price structures occur', async () => {
  const handle = await withExchange();
  const markets = (await pages(handle, 'markets', 'mve_filter=exclude')).flat();
  expect(new Set(markets.map((market) => market.price_level_structure))).toEqual(
    new Set(['linear_cent', 'deci_cent', 'tapered_deci_cent']),
  );
});

test('events nest their markets when asked; series carry the category and the fee', async () => {
  const handle = await withExchange();
  const restUrl = urlOf(handle, 'kalshi', 'rest');
  const events = (await pages(handle, 'events', 'limit=5&with_nested_markets=true&status=open')).flat();
  const fed = events.find((event) => event.series_ticker === 'KXFEDDECISION');
  expect(fed?.markets).toHaveLength(2);
  const one = await get(`${restUrl}/events/${String(fed?.event_ticker)}`);
  expect(one.body.markets).toHaveLength(2);
  const { body } = await get(`${restUrl}/series/KXFEDDECISION`);
  expect(body.series).toMatchObject({ category: 'Economics', fee_type: 'quadratic', fee_multiplier: 1 });
  const list = (await get(`${restUrl}/series`)).body.series as Json[];
  expect(list.length).toBeGreaterThan(20);
});

test('a book is bids only, ascending, and a depth keeps the best', async () => {
  const handle = await withExchange();
  const restUrl = urlOf(handle, 'kalshi', 'rest');
  await handle.advance(1_000);
  const truth = (await handle.truth()).find((book) => book.venue === 'kalshi');
  const url = `${restUrl}/markets/${truth?.marketId}/orderbook`;
  const { body } = await get(url);
  const book = body.orderbook_fp as { yes_dollars: [string, string][]; no_dollars: [string, string][] };
  expect(book.yes_dollars.map(([price, size]) => [toMicros(price), toMicros(size)]).reverse()).toEqual(truth?.bids);
  expect(book.no_dollars.map(([price, size]) => [1_000_000 - toMicros(price), toMicros(size)]).reverse()).toEqual(
    truth?.asks,
  );
  const shallow = (await get(`${url}?depth=3`)).body.orderbook_fp as typeof book;
  expect(shallow.yes_dollars).toEqual(book.yes_dollars.slice(-3));
  expect((await get(`${url}?depth=101`)).status).toBe(400);
  const unknown = await get(`${restUrl}/markets/NOTHING/orderbook`);
  expect(unknown).toEqual({ status: 200, body: { orderbook_fp: { no_dollars: [], yes_dollars: [] } } });
});

test('many books come by repeated parameter, at most 100', async () => {
  const handle = await withExchange();
  const restUrl = urlOf(handle, 'kalshi', 'rest');
  const [a, b] = await marketIds(handle, 'kalshi');
  const { body } = await get(`${restUrl}/markets/orderbooks?tickers=${a}&tickers=${b}`);
  expect((body.orderbooks as Json[]).map((book) => book.ticker)).toEqual([a, b]);
  const many = Array.from({ length: 101 }, (_, index) => `tickers=X${index}`).join('&');
  expect((await get(`${restUrl}/markets/orderbooks?${many}`)).status).toBe(400);
});

test('a settled market says so and its trades stay', async () => {
  const handle = await withExchange({ eventsPerSecond: 50, lifeSeconds: 10 });
  await handle.advance(600);
  const restUrl = urlOf(handle, 'kalshi', 'rest');
  const settled = (await pages(handle, 'markets', 'status=settled')).flat();
  expect(settled).toHaveLength(1);
  expect(settled[0]).toMatchObject({ status: 'finalized', yes_bid_size_fp: '0.00' });
  expect(['yes', 'no']).toContain(settled[0]?.result);
  const { body } = await get(`${restUrl}/markets/trades?limit=5`);
  expect(body.trades).toHaveLength(5);
  expect((await get(`${restUrl}/exchange/status`)).body).toEqual({ exchange_active: true, trading_active: true });
});

test('past the burst the answer is 429, in one of two forms', async () => {
  const handle = await withExchange({ restLimit: { perSecond: 0.001, burst: 60 } });
  const url = `${urlOf(handle, 'kalshi', 'rest')}/exchange/status`;
  const answers = await Promise.all(Array.from({ length: 62 }, () => get(url)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(2);
  expect(refused.map(({ body }) => typeof body.error).sort()).toEqual(['object', 'string']);
});
