/**
 * Decides where Kalshi's services are found on loopback: one port, /trade-api/v2 and /trade-api/ws/v2.
 *
 * REST is public and limited; the socket needs a signed upgrade. The server pings every so often with the body
 * "heartbeat".
 */
import type { IncomingMessage } from 'node:http';
import type { Fault } from '../wire/fault-kinds.ts';
import type { OpenVenue, VenueContext } from '../wire/played-venue.ts';
import type { BucketOptions } from '../wire/rate-limit.ts';
import { RateLimit } from '../wire/rate-limit.ts';
import type { RestAnswer, RestRequest } from '../wire/rest-message.ts';
import { failed } from '../wire/rest-message.ts';
import { VenueServer } from '../wire/venue-server.ts';
import { AccessKeys } from './access-keys.ts';
import { KalshiConnection } from './connection.ts';
import { KalshiFeed } from './feed.ts';
import { answerKalshi } from './rest.ts';
import { handleKalshiText, leaveKalshi, overflowKalshi } from './session.ts';

const REST_ROOT = '/trade-api/v2';
const WS_PATH = '/trade-api/ws/v2';
const HEARTBEAT_BODY = 'heartbeat';
const POLICY_CLOSE = 1008;

/** About 20 requests a second with bursts near 60 (2026). */
const REST_LIMIT: BucketOptions = { perSecond: 20, burst: 60 };

export function openKalshi(context: VenueContext): OpenVenue {
  const { seed, port, startMs, heartbeatMs, faults } = context;
  const feed = new KalshiFeed(seed, context.quiet, context.ledger);
  const keys = new AccessKeys(context.keys);
  const limit = new RateLimit(context.restLimit ?? REST_LIMIT);
  let refused = 0;
  const tooMany = (): RestAnswer => {
    refused += 1;
    // The venue uses both forms.
    if (refused % 2 === 1) return failed(429, 'too many requests');
    return failed(429, { code: 'too_many_requests', message: 'too many requests' });
  };
  const server = new VenueServer({
    port,
    faults,
    wsPath: WS_PATH,
    refusal: (message) => refusal(keys, message),
    answer: (request) => {
      if (!limit.admit(callerOf(request), Date.now())) return tooMany();
      const { path } = request;
      if (!path.startsWith(`${REST_ROOT}/`)) return failed(404, { code: 'not_found', message: 'not found' });
      return answerKalshi({ feed, startMs }, path.slice(REST_ROOT.length), request);
    },
    connections: feed.connections,
    connect: (id, socket, stream) => {
      const connection = new KalshiConnection(id, socket, stream, faults);
      const heartbeat = setInterval(() => connection.ping(HEARTBEAT_BODY), heartbeatMs);
      socket.on('close', () => clearInterval(heartbeat));
      return connection;
    },
    onText: (connection, text) => handleKalshiText(feed, connection, text),
    onLeft: (connection) => leaveKalshi(feed, connection),
  });
  return {
    feed,
    server,
    endpoints,
    flush: (unreadBytesMax) => flush(feed, unreadBytesMax),
    beginFault: (fault) => beginFault(feed, keys, fault),
    endFault: ({ kind }) => {
      if (kind === 'key-revoked') keys.areValid = true;
    },
  };
}

function endpoints(port: number): Record<string, string> {
  return { rest: `http://127.0.0.1:${port}${REST_ROOT}`, ws: `ws://127.0.0.1:${port}${WS_PATH}` };
}

/** A client that does not keep up loses its subscriptions, not its socket. */
function flush(feed: KalshiFeed, unreadBytesMax: number): void {
  for (const connection of feed.connections.all()) {
    connection.flush();
    if (connection.unreadBytes <= unreadBytesMax || connection.subscriptions.size === 0) continue;
    overflowKalshi(feed, connection);
    connection.flush();
  }
}

function beginFault({ connections }: KalshiFeed, keys: AccessKeys, fault: Fault): void {
  const { kind, amount } = fault;
  if (kind === 'key-revoked') {
    keys.areValid = false;
    for (const connection of connections.struck(fault)) {
      connection.end({ code: POLICY_CLOSE, reason: 'credentials revoked' });
    }
  } else if (kind === 'error-code') {
    for (const connection of connections.struck(fault)) {
      connection.sendAnswer(`{"id":0,"type":"error","msg":{"code":${amount},"msg":"made up"}}`);
    }
  } else if (kind === 'lost-seq' || kind === 'seq-restart') {
    for (const { faults, subscriptions } of connections.meant(fault)) {
      for (const subscription of subscriptions.values()) {
        faults.strike(kind);
        if (kind === 'seq-restart') subscription.restartSeq();
        else for (let i = 0; i < amount; i += 1) subscription.nextSeq();
      }
    }
  }
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
