import { expect, test } from 'vitest';
import type { ExchangeHandle } from '../../../src-exchange/control/handle.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import type { RestRequest, Venue } from '../../../src-shared/venues/venue.ts';
import { CLIENTS } from './exchange-client.ts';
import { urlOf, withExchange } from './with-exchange.ts';

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

test.each(CLIENTS)('a quiet market has a book on the socket of $venue', async (client) => {
  const handle = await withExchange({ quietMarkets: QUIET, startMs: Date.now() });
  const [market] = (await walk(handle, VENUES.find(({ id }) => id === client.venue)!)).slice(-1);
  const socket = await client.open(handle);
  const reader = client.reader();
  socket.onFrame = (text) => reader.read(text);
  await client.subscribe(socket, [market!]);
  await client.settle(socket);
  const { bids, asks } = reader.sidesOf(market!);
  expect(bids.length + asks.length).toBeGreaterThan(3);
});
