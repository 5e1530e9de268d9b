/**
 * Decides the answers of Polymarket's book service (docs.polymarket.com and live probes of October 2026).
 */
import { plainDecimal } from '../model/decimal.ts';
import { NO_PRICE } from '../model/true-book.ts';
import type { FrameContent } from '../model/truth-ledger.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed, found } from '../wire/rest-message.ts';
import { feeOf } from './fee.ts';
import type { PolymarketFeed, TokenOf } from './feed.ts';
import { bestAskText, bestBidText, bookText, MIN_ORDER_SIZE } from './wire.ts';

const BOOKS_MAX = 500;
const NO_BOOK = 'No orderbook exists for the requested token id';

/** Answers a path below the book service's root; undefined when there is nothing at it. */
export function answerClob(feed: PolymarketFeed, path: string, request: RestRequest): RestAnswer | undefined {
  if (path === '/books') {
    return request.method === 'POST' ? books(feed, request.body) : failed(400, 'Invalid payload');
  }
  if (request.method !== 'GET') return undefined;
  if (path === '/ok') return found('OK');
  if (path === '/time') return found(`${Math.floor(Date.now() / 1000)}`);
  if (path.startsWith('/clob-markets/')) return compactMarket(feed, path.slice('/clob-markets/'.length));
  const answer = TOKEN_PATHS[path];
  if (answer === undefined) return undefined;
  const id = request.query.get('token_id') ?? '';
  if (!/^[0-9]+$/.test(id)) return failed(400, 'Invalid token id');
  const token = feed.tokenOf(id);
  if (token === undefined || token.market.listing.state !== 'active') return failed(404, NO_BOOK);
  return answer(token, request.query);
}

const TOKEN_PATHS: Readonly<Record<string, (token: TokenOf, query: URLSearchParams) => RestAnswer>> = {
  '/book': ({ market, outcome }) => ({
    ...found(JSON.parse(bookText(market, outcome, 'rest'))),
    contents: [{ listing: market.listing, what: 'snapshot' }],
  }),
  '/tick-size': ({ market }) => found({ minimum_tick_size: Number(market.tickSize) }),
  '/neg-risk': ({ market }) => found({ neg_risk: market.text.negRisk }),
  '/midpoint': ({ market, outcome }) => {
    const { bids, asks } = market.listing.book;
    if (bids.best === NO_PRICE || asks.best === NO_PRICE) return failed(404, NO_BOOK);
    const middle = (bids.best + asks.best) / 2;
    return found({ mid: plainDecimal(outcome === 0 ? middle : 1_000_000 - middle) });
  },
  '/spread': ({ market }) => {
    const { bids, asks } = market.listing.book;
    if (bids.best === NO_PRICE || asks.best === NO_PRICE) return failed(404, NO_BOOK);
    return found({ spread: plainDecimal(asks.best - bids.best) });
  },
  '/price': ({ market, outcome }, query) => {
    const side = query.get('side')?.toUpperCase();
    if (side !== 'BUY' && side !== 'SELL') return failed(400, 'Invalid side');
    return found({ price: (side === 'BUY' ? bestBidText : bestAskText)(market.listing, outcome) });
  },
};

/** Unknown tokens are missing from the answer and the order is not kept. */
function books(feed: PolymarketFeed, body: string): RestAnswer {
  const ids = readTokenIds(body);
  if (ids === undefined) return failed(400, 'Invalid payload');
  if (ids.length > BOOKS_MAX) return failed(400, 'Payload exceeds the limit');
  const answer: unknown[] = [];
  const contents: FrameContent[] = [];
  for (const id of [...new Set(ids)].sort()) {
    const token = feed.tokenOf(id);
    if (token === undefined || token.market.listing.state !== 'active') continue;
    answer.push(JSON.parse(bookText(token.market, token.outcome, 'rest')));
    contents.push({ listing: token.market.listing, what: 'snapshot' });
  }
  return { ...found(answer), contents };
}

function readTokenIds(body: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const ids: string[] = [];
  for (const entry of value) {
    const id: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'token_id') : undefined;
    if (typeof id !== 'string') return undefined;
    ids.push(id);
  }
  return ids;
}

function compactMarket(feed: PolymarketFeed, conditionId: string): RestAnswer {
  const market = feed.marketOf(conditionId);
  if (market === undefined) return failed(404, 'market not found');
  const fee = feeOf(market.listing.contract.plan.category)?.schedule;
  return found({
    c: market.conditionId,
    t: market.tokens.map((token, index) => ({ t: token, o: market.text.outcomes[index] })),
    mts: Number(market.tickSize),
    mos: Number(MIN_ORDER_SIZE),
    nr: market.text.negRisk,
    ao: market.listing.state === 'active',
    ...(fee === undefined ? {} : { fd: { r: fee.rate, e: fee.exponent, to: fee.takerOnly } }),
  });
}
