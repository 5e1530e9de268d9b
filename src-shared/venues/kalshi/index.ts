/**
 * Kalshi, the American exchange: one book a market with bids of both outcomes, a numbered stream that needs a key.
 *
 * What is relied on, and how sure it is: evidence.md.
 */
import { LAG_BEHIND_MS, SUBSCRIPTIONS_PER_CONNECTION_DEFAULT } from '../../domain/limits.ts';
import type { RestRequest, SignedUpgrade, Venue } from '../venue.ts';
import { createDecoder } from './decode.ts';
import { createDiscovery, KALSHI_ID, MARKETS_MAX, marketsRequest, readContract, readMarkets } from './discover.ts';
import { identify, writeBook } from './identify.ts';
import { readSequence } from './sequence.ts';
import { createSession, MARKETS_PER_SUBSCRIPTION } from './session.ts';

/** The path that is signed; the host and the query are not. */
const SOCKET_PATH = '/trade-api/ws/v2';
/** Books one request takes (OpenAPI 3.30: at most 100). */
const POLL_MAX = 100;

/** docs.kalshi.com, API keys and WebSocket quick start: RSA-PSS, SHA-256, salt as long as the digest. */
const signedUpgrade: SignedUpgrade = {
  algorithm: 'rsa-pss-sha256',
  message: (timestampMs) => `${timestampMs}GET${SOCKET_PATH}`,
  headers: (keyId, timestampMs, signature) => ({
    'KALSHI-ACCESS-KEY': keyId,
    'KALSHI-ACCESS-TIMESTAMP': String(timestampMs),
    'KALSHI-ACCESS-SIGNATURE': signature,
  }),
};

export const kalshi: Venue = {
  id: KALSHI_ID,
  name: 'Kalshi',
  shortName: 'Kal',
  colour: { dark: '#2dd4bf', light: '#0f766e' },
  environments: {
    production: {
      rest: 'https://external-api.kalshi.com/trade-api/v2',
      ws: `wss://external-api-ws.kalshi.com${SOCKET_PATH}`,
    },
    demo: {
      rest: 'https://external-api.demo.kalshi.co/trade-api/v2',
      ws: `wss://external-api-ws.demo.kalshi.co${SOCKET_PATH}`,
    },
  },
  defaultEnvironment: 'production',
  // Half of the lowest tier, which is also what was measured without a key: 200 tokens a second, 10 a request.
  rateLimits: { rest: { requests: 10, perMs: 1_000, burst: 10 } },
  withholds: [],
  // One subscription a channel and connection, so that a hole in its numbers concerns as few books as it can.
  subscriptionsPerConnection: {
    target: SUBSCRIPTIONS_PER_CONNECTION_DEFAULT,
    max: MARKETS_PER_SUBSCRIPTION,
    perInstrument: 1,
  },
  signedUpgrade,
  probe: { endpoint: 'rest', method: 'GET', path: '/exchange/status', query: [], bucket: 'rest' },
  poll: { max: POLL_MAX, request: booksRequest },
  createDiscovery,
  markets: { max: MARKETS_MAX, requests: (ids) => [marketsRequest(ids)], requestsEnded: null },
  readMarkets,
  readContract,
  createSession,
  createDecoder,
  silence: { limits: null, heartbeats: [] },
  lag: { behindMs: LAG_BEHIND_MS, by: 'changes' },
  sessionFrames: [],
  symbolKeys: ['market_ticker'],
  sequence: readSequence,
  identify,
  writeBook,
};

/** Whole books by ticker: the parameter is repeated, a list with commas would be read as one unknown ticker. */
function booksRequest(symbols: readonly string[]): RestRequest {
  const query = symbols.map((ticker) => ['tickers', ticker] as const);
  return { endpoint: 'rest', method: 'GET', path: '/markets/orderbooks', query, bucket: 'rest' };
}
