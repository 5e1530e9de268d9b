/**
 * Decides what one client's socket is given: answers always, market data unless a fault says otherwise.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { FrameOutbox } from './frame-outbox.ts';
import type { VenueFaults } from './venue-faults.ts';

const OPEN = 1;

export class VenueConnection {
  /** Counts from 1 within the venue. */
  readonly id: number;
  readonly socket: WebSocket;
  readonly faults: VenueFaults;
  readonly #stream: Duplex;
  readonly #outbox: FrameOutbox;
  #dropsDue = 0;
  #dataFrames = 0;

  constructor(id: number, socket: WebSocket, stream: Duplex, faults: VenueFaults) {
    this.id = id;
    this.socket = socket;
    this.faults = faults;
    this.#stream = stream;
    this.#outbox = new FrameOutbox(stream);
  }

  get framesSent(): number {
    return this.#outbox.frames;
  }

  /** What the client has not read yet. */
  get unreadBytes(): number {
    return this.#outbox.unreadBytes;
  }

  /** A frame of the market's stream; may be dropped by a fault. */
  sendData(text: string): void {
    if (this.socket.readyState !== OPEN) return;
    this.#dataFrames += 1;
    if (this.#dropsDue > 0) {
      this.#dropsDue -= 1;
      return;
    }
    if (this.faults.judge(this.id, this.#dataFrames) === 'drop') return;
    this.#outbox.push(text);
  }

  /** An answer to this client; never dropped. */
  sendAnswer(text: string): void {
    if (this.socket.readyState === OPEN) this.#outbox.push(text);
  }

  /** The next frames of market data of this client are lost. */
  dropNext(count: number): void {
    this.#dropsDue += count;
  }

  /** Hands what was gathered to the socket. */
  flush(): void {
    this.#outbox.flush();
  }

  /** A frame exactly as given, after what was gathered. */
  inject(data: string | Uint8Array): void {
    if (this.socket.readyState !== OPEN) return;
    this.flush();
    this.socket.send(data, { binary: typeof data !== 'string', compress: false });
  }

  /** Ends the socket: with a close frame when a code is given, by a TCP reset, or by closing without a word. */
  end(how: { readonly code?: number; readonly reason?: string; readonly reset?: boolean }): void {
    if (how.reset === true) {
      this.#reset();
      return;
    }
    if (how.code === undefined) {
      this.socket.terminate();
      return;
    }
    this.flush();
    this.socket.close(how.code, how.reason ?? '');
  }

  #reset(): void {
    if (this.#stream instanceof Socket) this.#stream.resetAndDestroy();
    else this.socket.terminate();
  }
}
