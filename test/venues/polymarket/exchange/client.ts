/** How a test talks to Polymarket as the built-in exchange plays it. */
import { onTestFinished } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { type ExchangeClient, openBooks, sorted } from '../../../unit/exchange/exchange-client.ts';
import { TestSocket } from '../../../unit/exchange/test-client.ts';
import { urlOf } from '../../../unit/exchange/with-exchange.ts';
import { NaiveBooks } from './naive-books.ts';

export async function openSocket(handle: ExchangeHandle): Promise<TestSocket> {
  const socket = new TestSocket(urlOf(handle, 'polymarket', 'ws'));
  onTestFinished(() => socket.end());
  return socket.opened();
}

/** Every token of open markets. */
export async function tokenIds(handle: ExchangeHandle): Promise<string[]> {
  return (await openBooks(handle, 'polymarket')).flatMap(({ symbols }) => symbols);
}

export const client: ExchangeClient = {
  open: openSocket,
  subscribe: (socket, markets) => socket.ask({ assets_ids: markets.flatMap(({ symbols }) => symbols), type: 'market' }),
  settle: (socket) => socket.ask('PING', (text) => text === 'PONG'),
  reader: () => {
    const books = new NaiveBooks();
    return {
      problems: books.problems,
      read: (text) => books.read(text),
      sidesOf: ({ symbols }) => {
        const book = books.books.get(symbols[0] ?? '');
        return { bids: sorted(book?.bids, 1), asks: sorted(book?.asks, -1) };
      },
    };
  },
};
