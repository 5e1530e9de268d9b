/** An exchange's end of the sockets: a real WebSocket server on loopback that a test plays by hand. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { Noted } from '../../noted.ts';

/** One socket as the exchange sees it. */
export class ServedSocket extends Noted<string> {
  readonly socket: WebSocket;
  readonly headers: IncomingHttpHeaders;
  /** The close code, once the client is gone. */
  readonly closed: Promise<number>;

  constructor(socket: WebSocket, headers: IncomingHttpHeaders) {
    super();
    this.socket = socket;
    this.headers = headers;
    socket.on('message', (data) => this.add(String(data)));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  say(text: string): void {
    this.socket.send(text);
  }

  /** What was said, as JSON. */
  heard(): readonly Record<string, unknown>[] {
    return this.items.map((text) => JSON.parse(text) as Record<string, unknown>);
  }
}

export class SocketServer {
  url = '';
  /** HTTP status for the next attempts; null: they are accepted. */
  refusal: number | null = null;
  /** Further header lines of a refusal, each ended with CR LF. */
  refusalHeaders = '';
  readonly sockets = new Noted<ServedSocket>();
  /** One entry an attempt, accepted or not. */
  readonly attempts = new Noted<IncomingHttpHeaders>();

  /** Starts one for this test. */
  static async start(): Promise<SocketServer> {
    const served = new SocketServer();
    const http = createServer();
    const server = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => {});
      served.attempts.add(request.headers);
      if (served.refusal !== null) {
        socket.end(
          `HTTP/1.1 ${served.refusal} Refused\r\n${served.refusalHeaders}Connection: close\r\nContent-Length: 0\r\n\r\n`,
        );
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) =>
        served.sockets.add(new ServedSocket(opened, request.headers)),
      );
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    served.url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
    onTestFinished(async () => {
      for (const { socket } of served.sockets.items) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    });
    return served;
  }

  /** The nth socket, counted from 1. */
  async socket(nth: number): Promise<ServedSocket> {
    return (await this.sockets.count(nth))[nth - 1]!;
  }
}
