/**
 * Decides where Polymarket's services are found on loopback: one port, /gamma, /clob and /ws/market.
 */

import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed } from '../wire/rest-message.ts';
import type { VenueFaults } from '../wire/venue-faults.ts';
import { VenueServer } from '../wire/venue-server.ts';
import { answerClob } from './clob.ts';
import { PolymarketConnection } from './connection.ts';
import { answerGamma } from './discovery.ts';
import type { PolymarketFeed } from './feed.ts';
import { handlePolymarketText, leavePolymarket } from './session.ts';

const GAMMA = '/gamma';
const CLOB = '/clob';
const WS_PATH = '/ws/market';

export interface PolymarketAddresses {
  readonly gammaUrl: string;
  readonly clobUrl: string;
  readonly wsUrl: string;
}

/** A server for a feed; it does not listen yet. */
export function polymarketServer(feed: PolymarketFeed, faults: VenueFaults, port: number): VenueServer {
  return new VenueServer({
    port,
    faults,
    wsPath: WS_PATH,
    refusal: () => undefined,
    answer: (request) => answer(feed, request),
    open: (socket, stream) => {
      const connection = new PolymarketConnection(feed.connections.nextId(), socket, stream, faults);
      feed.connections.add(connection);
      socket.on('message', (data, isBinary) => {
        handlePolymarketText(feed, connection, isBinary ? '' : data.toString());
        connection.flush();
      });
      socket.on('close', () => leavePolymarket(feed, connection));
      socket.on('error', () => socket.terminate());
    },
  });
}

export function polymarketAddresses(port: number): PolymarketAddresses {
  const host = `127.0.0.1:${port}`;
  return {
    gammaUrl: `http://${host}${GAMMA}`,
    clobUrl: `http://${host}${CLOB}`,
    wsUrl: `ws://${host}${WS_PATH}`,
  };
}

function answer(feed: PolymarketFeed, request: RestRequest): RestAnswer {
  const { path } = request;
  const below = (root: string): string => path.slice(root.length);
  if (path.startsWith(`${GAMMA}/`)) return answerGamma(feed, below(GAMMA), request) ?? failed(404, 'not found');
  if (path.startsWith(`${CLOB}/`)) return answerClob(feed, below(CLOB), request) ?? failed(404, 'not found');
  return failed(404, 'not found');
}
