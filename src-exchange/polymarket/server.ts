/**
 * Decides where Polymarket's services are found on loopback: one port, /gamma, /clob and /ws/market.
 */

import type { OpenVenue, VenueContext } from '../wire/played-venue.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed } from '../wire/rest-message.ts';
import { VenueServer } from '../wire/venue-server.ts';
import { answerClob } from './clob.ts';
import { PolymarketConnection } from './connection.ts';
import { answerGamma } from './discovery.ts';
import { PolymarketFeed } from './feed.ts';
import { handlePolymarketText, leavePolymarket } from './session.ts';

const GAMMA = '/gamma';
const CLOB = '/clob';
const WS_PATH = '/ws/market';

export function openPolymarket({ seed, port, quiet, faults, ledger }: VenueContext): OpenVenue {
  const feed = new PolymarketFeed(seed, quiet, ledger);
  const server = new VenueServer({
    port,
    faults,
    wsPath: WS_PATH,
    refusal: () => undefined,
    answer: (request) => answer(feed, request),
    connections: feed.connections,
    connect: (id, socket, stream) => new PolymarketConnection(id, socket, stream, faults),
    onText: (connection, text) => handlePolymarketText(feed, connection, text),
    onLeft: (connection) => leavePolymarket(feed, connection),
  });
  return { feed, server, endpoints, flush: (unreadBytesMax) => feed.connections.flush(unreadBytesMax) };
}

function endpoints(port: number): Record<string, string> {
  const host = `127.0.0.1:${port}`;
  return { gamma: `http://${host}${GAMMA}`, clob: `http://${host}${CLOB}`, ws: `ws://${host}${WS_PATH}` };
}

function answer(feed: PolymarketFeed, request: RestRequest): RestAnswer {
  const { path } = request;
  const below = (root: string): string => path.slice(root.length);
  if (path.startsWith(`${GAMMA}/`)) return answerGamma(feed, below(GAMMA), request) ?? failed(404, 'not found');
  if (path.startsWith(`${CLOB}/`)) return answerClob(feed, below(CLOB), request) ?? failed(404, 'not found');
  return failed(404, 'not found');
}
