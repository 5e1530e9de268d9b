/**
 * A made-up third venue for the built-in exchange, and a registry with it: what a test gives as `venuesUrl`.
 *
 * Its protocol is the plainest that differs from the others in every way that a venue may: the whole book on every change, a
 * greeting before anything else, one market a request, no trades, no volume, no key, no quiet markets.
 *
 * REST, endpoint `rest`: GET /markets?page=N gives {"markets":[...],"next":N or null}, two a page; GET /markets/ID gives one of them,
 * GET /books/ID its book as below without type and market, or 404. Stream, endpoint `ws`: {"type":"hello"} as soon as it opens,
 * {"type":"beat"} as a heartbeat; the client says {"op":"subscribe","market":ID} or "unsubscribe".
 * {"type":"book","market":ID,"version":N,"ts":MS,"bids":[["0.43","120"],...],"asks":[...]}, best first, is sent at once and at every
 * change; versions grow and skip. {"type":"closed","market":ID,"result":"yes"}.
 */
import type { ListedVenue } from '../../../src-exchange/markets/listed-venue.ts';
import type { ListingPlan } from '../../../src-exchange/model/contract-plan.ts';
import { plainDecimal, plainPrice } from '../../../src-exchange/model/decimal.ts';
import { digestOf } from '../../../src-exchange/model/identity.ts';
import type { Listing } from '../../../src-exchange/model/listing.ts';
import { uniformGrid } from '../../../src-exchange/model/price-grid.ts';
import type { Level } from '../../../src-exchange/model/true-book.ts';
import type { TruthLedger } from '../../../src-exchange/model/truth-ledger.ts';
import type { BookChange } from '../../../src-exchange/model/world-sink.ts';
import { PLAYED_VENUES as OTHERS } from '../../../src-exchange/venues.ts';
import { ConnectionSet } from '../../../src-exchange/wire/connection-set.ts';
import type { OpenVenue, PlayedVenue, VenueContext, VenueFeed } from '../../../src-exchange/wire/played-venue.ts';
import { failed, found, type RestAnswer, type RestRequest } from '../../../src-exchange/wire/rest-message.ts';
import { VenueConnection } from '../../../src-exchange/wire/venue-connection.ts';
import { VenueServer } from '../../../src-exchange/wire/venue-server.ts';

const CENT_MICROS = 10_000;
const PAGE = 2;
/** Contract and what this venue asks; the first three are listed by others too. */
const TITLES: Readonly<Record<string, string>> = {
  'fed-hold': 'Fed keeps its rate at the next meeting',
  shutdown: 'US government shutdown this winter',
  'celtics-knicks': 'Celtics beat Knicks',
  dodgers: 'Dodgers win the next World Series',
  'gas-310': 'US gas above $3.10 this week',
};

type Text = { readonly rules: string };

class ThirdFeed implements VenueFeed {
  readonly connections = new ConnectionSet<VenueConnection>();
  readonly listings = new Map<string, Listing>();
  messages = 0;
  private readonly followers = new Map<string, Set<VenueConnection>>();
  private readonly versions = new Map<string, number>();
  private readonly ledger: TruthLedger | undefined;

  constructor(ledger: TruthLedger | undefined) {
    this.ledger = ledger;
  }

  followersOf(marketId: string): Iterable<VenueConnection> {
    return this.followers.get(marketId) ?? [];
  }

  follow(marketId: string, connection: VenueConnection): void {
    const listing = this.listings.get(marketId);
    if (listing === undefined) return;
    const followers = this.followers.get(marketId) ?? new Set();
    this.followers.set(marketId, followers.add(connection));
    this.send(listing, [connection]);
  }

  leave(connection: VenueConnection, marketId?: string): void {
    for (const [id, followers] of this.followers)
      if (marketId === undefined || id === marketId) followers.delete(connection);
  }

  onListed(listing: Listing): void {
    this.listings.set(listing.marketId, listing);
  }

  onBookChange(listing: Listing, changes: readonly BookChange[], count: number): void {
    for (const change of changes.slice(0, count)) this.ledger?.change(listing, change);
    this.publish(listing);
  }

  onRestated(listing: Listing): void {
    this.ledger?.learn(listing);
    this.publish(listing);
  }

  onTickChange(listing: Listing): void {
    this.onRestated(listing);
  }

  onResolved(listing: Listing): void {
    this.onRestated(listing);
    const { marketId, result } = listing;
    for (const connection of this.followersOf(marketId))
      connection.sendData(JSON.stringify({ type: 'closed', market: marketId, result }));
  }

  onForgotten({ marketId }: Listing): void {
    this.listings.delete(marketId);
    this.followers.delete(marketId);
  }

  /** Trades are not published. */
  onTrade(): void {}
  onTradesDone(): void {}

  bookOf({ marketId, book }: Listing): object {
    const version = this.versions.get(marketId) ?? 1;
    const sides = { bids: levelsOf(book.bids.sorted()), asks: levelsOf(book.asks.sorted()) };
    return { version, ts: book.lastEventTimeMs, ...sides };
  }

  private publish(listing: Listing): void {
    this.messages += 1;
    this.send(listing, this.followersOf(listing.marketId));
  }

  private send(listing: Listing, to: Iterable<VenueConnection>): void {
    const { marketId: market, book } = listing;
    this.versions.set(market, (this.versions.get(market) ?? 0) + 1 + (this.messages % 3));
    const ts = book.lastEventTimeMs;
    const text = JSON.stringify({ type: 'book', market, ...this.bookOf(listing) });
    for (const connection of to) connection.sendData(text, [{ listing, what: 'snapshot' }], ts);
  }
}

const levelsOf = (levels: readonly Level[]): readonly (readonly [string, string])[] =>
  levels.map(([price, size]) => [plainPrice(price), plainDecimal(size)]);

function open({ port, heartbeatMs, faults, ledger }: VenueContext): OpenVenue {
  const feed = new ThirdFeed(ledger);
  const server = new VenueServer({
    port,
    faults,
    wsPath: '/stream',
    refusal: () => undefined,
    answer: (request) => answer(feed, request),
    connections: feed.connections,
    connect: (id, socket, stream) => {
      const connection = new VenueConnection(id, socket, stream, faults);
      connection.sendAnswer('{"type":"hello"}');
      connection.flush();
      const beat = setInterval(() => connection.sendAnswer('{"type":"beat"}'), heartbeatMs);
      socket.on('close', () => clearInterval(beat));
      return connection;
    },
    onText: (connection, text) => {
      const { op, market } = JSON.parse(text || '{}') as { readonly op?: string; readonly market?: string };
      if (op === 'subscribe') feed.follow(market ?? '', connection);
      else if (op === 'unsubscribe') feed.leave(connection, market);
    },
    onLeft: (connection) => feed.leave(connection),
  });
  return {
    feed,
    server,
    endpoints: (at) => ({ rest: `http://127.0.0.1:${at}`, ws: `ws://127.0.0.1:${at}/stream` }),
    flush: (unreadBytesMax) => feed.connections.flush(unreadBytesMax),
  };
}

function answer(feed: ThirdFeed, { method, path, query }: RestRequest): RestAnswer {
  if (method !== 'GET') return failed(405, 'method not allowed');
  if (path === '/markets') {
    const from = Number(query.get('page') ?? 0) * PAGE;
    const records = [...feed.listings.values()].map(recordOf);
    const next = from + PAGE < records.length ? from / PAGE + 1 : null;
    return found({ markets: records.slice(from, from + PAGE), next });
  }
  const [, what, id = ''] = path.split('/');
  const listing = feed.listings.get(id);
  if (listing === undefined) return failed(404, 'no such market');
  return found(what === 'books' ? feed.bookOf(listing) : recordOf(listing));
}

function recordOf({ marketId, title, text, contract, state, result, grid }: Listing): object {
  return {
    id: marketId,
    title,
    rules: (text as Text).rules,
    category: contract.plan.category,
    closes: new Date(contract.plan.closesMs).toISOString(),
    status: state === 'active' ? 'open' : 'closed',
    result: result || null,
    tick: plainDecimal(grid.tickMicros),
    // Rows of a price up to which, and the share that the venue keeps: of the contracts bought, of the cash received.
    fees: {
      buy: [
        ['0.10', '0.002'],
        ['0.50', '0.01'],
        ['1', '0.002'],
      ],
      buy_paid_in: 'contracts',
      sell: [['1', '0.005']],
    },
  };
}

const listed: Omit<ListedVenue, 'id'> = {
  rules: {
    sizeStepMicros: 1_000_000,
    oddShare: 0,
    tradesByLevel: true,
    restsFirst: false,
    keepsOrders: true,
    otherGrid: ({ tickMicros }) => uniformGrid(tickMicros === CENT_MICROS ? CENT_MICROS / 2 : CENT_MICROS),
  },
  list: () =>
    Object.fromEntries(
      Object.entries(TITLES).map(([key, title]): [string, ListingPlan<Text>] => {
        const rules = `This market pays one dollar when the answer to "${title}" is yes.`;
        return [key, { title, inverted: false, text: { rules } }];
      }),
    ),
  identify: (_plan, key, seed) => {
    const marketId = `t-${digestOf(`${seed}/third/${key}`).slice(0, 12)}`;
    return { marketId, symbols: [marketId], grid: uniformGrid(CENT_MICROS) };
  },
};

export const third: PlayedVenue = {
  id: 'third',
  ...listed,
  openMarkets: 0,
  faults: {
    kinds: [],
    errorCodes: [],
    refusalCodes: [],
    isNumbered: false,
    cursor: { asked: 'page', given: 'next' },
    withWrongTypes: (text) => text.replace(/"(bids|asks)":\[/, '"$1":{},"was_$1":['),
  },
  open,
};

export const PLAYED_VENUES: readonly PlayedVenue[] = [...OTHERS, third];
