import { expect, test } from 'vitest';
import type { ExchangeHandle } from '../../../src-exchange/control/handle.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import type { RestRequest, Venue } from '../../../src-shared/venues/venue.ts';
import { kalshiSocket, polymarketSocket, urlOf, withExchange } from './with-exchange.ts';

const QUIET = 2_000;

async function ask(handle: ExchangeHandle, venue: Venue, request: RestRequest): Promise<Json> {
  const query = new URLSearchParams(request.query.map(([name, value]) => [name, value]));
  const answer = await fetch(`${urlOf(handle, venue.id, request.endpoint)}${request.path}?${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Json;
}

async function walk(handle: ExchangeHandle, venue: Venue): Promise<Listing[]> {
  const discovery = venue.createDiscovery();
  const found: Listing[] = [];
  for (let request = discovery.next(); request !== null; request = discovery.next()) {
    const { listings, problems } = discovery.accept(await ask(handle, venue, request!));
    expect(problems).toEqual([]);
    found.push(...listings);
  }
  return found;
}

test("quiet markets are listed with those that trade, through each venue's own pages, each once", async () => {
  const handle = await withExchange({ quietMarkets: QUIET, startMs: Date.now() });
  const books = await handle.truth();
  const found = (await Promise.all(VENUES.map((venue) => walk(handle, venue)))).flat();
  expect(found).toHaveLength(books.length + QUIET);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  expect(new Set(found.flatMap(({ symbols }) => symbols)).size).toBe(found.flatMap(({ symbols }) => symbols).length);
  expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['open']));
  // The markets that move come first, so that nobody waits for them.
  for (const venue of VENUES) {
    const own = found.filter((listing) => listing.venue === venue.id);
    const trading = new Set(books.map(({ marketId }) => marketId));
    const last = own.findLastIndex(({ marketId }) => trading.has(marketId));
    expect(last).toBe(own.filter(({ marketId }) => trading.has(marketId)).length - 1);
  }
});

test('a quiet market is found by its id, and the same at every look', async () => {
  const handle = await withExchange({ quietMarkets: QUIET, startMs: Date.now() });
  for (const venue of VENUES) {
    const [first] = (await walk(handle, venue)).slice(-1);
    const [request] = venue.markets.requests([first!.marketId, 'no-such-market']);
    expect(venue.readMarkets(await ask(handle, venue, request!), () => first).listings).toEqual([first]);
  }
});

test('a quiet market that has reached its closing time is resolved', async () => {
  // All of them ended: the exchange began half a year ago.
  const handle = await withExchange({ quietMarkets: QUIET, startMs: Date.now() - 180 * 86_400_000 });
  const books = await handle.truth();
  for (const venue of VENUES) {
    const open = await walk(handle, venue);
    expect(open).toHaveLength(books.filter((book) => book.venue === venue.id).length);
  }
});

test('a quiet market has a book, on both sockets', async () => {
  const handle = await withExchange({ quietMarkets: QUIET, startMs: Date.now() });
  const [polymarket, kalshi] = VENUES;
  const [onPolymarket] = (await walk(handle, polymarket!)).slice(-1);
  const [onKalshi] = (await walk(handle, kalshi!)).slice(-1);
  const first = await polymarketSocket(handle);
  first.send({ assets_ids: [onPolymarket!.symbols[0]], type: 'market' });
  const [book] = JSON.parse(await first.next((text) => text.includes('"book"'))) as {
    asset_id: string;
    bids: unknown[];
    asks: unknown[];
  }[];
  expect(book!.asset_id).toBe(onPolymarket!.symbols[0]);
  expect(book!.bids.length + book!.asks.length).toBeGreaterThan(3);
  const second = await kalshiSocket(handle);
  second.send({
    id: 1,
    cmd: 'subscribe',
    params: { channels: ['orderbook_delta'], market_tickers: [onKalshi!.marketId] },
  });
  const snapshot = JSON.parse(await second.next((text) => text.includes('orderbook_snapshot'))) as {
    msg: { market_ticker: string };
  };
  expect(snapshot.msg.market_ticker).toBe(onKalshi!.marketId);
});
