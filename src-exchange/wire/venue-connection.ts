/**
 * Sends to one client's socket: answers always, market data unless a fault strikes it.
 *
 * Every frame of market data comes with its contents, so that faults find their target and the ledger its books.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameContent, LedgerRow } from '../model/truth-ledger.ts';
import type { FrameFaultKind, LateKind, Piece } from './frame-faults.ts';
import { concerns, isFrameKind, isLateKind, isUnnoticed, piecesOf, whole } from './frame-faults.ts';
import { FrameOutbox } from './frame-outbox.ts';
import type { ActiveFault, VenueFaults } from './venue-faults.ts';
import { meansConnection, meansMarket } from './venue-faults.ts';

const OPEN = 1;
const NO_CONTENTS: readonly FrameContent[] = [];
/** A late frame comes after so many others. */
const LATE_BY = 3;

/** `rows`: the frame's ledger rows, of when it was made. */
type Held = { readonly frame: Frame; readonly kind: LateKind; readonly rows: readonly LedgerRow[]; left: number };

type Frame = { readonly text: string; readonly contents: readonly FrameContent[]; readonly timeMs: number };

export class VenueConnection {
  /** Counts from 1 within the venue. */
  readonly id: number;
  readonly socket: WebSocket;
  readonly faults: VenueFaults;
  /** Nothing is sent or read any more, and the socket stays open. */
  isMute = false;
  /** Nothing is sent before this time, ms of the monotonic clock. */
  holdUntilMs = 0;
  /** When anything was last handed to the socket, ms of the wall clock. */
  lastSentMs = Date.now();
  /** Bytes a flush sends at the most. */
  bytesPerFlush = Number.POSITIVE_INFINITY;
  readonly #stream: Duplex;
  readonly #outbox: FrameOutbox;
  #dropsDue = 0;
  #held: Held | undefined;

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

  /** A frame of the market's stream; faults may lose or change it. `timeMs`: the venue's time in it, 0: none. */
  sendData(text: string, contents: readonly FrameContent[] = NO_CONTENTS, timeMs = 0): void {
    if (this.socket.readyState !== OPEN) return;
    if (this.#dropsDue > 0) {
      this.#dropsDue -= 1;
      this.faults.lost(contents);
      return;
    }
    if (this.faults.isQuiet && this.#held === undefined) this.#send(whole(text), contents, timeMs);
    else this.#sendFaulty({ text, contents, timeMs });
  }

  /** An answer to this client; never dropped. */
  sendAnswer(text: string): void {
    if (this.socket.readyState === OPEN) this.#outbox.push(text);
  }

  /** The next frames of market data of this client are lost. */
  dropNext(count: number): void {
    this.#dropsDue += count;
  }

  /** A sign of life of the server; not inside a frame that is half sent. */
  ping(body: string): void {
    if (this.isMute || this.bytesPerFlush !== Number.POSITIVE_INFINITY) return;
    this.socket.ping(body);
    this.lastSentMs = Date.now();
  }

  /** Hands what was gathered to the socket. */
  flush(): void {
    if (this.isMute || performance.now() < this.holdUntilMs || this.#outbox.isEmpty) return;
    this.#outbox.flush(this.bytesPerFlush);
    this.lastSentMs = Date.now();
  }

  /** Half-open from now on: the socket stays, and is dead. */
  mute(): void {
    this.isMute = true;
    this.#outbox.isHeld = true;
    this.#stream.pause();
  }

  /** Reads what the client sends, or leaves it waiting. */
  setReading(on: boolean): void {
    if (this.isMute) return;
    if (on) this.#stream.resume();
    else this.#stream.pause();
  }

  /** Sends slowly: later by so long, in so many bytes at once; nothing named: as usual again. */
  setPace(holdMs = 0, bytesPerFlush = Number.POSITIVE_INFINITY): void {
    this.holdUntilMs = holdMs === 0 ? 0 : performance.now() + holdMs;
    this.bytesPerFlush = bytesPerFlush;
    this.#outbox.isHeld = this.isMute || holdMs > 0 || bytesPerFlush !== Number.POSITIVE_INFINITY;
  }

  /** A frame that is to come late comes now. */
  releaseHeld(): void {
    const held = this.#held;
    this.#held = undefined;
    if (!held || this.socket.readyState !== OPEN) return;
    this.#outbox.push(held.frame.text);
    this.faults.ledger?.add(held.rows);
    this.faults.lost(held.frame.contents);
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
    this.setPace();
    this.flush();
    this.socket.close(how.code, how.reason ?? '');
  }

  #sendFaulty(frame: Frame): void {
    const { contents } = frame;
    if (this.faults.silenced || (this.faults.mutesNotices && contents.length === 0)) {
      this.faults.lost(contents);
      return;
    }
    const struck = this.#strikeOf(contents);
    if (struck === undefined) this.#send(whole(frame.text), contents, frame.timeMs);
    else this.#strike(struck.kind, struck.active, frame);
    const held = this.#held;
    if (held !== undefined && countsFor(held, contents) && --held.left <= 0) this.releaseHeld();
  }

  /** The fault that strikes a frame with these contents, if any; takes the strike. */
  #strikeOf(
    contents: readonly FrameContent[],
  ): { readonly kind: FrameFaultKind | 'silent'; readonly active: ActiveFault } | undefined {
    if (contents.length === 0) return undefined;
    for (const active of this.faults.active()) {
      const { fault } = active;
      if (!meansConnection(fault, this.id) || !meansMarket(fault, contents)) continue;
      if (fault.kind === 'silent-venue' || fault.kind === 'silent-market') {
        this.faults.strike(fault.kind);
        return { kind: 'silent', active };
      }
      if (!isFrameKind(fault.kind) || active.left <= 0 || !concerns(fault.kind, contents)) continue;
      if (fault.kind === 'late-snapshot' && this.#held !== undefined) continue;
      active.left -= 1;
      this.faults.strike(fault.kind);
      return { kind: fault.kind, active };
    }
    return undefined;
  }

  #strike(kind: FrameFaultKind | 'silent', { random }: ActiveFault, frame: Frame): void {
    const { text, contents, timeMs } = frame;
    if (kind === 'silent' || isUnnoticed(kind)) this.faults.lost(contents);
    if (kind === 'silent') return;
    if (isLateKind(kind)) {
      this.releaseHeld();
      const rows = this.faults.ledger?.rowsOf(text, contents, timeMs) ?? [];
      this.#held = { frame, kind, rows, left: LATE_BY };
      return;
    }
    for (const piece of piecesOf(kind, text, random, this.faults.forms)) this.#send(piece, contents, timeMs);
  }

  #send({ data, isBinary, intact }: Piece, contents: readonly FrameContent[], timeMs: number): void {
    if (typeof data !== 'string') {
      this.#outbox.pushBytes(data, isBinary);
      return;
    }
    this.#outbox.push(data);
    if (intact) this.faults.ledger?.sent(data, contents, timeMs);
  }

  #reset(): void {
    if (this.#stream instanceof Socket) this.#stream.resetAndDestroy();
    else this.socket.terminate();
  }
}

/** Whether a frame with these contents is one of those that the held one waits for: any, or changes of the book that it is a snapshot of. */
function countsFor({ kind, frame }: Held, contents: readonly FrameContent[]): boolean {
  if (kind === 'reorder') return true;
  return contents.some(
    ({ what, listing }) => what === 'change' && frame.contents.some((held) => held.listing === listing),
  );
}
