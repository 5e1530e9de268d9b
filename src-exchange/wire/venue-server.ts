/**
 * Decides how a venue is reached: one HTTP and WebSocket server on 127.0.0.1, nowhere else.
 *
 * Requests are answered by the venue's REST function; upgrades are admitted or answered with an HTTP error.
 */
import type { IncomingMessage, Server } from 'node:http';
import { createServer, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { CLIENT_FRAME_BYTES_MAX } from '../model/limits.ts';
import type { ConnectionSet } from './connection-set.ts';
import { answerUnderFaults, RestCache } from './rest-faults.ts';
import type { RestAnswer, RestRequest } from './rest-message.ts';
import { failed, readRequest, writeAnswer } from './rest-message.ts';
import type { VenueConnection } from './venue-connection.ts';
import type { VenueFaults } from './venue-faults.ts';

const LOOPBACK = '127.0.0.1';

export interface VenueServerOptions<Connection extends VenueConnection> {
  /** 0 takes a free port. */
  readonly port: number;
  readonly wsPath: string;
  readonly faults: VenueFaults;
  readonly answer: (request: RestRequest) => RestAnswer;
  /** The reason for refusing an upgrade; undefined admits it. */
  readonly refusal: (message: IncomingMessage) => RestAnswer | undefined;
  readonly connections: ConnectionSet<Connection>;
  /** The venue's connection for a socket that was admitted. */
  readonly connect: (id: number, socket: WebSocket, stream: Duplex) => Connection;
  /** A text frame of a client; a binary one is an empty text. */
  readonly onText: (connection: Connection, text: string) => void;
  /** The socket is closed: the client's subscriptions end. */
  readonly onLeft: (connection: Connection) => void;
}

export class VenueServer<Connection extends VenueConnection> {
  readonly #options: VenueServerOptions<Connection>;
  readonly #http: Server;
  readonly #cache = new RestCache();
  #isClosing = false;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: CLIENT_FRAME_BYTES_MAX,
    clientTracking: true,
  });

  constructor(options: VenueServerOptions<Connection>) {
    this.#options = options;
    this.#http = createServer((message, response) => {
      this.#answer(message, response).catch(() => response.destroy());
    });
    this.#http.on('upgrade', (message, stream, head) => this.#upgrade(message, stream, head));
  }

  /** Resolves with the port once the server listens. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(this.#options.port, LOOPBACK, () => {
        const address = this.#http.address();
        if (address === null || typeof address === 'string') reject(new Error('the exchange has no port'));
        else resolve(address.port);
      });
    });
  }

  /** Ends every socket and stops listening. */
  close(): Promise<void> {
    this.#isClosing = true;
    for (const socket of this.#sockets.clients) socket.terminate();
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, answer } = this.#options;
    const request = faults.refusingRest ? undefined : await readRequest(message);
    if (faults.refusingRest) writeAnswer(response, failed(503, 'service unavailable'));
    else if (request === undefined) writeAnswer(response, failed(413, 'payload too large'));
    else await answerUnderFaults(faults, this.#cache, request, answer, response);
  }

  #upgrade(message: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    if (this.#options.faults.hanging) {
      void this.#leaveHanging(stream);
      return;
    }
    const refusal = this.#refusalOf(message);
    if (refusal !== undefined) {
      refuse(stream, refusal);
      return;
    }
    this.#sockets.handleUpgrade(message, stream, head, (socket) => this.#open(socket, stream));
  }

  #open(socket: WebSocket, stream: Duplex): void {
    const { connections, connect, onText, onLeft } = this.#options;
    const connection = connect(connections.nextId(), socket, stream);
    connections.add(connection);
    socket.on('message', (data, isBinary) => {
      onText(connection, isBinary ? '' : data.toString());
      connection.flush();
    });
    socket.on('close', () => {
      onLeft(connection);
      connections.remove(connection);
    });
    socket.on('error', () => socket.terminate());
  }

  async #leaveHanging(stream: Duplex): Promise<void> {
    const { faults } = this.#options;
    if (!faults.isAway) faults.strike('never-answers');
    while (faults.hanging && !this.#isClosing) await faults.nextEnd();
    stream.destroy();
  }

  #refusalOf(message: IncomingMessage): RestAnswer | undefined {
    if (this.#options.faults.refusing) return failed(503, 'service unavailable');
    const path = (message.url ?? '').split('?')[0];
    if (path !== this.#options.wsPath) return failed(404, 'not found');
    return this.#options.refusal(message);
  }
}

function refuse(stream: Duplex, answer: RestAnswer): void {
  const body = JSON.stringify(answer.body);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
