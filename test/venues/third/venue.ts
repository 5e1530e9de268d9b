/**
 * The app's side of the made-up third venue, whose protocol is at the head of `exchange.ts`: whole books on every change, a greeting
 * before subscribing, no trades, no volume, one market a request, a fee table of which purchases are paid in contracts.
 */
import type { Venue } from '../../../src-shared/venues/venue.ts';
import { createDecoder } from './decode.ts';
import { createDiscovery, marketRequest, readContract, readMarkets, THIRD_ID } from './discover.ts';
import { identify, writeBook } from './identify.ts';
import { createSession } from './session.ts';

export const third: Venue = {
  id: THIRD_ID,
  name: 'Third',
  shortName: 'Third',
  colour: { dark: '#f0a868', light: '#8a4b00' },
  environments: { production: { rest: 'https://api.third.example', ws: 'wss://api.third.example/stream' } },
  defaultEnvironment: 'production',
  rateLimits: { rest: { requests: 200, perMs: 10_000, burst: 50 } },
  withholds: ['trades', 'volume'],
  subscriptionsPerConnection: { target: 100, max: 100, perInstrument: 1 },
  signedUpgrade: null,
  probe: { endpoint: 'rest', method: 'GET', path: '/markets', query: [['page', '0']], bucket: 'rest' },
  poll: {
    max: 1,
    isNameless: true,
    request: ([market]) => ({
      endpoint: 'rest',
      method: 'GET',
      path: `/books/${encodeURIComponent(market ?? '')}`,
      query: [],
      bucket: 'rest',
      route: '/books/',
    }),
  },
  createDiscovery,
  markets: { max: 1, requests: (ids) => [marketRequest(ids)], requestsEnded: null },
  readMarkets,
  readContract,
  createSession,
  createDecoder,
  silence: { limits: { warnMs: 45_000, replaceMs: 90_000 }, heartbeats: [{ text: '{"type":"beat"}' }] },
  lag: null,
  sessionFrames: [{ text: '{"type":"hello"}' }],
  symbolKeys: ['market'],
  sequence: null,
  identify,
  writeBook,
};
