/**
 * A Wire over a WebSocket: JSON in text frames, binary frames as they are. The same for both ends, the page's WebSocket and the
 * server's of `ws`, which share this part of their shape.
 *
 * The peer may send anything: what is not a message ends the wire. What is sent before the socket opens waits, because the page
 * gets its port before the handshake is through.
 */
import { isPortData } from './message-port-wire.ts';
import type { PortData, Wire } from './port.ts';

export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}

const CONNECTING = 0;
const OPEN = 1;
/** Frames that wait for the handshake: a window says a few dozen things when it starts. */
const EARLY_FRAMES_MAX = 1_000;
/** RFC 6455: the peer sent what this end does not accept. */
const UNACCEPTABLE = 1003;

/** The wire of a socket, open or still opening. */
export function webSocketWire(socket: WebSocketLike): Wire {
  const early: (string | Uint8Array<ArrayBuffer>)[] = [];
  let isEnded = false;
  const wire: Wire = {
    onData: null,
    onEnd: null,
    send(data) {
      const frame = data instanceof Uint8Array ? data : JSON.stringify(data);
      if (socket.readyState === OPEN) socket.send(frame);
      else if (socket.readyState === CONNECTING && early.length < EARLY_FRAMES_MAX) early.push(frame);
    },
    end() {
      isEnded = true;
      socket.close(1000);
    },
    pending: () => socket.bufferedAmount,
  };
  const end = (reason: string): void => {
    if (isEnded) return;
    isEnded = true;
    wire.onEnd?.(reason);
  };
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    for (const frame of early) socket.send(frame);
    early.length = 0;
  });
  socket.addEventListener('message', (event) => {
    if (isEnded) return;
    const data = readFrame(event.data);
    if (data) {
      wire.onData?.(data);
      return;
    }
    socket.close(UNACCEPTABLE);
    end('the other end sent something that is not a message');
  });
  socket.addEventListener('close', (event) => end(event.reason || `the connection was closed (${event.code})`));
  // A close event always follows and carries the reason; without a listener the server's socket would throw.
  socket.addEventListener('error', () => {});
  return wire;
}

function readFrame(frame: unknown): PortData | null {
  if (frame instanceof ArrayBuffer) return new Uint8Array(frame);
  if (typeof frame !== 'string') return null;
  try {
    const data: unknown = JSON.parse(frame);
    return isPortData(data) ? data : null;
  } catch {
    return null;
  }
}
