/** How a test talks to Kalshi as the built-in exchange plays it. */
import { constants, sign } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { type ExchangeClient, mirrored, sorted } from '../../../unit/exchange/exchange-client.ts';
import { TestSocket } from '../../../unit/exchange/test-client.ts';
import { urlOf } from '../../../unit/exchange/with-exchange.ts';
import { NaiveBooks } from './naive-books.ts';

/** The headers of a signed upgrade or request. */
export function signedHeaders(
  key: { keyId: string; privateKeyPem: string },
  path: string,
  timestampMs = Date.now(),
): Record<string, string> {
  const timestamp = `${timestampMs}`;
  const signature = sign('sha256', Buffer.from(`${timestamp}GET${path}`), {
    key: key.privateKeyPem,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return {
    'KALSHI-ACCESS-KEY': key.keyId,
    'KALSHI-ACCESS-TIMESTAMP': timestamp,
    'KALSHI-ACCESS-SIGNATURE': signature.toString('base64'),
  };
}

export const WS_PATH = '/trade-api/ws/v2';

let lastId = 1_000;

export async function openSocket(handle: ExchangeHandle): Promise<TestSocket> {
  const socket = new TestSocket(urlOf(handle, 'kalshi', 'ws'), signedHeaders(handle.keys.kalshi!, WS_PATH));
  onTestFinished(() => socket.end());
  return socket.opened();
}

export const client: ExchangeClient = {
  open: openSocket,
  subscribe: (socket, markets) => {
    const params = { channels: ['orderbook_delta'], market_tickers: markets.map(({ marketId }) => marketId) };
    return socket.ask({ id: ++lastId, cmd: 'subscribe', params });
  },
  settle: (socket) => {
    const id = ++lastId;
    return socket.ask({ id, cmd: 'list_subscriptions' }, (text) => text.startsWith(`{"id":${id}`));
  },
  reader: () => {
    const books = new NaiveBooks();
    return {
      get problems() {
        return books.gaps === 0 ? books.problems : [...books.problems, `${books.gaps} gaps`];
      },
      read: (text) => books.read(text),
      sidesOf: ({ marketId }) => {
        const legs = books.books.get(marketId);
        return { bids: sorted(legs?.yes, 1), asks: sorted(mirrored(legs?.no), -1) };
      },
    };
  },
};
