/**
 * Decides Gamma's discovery answers: keyset pages, the legacy list, look-ups by slug (live probes of October 2026).
 *
 * Quiet markets are in the list of markets in the order of their ids, and found by their ids; other orders, searches and events
 * are of those that trade.
 *
 * limit is clamped to 100; unknown parameters are ignored, so a misspelt cursor gives page one again; offset on a keyset
 * page and an unknown order are 422.
 */

import { decodeCursor, pageByCount, pageById } from '../wire/keyset-page.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { found } from '../wire/rest-message.ts';
import type { PolymarketFeed } from './feed.ts';
import type { GammaRecord } from './gamma.ts';
import { gammaEvent, gammaMarket, liquidityOf, tagOf, volumeOf } from './gamma.ts';
import { FIRST_GAMMA_ID, type PolymarketMarket } from './market.ts';
import { FIRST_QUIET_ORDINAL } from './quiet.ts';

const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 100;
const LEGACY_OFFSET_MAX = 2_000;

type Figure = (market: PolymarketMarket) => number;

const ORDERS: Readonly<Record<string, Figure>> = {
  id: (market) => market.gammaId,
  volume24hr: (market) => volumeOf(market, 'day'),
  volumeNum: (market) => volumeOf(market, 'all'),
  volume: (market) => volumeOf(market, 'all'),
  liquidityNum: liquidityOf,
  liquidity: liquidityOf,
  endDate: (market) => market.listing.contract.plan.closesMs,
  startDate: (market) => market.listing.createdMs,
  createdAt: (market) => market.listing.createdMs,
};

/** Answers a path below Gamma's root; undefined when there is nothing at it. */
export function answerGamma(feed: PolymarketFeed, path: string, request: RestRequest): RestAnswer | undefined {
  if (request.method !== 'GET') return undefined;
  const { query } = request;
  if (path === '/markets/keyset') return keyset(feed, query, 'markets');
  if (path === '/events/keyset') return keyset(feed, query, 'events');
  if (path === '/markets') return legacy(feed, query, 'markets');
  if (path === '/events') return legacy(feed, query, 'events');
  if (path.startsWith('/markets/slug/')) return bySlug(feed, path.slice('/markets/slug/'.length), 'markets');
  if (path.startsWith('/events/slug/')) return bySlug(feed, path.slice('/events/slug/'.length), 'events');
  return undefined;
}

type Kind = 'markets' | 'events';

function invalid(error: string): RestAnswer {
  return { status: 422, body: { type: 'validation error', error } };
}

function keyset(feed: PolymarketFeed, query: URLSearchParams, kind: Kind): RestAnswer {
  if (query.has('offset')) return invalid('offset is not supported with keyset pagination');
  const groups = ordered(feed, query, kind);
  if (groups === undefined) return invalid('order fields are not valid');
  const limit = limitOf(query);
  const cursor = query.get('after_cursor') ?? '';
  if (kind === 'markets' && groups.byId && !groups.descending)
    groups.entries.push(...quietGroups(feed, query, cursor, limit));
  const page = groups.byId
    ? pageById(groups.entries, idOf(kind), { limit, cursor, descending: groups.descending })
    : pageByCount(groups.entries, limit, cursor);
  if (page === undefined) return invalid('after_cursor is not valid');
  return found({
    [kind]: page.entries.map((group) => recordOf(group, kind, query)),
    ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
  });
}

const NAMED = ['condition_ids', 'clob_token_ids'] as const;
/** With one of these only markets that trade are listed. */
const NARROWED = ['id', 'slug', 'tag_id', 'tag_slug', 'title_search', 'liquidity_num_min', 'liquidity_num_max'].concat([
  'volume_num_min',
  'volume_num_max',
  'end_date_min',
  'end_date_max',
]);

/** Quiet markets: those named, or as many as the page may need; their ids come after all others. */
function quietGroups(feed: PolymarketFeed, query: URLSearchParams, cursor: string, limit: number): Group[] {
  const { quiet } = feed;
  if (quiet.count === 0 || NARROWED.some((name) => query.has(name))) return [];
  const ended = query.get('closed') === 'true';
  const nowMs = Date.now();
  const names = NAMED.flatMap((name) => query.getAll(name));
  if (names.length > 0) {
    const known = names.filter((name) => !feed.markets.has(name) && !feed.tokens.has(name));
    const found = known.map((name) => feed.marketOf(name) ?? feed.tokenOf(name)?.market);
    return found.flatMap((market) => (market && (market.listing.state === 'resolved') === ended ? [[market]] : []));
  }
  const after = cursor === '' ? undefined : decodeCursor(cursor)?.value;
  const from = Math.max(0, (after ?? 0) - FIRST_GAMMA_ID - FIRST_QUIET_ORDINAL + 1);
  // One more than the page holds shows that there is another page.
  return quiet.walk(from, 1, limit + 1, { nowMs, ended }).map((index) => [feed.quietMarket(index)]);
}

function legacy(feed: PolymarketFeed, query: URLSearchParams, kind: Kind): RestAnswer {
  const offset = Number(query.get('offset') ?? 0);
  if (offset > LEGACY_OFFSET_MAX) return invalid(`offset too large, use /${kind}/keyset`);
  const groups = ordered(feed, query, kind);
  if (groups === undefined) return invalid('order fields are not valid');
  return found(groups.entries.slice(offset, offset + limitOf(query)).map((group) => recordOf(group, kind, query)));
}

function bySlug(feed: PolymarketFeed, slug: string, kind: Kind): RestAnswer {
  const group = grouped([...feed.markets.values()], kind).find(
    ([first]) => (kind === 'markets' ? first?.text.slug : first?.eventSlug) === slug,
  );
  if (group === undefined) return { status: 404, body: { type: 'not found error', error: 'slug not found' } };
  return found(recordOf(group, kind, new URLSearchParams({ include_tag: 'true' })));
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, LIMIT_MAX) : LIMIT_DEFAULT;
}

/** A market alone, or the markets of one event. */
type Group = readonly PolymarketMarket[];

function idOf(kind: Kind): (group: Group) => number {
  return ([first]) => (kind === 'markets' ? first?.gammaId : first?.eventId) ?? 0;
}

function grouped(markets: readonly PolymarketMarket[], kind: Kind): Group[] {
  if (kind === 'markets') return markets.map((market) => [market]);
  return [...Map.groupBy(markets, ({ eventId }) => eventId).values()];
}

function ordered(
  feed: PolymarketFeed,
  query: URLSearchParams,
  kind: Kind,
): { entries: Group[]; byId: boolean; descending: boolean } | undefined {
  const entries = grouped(filtered(feed, query), kind);
  const name = query.get('order') ?? 'id';
  const descending = query.get('ascending') === 'false';
  const figure = Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
  if (figure === undefined) return undefined;
  const byId = name === 'id';
  const total = byId ? idOf(kind) : (group: Group): number => group.reduce((sum, market) => sum + figure(market), 0);
  entries.sort((a, b) => (descending ? total(b) - total(a) : total(a) - total(b)));
  return { entries, byId, descending };
}

function filtered(feed: PolymarketFeed, query: URLSearchParams): PolymarketMarket[] {
  const closed = query.get('closed') === 'true';
  const wanted = (name: string): Set<string> | undefined => {
    const values = query.getAll(name);
    return values.length === 0 ? undefined : new Set(values);
  };
  const ids = wanted('id');
  const slugs = wanted('slug');
  const conditions = wanted('condition_ids');
  const tokens = wanted('clob_token_ids');
  const tags = wanted('tag_id');
  const tagSlug = query.get('tag_slug');
  const search = query.get('title_search')?.toLowerCase();
  const within = (name: string, value: number, read: (text: string) => number): boolean => {
    const low = query.get(`${name}_min`);
    const high = query.get(`${name}_max`);
    return (low === null || value >= read(low)) && (high === null || value <= read(high));
  };
  return [...feed.markets.values()].filter(
    (market) =>
      (market.listing.state === 'resolved') === closed &&
      (ids?.has(`${market.gammaId}`) ?? true) &&
      (slugs === undefined || slugs.has(market.text.slug) || slugs.has(market.eventSlug)) &&
      (conditions?.has(market.conditionId) ?? true) &&
      (tokens === undefined || market.tokens.some((token) => tokens.has(token))) &&
      (tags?.has(tagOf(market).id) ?? true) &&
      (tagSlug === null || tagOf(market).slug === tagSlug) &&
      (search === undefined || market.text.eventTitle.toLowerCase().includes(search)) &&
      within('liquidity_num', liquidityOf(market), Number) &&
      within('volume_num', volumeOf(market, 'all'), Number) &&
      within('end_date', market.listing.contract.plan.closesMs, Date.parse),
  );
}

function recordOf(group: Group, kind: Kind, query: URLSearchParams): GammaRecord {
  const [first] = group;
  if (kind === 'events' || first === undefined) return gammaEvent(group, query.get('include_markets') !== 'false');
  return gammaMarket(first, query.get('include_tag') === 'true');
}
