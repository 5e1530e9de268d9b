/**
 * Decides Kalshi's REST answers (OpenAPI 3.32 and live probes of September and October 2026).
 *
 * Lists are newest first and end with an empty cursor; the status filter takes one word that answers do not use; the
 * book of an unknown ticker is an empty book, not an error; a parameter out of range is 400.
 */

import { decodeCursor, pageById } from '../wire/keyset-page.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed, found } from '../wire/rest-message.ts';
import { comboRecords } from './combos.ts';
import type { KalshiFeed } from './feed.ts';
import type { KalshiMarket } from './market.ts';
import { FIRST_QUIET_ORDINAL } from './quiet.ts';
import type { KalshiRecord } from './records.ts';
import { eventRecord, marketRecord, orderbookRecord, seriesRecord, tradeRecord } from './records.ts';

const MARKETS_LIMIT_MAX = 1_000;
const EVENTS_LIMIT_MAX = 200;
const TRADES_LIMIT_MAX = 1_000;
const LIMIT_DEFAULT = 100;
const DEPTH_MAX = 100;
const BOOKS_MAX = 100;
const STATUS_WORDS = ['unopened', 'open', 'paused', 'closed', 'settled'];
const COMBO_ORDINAL = 1_000_000_000;

export interface KalshiRestContext {
  readonly feed: KalshiFeed;
  readonly startMs: number;
}

/** Answers a path below /trade-api/v2. */
export function answerKalshi(context: KalshiRestContext, path: string, request: RestRequest): RestAnswer {
  if (request.method !== 'GET') return failed(405, { code: 'method_not_allowed', message: 'method not allowed' });
  const { query } = request;
  if (path === '/markets') return markets(context, query);
  if (path === '/events') return events(context, query);
  if (path === '/series') return series(context, query);
  if (path === '/markets/orderbooks') return orderbooks(context, query);
  if (path === '/markets/trades') return trades(context, query);
  if (path === '/exchange/status') return found({ exchange_active: true, trading_active: true });
  const [, kind, ticker, part, ...rest] = path.split('/');
  if (ticker === undefined || rest.length > 0) return notFound();
  if (kind === 'markets' && part === 'orderbook') return orderbook(context, ticker, query);
  if (part !== undefined) return notFound();
  if (kind === 'markets') return market(context, ticker);
  if (kind === 'events') return event(context, ticker, query);
  if (kind === 'series') return oneSeries(context, ticker);
  return notFound();
}

function notFound(): RestAnswer {
  return failed(404, { code: 'not_found', message: 'not found' });
}

function badParameter(name: string): RestAnswer {
  return failed(400, { code: 'bad_request', message: `invalid parameter: ${name}` });
}

/** A whole number within bounds, or the default; undefined when out of range. */
function numberOf(query: URLSearchParams, name: string, low: number, high: number, usual: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return usual;
  const value = Number(text);
  return Number.isInteger(value) && value >= low && value <= high ? value : undefined;
}

function hasStatus(market: KalshiMarket, word: string | null): boolean {
  if (word === null || word === '') return true;
  return word === (market.listing.state === 'active' ? 'open' : 'settled');
}

interface Listed {
  readonly ordinal: number;
  readonly record: () => KalshiRecord;
}

function markets({ feed, startMs }: KalshiRestContext, query: URLSearchParams): RestAnswer {
  const limit = numberOf(query, 'limit', 1, MARKETS_LIMIT_MAX, LIMIT_DEFAULT);
  if (limit === undefined) return badParameter('limit');
  const status = query.get('status');
  if (status !== null && status !== '' && !STATUS_WORDS.includes(status)) return badParameter('status');
  const tickers = query.get('tickers')?.split(',');
  const seriesTicker = query.get('series_ticker');
  const eventTicker = query.get('event_ticker');
  const minClose = Number(query.get('min_close_ts') ?? Number.NEGATIVE_INFINITY);
  const maxClose = Number(query.get('max_close_ts') ?? Number.POSITIVE_INFINITY);
  const filter = query.get('mve_filter');
  const list: Listed[] = [];
  if (filter !== 'only') {
    for (const one of feed.markets.values()) {
      const closesS = one.listing.contract.plan.closesMs / 1000;
      const wanted =
        hasStatus(one, status) &&
        (tickers === undefined || tickers.includes(one.ticker)) &&
        (seriesTicker === null || one.text.seriesTicker === seriesTicker) &&
        (eventTicker === null || one.text.eventTicker === eventTicker) &&
        closesS >= minClose &&
        closesS <= maxClose;
      if (wanted) list.push({ ordinal: one.listing.ordinal, record: () => marketRecord(one) });
    }
  }
  const unnarrowed = tickers === undefined && seriesTicker === null && eventTicker === null;
  if (filter !== 'exclude' && unnarrowed && (status === null || status === '' || status === 'open')) {
    comboRecords(startMs + 86_400_000).forEach((record, index) => {
      list.push({ ordinal: COMBO_ORDINAL + index, record: () => record });
    });
  }
  const ofNoGroup =
    seriesTicker === null && eventTicker === null && !query.has('min_close_ts') && !query.has('max_close_ts');
  if (filter !== 'only' && ofNoGroup)
    list.push(...quietListed(feed, status, tickers, query.get('cursor') ?? '', limit));
  list.sort((a, b) => b.ordinal - a.ordinal);
  const page = pageById(list, (entry) => entry.ordinal, { limit, cursor: query.get('cursor') ?? '', descending: true });
  if (page === undefined) return badParameter('cursor');
  return found({ cursor: page.nextCursor ?? '', markets: page.entries.map((entry) => entry.record()) });
}

/** Quiet markets: those named, or as many as the page may need. They are not found by series, event or closing time. */
function quietListed(
  feed: KalshiFeed,
  status: string | null,
  tickers: readonly string[] | undefined,
  cursor: string,
  limit: number,
): Listed[] {
  const { quiet } = feed;
  let indexes: number[] = [];
  if (tickers !== undefined) {
    indexes = tickers.map((ticker) => quiet.indexOf(ticker));
  } else if (status === 'open' || status === 'settled') {
    const after = cursor === '' ? undefined : decodeCursor(cursor)?.value;
    const from = Math.min(quiet.count, (after ?? 0) - FIRST_QUIET_ORDINAL) - 1;
    // One more than the page holds shows that there is another page.
    indexes = quiet.walk(from, -1, limit + 1, { nowMs: Date.now(), ended: status === 'settled' });
  }
  return indexes
    .filter((index) => index >= 0)
    .map((index) => ({ ordinal: FIRST_QUIET_ORDINAL + index, record: () => marketRecord(feed.quietMarket(index)) }));
}

/** Markets by event, newest event first. */
function byEvent(feed: KalshiFeed): KalshiMarket[][] {
  const groups = Map.groupBy(feed.markets.values(), (one) => one.text.eventTicker);
  return [...groups.values()].sort((a, b) => ordinalOf(b) - ordinalOf(a));
}

function ordinalOf(group: readonly KalshiMarket[]): number {
  return group[0]?.listing.ordinal ?? 0;
}

function events({ feed }: KalshiRestContext, query: URLSearchParams): RestAnswer {
  const limit = numberOf(query, 'limit', 1, EVENTS_LIMIT_MAX, LIMIT_DEFAULT);
  if (limit === undefined) return badParameter('limit');
  const status = query.get('status');
  if (status !== null && status !== '' && !STATUS_WORDS.includes(status)) return badParameter('status');
  const seriesTicker = query.get('series_ticker');
  const nested = query.get('with_nested_markets') === 'true';
  const groups = byEvent(feed).filter(
    (group) =>
      group.some((one) => hasStatus(one, status)) &&
      (seriesTicker === null || group[0]?.text.seriesTicker === seriesTicker),
  );
  const page = pageById(groups, ordinalOf, { limit, cursor: query.get('cursor') ?? '', descending: true });
  if (page === undefined) return badParameter('cursor');
  return found({
    cursor: page.nextCursor ?? '',
    events: page.entries.map((group) => eventRecord(group, nested)),
  });
}

function firstOfSeries(feed: KalshiFeed): Map<string, KalshiMarket> {
  const first = new Map<string, KalshiMarket>();
  for (const one of feed.markets.values()) {
    if (!first.has(one.text.seriesTicker)) first.set(one.text.seriesTicker, one);
  }
  return first;
}

function series({ feed }: KalshiRestContext, query: URLSearchParams): RestAnswer {
  const category = query.get('category');
  const quiet = feed.quiet.subjectIndexes().map((index) => feed.quietMarket(index));
  const list = [...firstOfSeries(feed).values(), ...quiet].map(seriesRecord);
  return found({ series: category === null ? list : list.filter((record) => record.category === category) });
}

function oneSeries({ feed }: KalshiRestContext, ticker: string): RestAnswer {
  const first = firstOfSeries(feed).get(ticker);
  return first === undefined ? notFound() : found({ series: seriesRecord(first) });
}

function market({ feed }: KalshiRestContext, ticker: string): RestAnswer {
  const one = feed.marketOf(ticker);
  return one === undefined ? notFound() : found({ market: marketRecord(one) });
}

function event({ feed }: KalshiRestContext, ticker: string, query: URLSearchParams): RestAnswer {
  const group = byEvent(feed).find(([first]) => first?.text.eventTicker === ticker);
  if (group === undefined) return notFound();
  const nested = query.get('with_nested_markets') === 'true';
  const record = eventRecord(group, nested);
  return found(nested ? { event: record } : { event: record, markets: group.map(marketRecord) });
}

function orderbook({ feed }: KalshiRestContext, ticker: string, query: URLSearchParams): RestAnswer {
  const depth = numberOf(query, 'depth', 0, DEPTH_MAX, 0);
  if (depth === undefined) return badParameter('depth');
  const one = feed.marketOf(ticker);
  const contents = one === undefined || depth > 0 ? [] : [{ listing: one.listing, what: 'snapshot' as const }];
  return { ...found({ orderbook_fp: orderbookRecord(one, depth) }), contents };
}

function orderbooks({ feed }: KalshiRestContext, query: URLSearchParams): RestAnswer {
  const tickers = query.getAll('tickers');
  if (tickers.length === 0 || tickers.length > BOOKS_MAX) return badParameter('tickers');
  const known = tickers.flatMap((ticker) => feed.marketOf(ticker) ?? []);
  return {
    ...found({ orderbooks: known.map((one) => ({ ticker: one.ticker, orderbook_fp: orderbookRecord(one, 0) })) }),
    contents: known.map(({ listing }) => ({ listing, what: 'snapshot' })),
  };
}

function trades({ feed }: KalshiRestContext, query: URLSearchParams): RestAnswer {
  const limit = numberOf(query, 'limit', 1, TRADES_LIMIT_MAX, LIMIT_DEFAULT);
  if (limit === undefined) return badParameter('limit');
  const ticker = query.get('ticker');
  const minMs = Number(query.get('min_ts') ?? Number.NEGATIVE_INFINITY) * 1000;
  const maxMs = Number(query.get('max_ts') ?? Number.POSITIVE_INFINITY) * 1000;
  const kept = feed.keptTrades.filter(
    (trade) => (ticker === null || trade.ticker === ticker) && trade.timeMs >= minMs && trade.timeMs <= maxMs,
  );
  return found({ cursor: '', trades: kept.slice(-limit).reverse().map(tradeRecord) });
}
