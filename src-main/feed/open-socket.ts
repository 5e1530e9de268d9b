/** Opens a socket to a venue, with our limits, and hands its events to the connection as long as it is the connection's socket. */
import WebSocket from 'ws';
import { CONNECT_TIMEOUT_MS, FRAME_BYTES_MAX } from '../../src-shared/domain/limits.ts';
import { retryAfterMs } from './retry-after.ts';

export type SocketEvents = {
  /** False once the connection has left this socket: nothing it says counts any longer. */
  isCurrent(socket: WebSocket): boolean;
  onOpen(socket: WebSocket): void;
  /** The bytes are only valid during the call. */
  onFrame(data: Buffer, isBinary: boolean): void;
  /** A ping or a pong. */
  onControl(): void;
  /** The upgrade was answered with this HTTP status, and with a wish to be left alone for so long, or 0. */
  onRefusal(socket: WebSocket, status: number, retryAfterMs: number): void;
  onError(error: Error): void;
  onClose(code: number, reason: string): void;
};

/** Throws when the address cannot be used. */
export function openSocket(url: string, headers: Record<string, string>, events: SocketEvents): WebSocket {
  const socket = new WebSocket(url, {
    headers,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: FRAME_BYTES_MAX,
    handshakeTimeout: CONNECT_TIMEOUT_MS,
  });
  const isCurrent = (): boolean => events.isCurrent(socket);
  socket.on('open', () => isCurrent() && events.onOpen(socket));
  socket.on('message', (data, isBinary) => isCurrent() && events.onFrame(data as Buffer, isBinary));
  socket.on('ping', () => isCurrent() && events.onControl());
  socket.on('pong', () => isCurrent() && events.onControl());
  socket.on('unexpected-response', (_request, response) => {
    response.resume();
    if (isCurrent()) events.onRefusal(socket, response.statusCode ?? 0, retryAfterMs(response.headers, Date.now()));
  });
  socket.on('error', (error) => isCurrent() && events.onError(error));
  socket.on('close', (code, reason) => isCurrent() && events.onClose(code, reason.toString()));
  return socket;
}
