/**
 * The Node host's server: the built window over HTTP and the window's two ports over WebSocket, on loopback only.
 *
 * It answers GET and HEAD of a fixed list of files and nothing else; a socket is opened only for who passes the gate. What a
 * port is then connected to is the caller's.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Wire } from '../../../src-shared/contract/port.ts';
import { webSocketWire } from '../../../src-shared/contract/web-socket-wire.ts';
import { WINDOW_MESSAGE_BYTES_MAX } from '../../../src-shared/domain/limits.ts';
import {
  HTTP_CONNECTIONS_MAX,
  HTTP_HEAD_BYTES_MAX,
  HTTP_HEAD_TIMEOUT_MS,
  HTTP_LOOK_EVERY_MS,
  HTTP_REQUEST_TIMEOUT_MS,
  SOCKETS_MAX,
} from '../bridge-limits.ts';
import { fileAt, type WindowFiles } from '../window-files.ts';
import { windowHeaders } from '../window-policy.ts';
import { createToken, type GateRules, isOurHost, judgeSocket, type PortName, SUBPROTOCOL } from './node-gate.ts';

const LOOPBACK = '127.0.0.1';

export type NodeServerOptions = {
  readonly files: WindowFiles;
  /** 0: a free one. */
  readonly port: number;
  /** The development server's page instead of the built one; null otherwise. */
  readonly devUrl: string | null;
  /** A window asked for a port, of the live app or of a session's replay, and passed the gate. */
  onPort(name: PortName, wire: Wire, session: string | null): void;
  /** So many windows are connected now; called at every change. */
  onWindows(windows: number): void;
};

export interface NodeServer {
  readonly port: number;
  /** The window's address. It carries the token: whoever has it can use Crossbook. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts listening. Rejects with the system's error when the port cannot be had. */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const server = createServer({
    maxHeaderSize: HTTP_HEAD_BYTES_MAX,
    headersTimeout: HTTP_HEAD_TIMEOUT_MS,
    requestTimeout: HTTP_REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: HTTP_LOOK_EVERY_MS,
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: WINDOW_MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const port = await listen(server, options.port);
  const devOrigin = options.devUrl === null ? null : new URL(options.devUrl).origin;
  const rules: GateRules = { port, token: createToken(), devOrigin };
  let windows = 0;
  const headers = windowHeaders([`ws://${LOOPBACK}:${port}`, `ws://localhost:${port}`]);

  const plain = limitConnections(server);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, options.files, headers, isOurHost(request.headers, rules));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const verdict = judgeSocket(request.url ?? '', request.headers, rules);
    if (!verdict.admitted) {
      refuse(socket, verdict.status);
      return;
    }
    if (sockets.clients.size >= SOCKETS_MAX) {
      refuse(socket, 503);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      plain.delete(socket);
      if (verdict.name === 'main') {
        options.onWindows(++windows);
        webSocket.once('close', () => options.onWindows(--windows));
      }
      options.onPort(verdict.name, webSocketWire(webSocket), verdict.session);
    });
  });
  return {
    port,
    url: pageUrl(options.devUrl, port, rules.token),
    stop: () => stop(server, sockets),
  };
}

/** Lets the oldest connection go when there are too many. A window's own sockets are taken out of the set that is returned. */
function limitConnections(server: Server): Set<Duplex> {
  const plain = new Set<Duplex>();
  server.on('connection', (socket: Socket) => {
    plain.add(socket);
    socket.once('close', () => plain.delete(socket));
    if (plain.size <= HTTP_CONNECTIONS_MAX) return;
    const [oldest] = plain;
    oldest?.destroy();
  });
  return plain;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The token stands in the fragment, which no browser ever sends to a server or writes into a Referer. */
function pageUrl(devUrl: string | null, port: number, token: string): string {
  if (devUrl === null) return `http://${LOOPBACK}:${port}/#token=${token}`;
  return `${new URL(devUrl).href}#token=${token}&host=${LOOPBACK}:${port}`;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: WindowFiles,
  headers: Readonly<Record<string, string>>,
  isForUs: boolean,
): void {
  const fail = (status: number, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, {
      ...headers,
      ...more,
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
    });
    response.end(`${STATUS_CODES[status]}\n`);
  };
  if (!isForUs) {
    fail(403);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    fail(405, { Allow: 'GET, HEAD' });
    return;
  }
  const file = fileAt(files, request.url ?? '');
  if (!file) {
    fail(404);
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': file.body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(socket: Duplex, status: number): void {
  const text = STATUS_CODES[status] ?? '';
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n`,
  );
}

async function stop(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.close(1001, 'Crossbook was closed');
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A window that does not answer the closing must not keep the app from ending.
  for (const client of sockets.clients) setTimeout(() => client.terminate(), 500).unref();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 500).unref();
  await closed;
}
