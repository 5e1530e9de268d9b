/**
 * Decides where Kalshi's services are found on loopback: one port, /trade-api/v2 and /trade-api/ws/v2.
 *
 * REST is public and limited; the socket needs a signed upgrade. The server pings every so often with the body
 * "heartbeat".
 */
import type { IncomingMessage } from 'node:http';
import type { AccessKeys } from '../wire/access-keys.ts';
import type { BucketOptions } from '../wire/rate-limit.ts';
import { RateLimit } from '../wire/rate-limit.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed } from '../wire/rest-message.ts';
import type { VenueFaults } from '../wire/venue-faults.ts';
import { VenueServer } from '../wire/venue-server.ts';
import { KalshiConnection } from './connection.ts';
import type { KalshiFeed } from './feed.ts';
import { answerKalshi } from './rest.ts';
import { handleKalshiText, leaveKalshi } from './session.ts';

const REST_ROOT = '/trade-api/v2';
const WS_PATH = '/trade-api/ws/v2';
const HEARTBEAT_BODY = 'heartbeat';

export interface KalshiAddresses {
  readonly restUrl: string;
  readonly wsUrl: string;
}

export interface KalshiServerOptions {
  readonly port: number;
  readonly startMs: number;
  readonly heartbeatMs: number;
  readonly rateLimit: BucketOptions;
  readonly keys: AccessKeys;
}

/** A server for a feed; it does not listen yet. */
export function kalshiServer(feed: KalshiFeed, faults: VenueFaults, options: KalshiServerOptions): VenueServer {
  const limit = new RateLimit(options.rateLimit);
  let refused = 0;
  const tooMany = (): RestAnswer => {
    refused += 1;
    // The venue uses both forms.
    if (refused % 2 === 1) return failed(429, 'too many requests');
    return failed(429, { code: 'too_many_requests', message: 'too many requests' });
  };
  return new VenueServer({
    port: options.port,
    faults,
    wsPath: WS_PATH,
    refusal: (message) => refusal(options.keys, message),
    answer: (request) => {
      if (!limit.admit(callerOf(request), Date.now())) return tooMany();
      const { path } = request;
      if (!path.startsWith(`${REST_ROOT}/`)) return failed(404, { code: 'not_found', message: 'not found' });
      return answerKalshi({ feed, startMs: options.startMs }, path.slice(REST_ROOT.length), request);
    },
    open: (socket, stream) => {
      const connection = new KalshiConnection(feed.connections.nextId(), socket, stream, faults);
      feed.connections.add(connection);
      const heartbeat = setInterval(() => connection.ping(HEARTBEAT_BODY), options.heartbeatMs);
      socket.on('message', (data, isBinary) => {
        handleKalshiText(feed, connection, isBinary ? '' : data.toString());
        connection.flush();
      });
      socket.on('close', () => {
        clearInterval(heartbeat);
        leaveKalshi(feed, connection);
      });
      socket.on('error', () => socket.terminate());
    },
  });
}

export function kalshiAddresses(port: number): KalshiAddresses {
  return { restUrl: `http://127.0.0.1:${port}${REST_ROOT}`, wsUrl: `ws://127.0.0.1:${port}${WS_PATH}` };
}

function callerOf(request: RestRequest): string {
  const key = request.headers['kalshi-access-key'];
  return typeof key === 'string' ? key : request.remoteAddress;
}

function refusal(keys: AccessKeys, message: IncomingMessage): RestAnswer | undefined {
  const problem = keys.problemOf(message.headers, 'GET', WS_PATH, Date.now());
  if (problem === undefined) return undefined;
  return failed(401, { code: 'authentication_error', message: 'authentication_error', details: problem });
}
