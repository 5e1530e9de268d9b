/**
 * Polymarket, the international exchange: two tokens a market, one pool of liquidity, a public stream without numbers.
 *
 * What is relied on, and how sure it is: evidence.md.
 */
import {
  LAG_BEHIND_MS,
  SUBSCRIPTIONS_PER_CONNECTION_DEFAULT,
  SUBSCRIPTIONS_PER_CONNECTION_MAX,
} from '../../domain/limits.ts';
import type { RestRequest, Venue } from '../venue.ts';
import { createDecoder } from './decode.ts';
import { createDiscovery, MARKETS_MAX, marketsRequest, POLYMARKET_ID, readContract, readMarkets } from './discover.ts';
import { identify, writeBook } from './identify.ts';
import { createSession } from './session.ts';

/**
 * Books asked for at once. The venue takes 500, but a deep book on a fine tick is near 60 kB, and an answer must stay below
 * the largest that is read.
 */
const POLL_MAX = 100;

export const polymarket: Venue = {
  id: POLYMARKET_ID,
  name: 'Polymarket',
  shortName: 'Poly',
  colour: { dark: '#b794f6', light: '#6d3fc4' },
  environments: {
    production: {
      gamma: 'https://gamma-api.polymarket.com',
      clob: 'https://clob.polymarket.com',
      ws: 'wss://ws-subscriptions-clob.polymarket.com/ws/market',
    },
  },
  defaultEnvironment: 'production',
  // Half of what is published per address: Gamma /markets 300 and CLOB /books 500 in 10 s.
  rateLimits: {
    gamma: { requests: 150, perMs: 10_000, burst: 15 },
    clob: { requests: 250, perMs: 10_000, burst: 25 },
  },
  withholds: [],
  // Both tokens of a market are subscribed: a trade is printed on one of them only.
  subscriptionsPerConnection: {
    target: SUBSCRIPTIONS_PER_CONNECTION_DEFAULT,
    max: SUBSCRIPTIONS_PER_CONNECTION_MAX,
    perInstrument: 2,
  },
  signedUpgrade: null,
  probe: { endpoint: 'clob', method: 'GET', path: '/time', query: [], bucket: 'clob' },
  poll: { max: POLL_MAX, request: booksRequest },
  createDiscovery,
  markets: {
    max: MARKETS_MAX,
    requests: (ids) => [marketsRequest(ids)],
    requestsEnded: (ids) => [marketsRequest(ids, true)],
  },
  readMarkets,
  readContract,
  createSession,
  createDecoder,
  // Feeds were seen frozen with PONG still coming (evidence.md); new markets are told to every connection, several a minute.
  silence: { limits: null, heartbeats: [{ text: 'PONG' }] },
  lag: { behindMs: LAG_BEHIND_MS, by: 'changes' },
  sessionFrames: [],
  symbolKeys: ['asset_id'],
  sequence: null,
  identify,
  writeBook,
};

/** Whole books by token id. The answer's order is not the request's, and tokens without a book are missing in it. */
function booksRequest(symbols: readonly string[]): RestRequest {
  const body = symbols.map((token_id) => ({ token_id }));
  return { endpoint: 'clob', method: 'POST', path: '/books', query: [], body, bucket: 'clob' };
}
