/**
 * The only connection between Crossbook's processes: a port.
 *
 * A port carries plain JSON-safe messages and one binary frame type, in order, over the wire that a host has (a MessagePort, a
 * WebSocket). Closing is an explicit `bye`; because not every wire reports that its other end is gone, both ends send a sign of life
 * and close on a silent peer.
 */
import { PORT_HEARTBEAT_MS, PORT_SILENT_MS } from '../domain/limits.ts';
import { Silence } from '../domain/supervision/silence.ts';

/** A message: an object with a `kind`, holding only what JSON can hold. */
export type PortMessage = { readonly kind: string };

export type PortData = PortMessage | Uint8Array<ArrayBuffer>;

/** One end of a connection between two parts. */
export interface Port<Out extends PortMessage = PortMessage, In extends PortMessage = PortMessage> {
  /** Sends a message or a binary frame. A binary frame's buffer may be transferred: the sender must not use it again. */
  post(data: Out | Uint8Array<ArrayBuffer>): void;
  onMessage: ((data: In | Uint8Array<ArrayBuffer>) => void) | null;
  /** Called once, when either end closed or the other end fell silent; with the reason. */
  onClose: ((reason: string) => void) | null;
  close(reason?: string): void;
  /** Bytes or messages still on their way, where the wire can tell; 0 otherwise. */
  pending(): number;
}

/** What a host's transport provides; the port adds the sign of life and the orderly close. */
export interface Wire {
  send(data: PortData): void;
  onData: ((data: PortData) => void) | null;
  /** The wire itself ended. */
  onEnd: ((reason: string) => void) | null;
  end(): void;
  pending(): number;
}

/** Calls `run` every `everyMs` until the returned function is called. */
export type Repeat = (everyMs: number, run: () => void) => () => void;

const BYE = 'port:bye';
const ALIVE = 'port:alive';
const HEARD = 'port:heard';

type Bye = { readonly kind: typeof BYE; readonly reason: string };

/** Makes a port of a wire: sends signs of life and `bye`, calls `onClose` exactly once. */
export function createPort<Out extends PortMessage, In extends PortMessage>(wire: Wire, repeat: Repeat): Port<Out, In> {
  let open = true;
  const silence = new Silence(PORT_SILENT_MS / PORT_HEARTBEAT_MS);
  const finish = (reason: string): void => {
    if (!open) return;
    open = false;
    stopHeartbeat();
    wire.end();
    port.onClose?.(reason);
  };
  const port: Port<Out, In> = {
    onMessage: null,
    onClose: null,
    post(data) {
      if (open) wire.send(data);
    },
    close(reason = 'closed') {
      if (!open) return;
      const bye: Bye = { kind: BYE, reason };
      wire.send(bye);
      finish(reason);
    },
    pending: () => wire.pending(),
  };
  const stopHeartbeat = repeat(PORT_HEARTBEAT_MS, () => {
    if (silence.look()) {
      finish('silent');
      return;
    }
    wire.send({ kind: ALIVE });
  });
  wire.onData = (data) => {
    silence.heard();
    if (!open) return;
    if (data instanceof Uint8Array) port.onMessage?.(data);
    else if (data.kind === BYE) finish((data as Bye).reason);
    // Answered at once: a page that was hidden for long has slow timers, but still receives messages.
    else if (data.kind === ALIVE) wire.send({ kind: HEARD });
    else if (data.kind !== HEARD) port.onMessage?.(data as In);
  };
  wire.onEnd = finish;
  return port;
}
