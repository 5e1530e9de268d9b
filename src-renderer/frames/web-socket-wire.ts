/**
 * A port's wire over a browser WebSocket: messages as JSON text frames, binary frames as they are.
 */
import type { PortData, Wire } from '../../src-shared/contract/port.ts';

/** Wraps an open socket. A frame that is no JSON ends the wire: the other end is not who we think it is. */
export function webSocketWire(socket: WebSocket): Wire {
  socket.binaryType = 'arraybuffer';
  const wire: Wire = {
    onData: null,
    onEnd: null,
    send(data) {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(data instanceof Uint8Array ? data : JSON.stringify(data));
    },
    end() {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    },
    pending: () => socket.bufferedAmount,
  };
  const finish = (reason: string): void => {
    wire.end();
    wire.onEnd?.(reason);
  };
  socket.onmessage = (event: MessageEvent<unknown>) => {
    const data = readFrame(event.data);
    if (data === null) finish('unreadable message');
    else wire.onData?.(data);
  };
  socket.onclose = (event) => finish(event.reason === '' ? `socket closed (${event.code})` : event.reason);
  return wire;
}

function readFrame(frame: unknown): PortData | null {
  if (frame instanceof ArrayBuffer) return new Uint8Array(frame);
  if (typeof frame !== 'string') return null;
  try {
    const message: unknown = JSON.parse(frame);
    const hasKind = typeof message === 'object' && message !== null && 'kind' in message;
    return hasKind && typeof message.kind === 'string' ? { ...message, kind: message.kind } : null;
  } catch {
    return null;
  }
}
