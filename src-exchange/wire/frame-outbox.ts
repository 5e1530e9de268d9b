/**
 * Decides how text frames reach a socket: many of them in one write.
 *
 * The server's frames are not masked, so their headers can be laid down here, next to frames the ws library writes
 * itself (RFC 6455, section 5.2). Frames are always written whole; the order of push is the order on the wire.
 */
import type { Duplex } from 'node:stream';
import { OUTBOX_FLUSH_BYTES, OUTBOX_KEEP_BYTES } from '../model/limits.ts';

const TEXT_FRAME = 0x81;
const BINARY_FRAME = 0x82;
const HEADER_MAX = 10;
const FIRST_SLAB_BYTES = 64 * 1024;

export class FrameOutbox {
  readonly #socket: Duplex;
  #slab = Buffer.allocUnsafeSlow(FIRST_SLAB_BYTES);
  #used = 0;
  /** Frames pushed so far. */
  frames = 0;
  /** Only flush() sends, however much is gathered. */
  isHeld = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  get isEmpty(): boolean {
    return this.#used === 0;
  }

  /** Bytes the socket has not taken yet. */
  get unreadBytes(): number {
    return this.#socket.writableLength + this.#used;
  }

  /** Adds one text frame. */
  push(text: string): void {
    const length = Buffer.byteLength(text);
    const at = this.#head(TEXT_FRAME, length);
    // Equal lengths mean plain ASCII, which is copied without being encoded.
    if (length === text.length) this.#slab.write(text, at, length, 'latin1');
    else this.#slab.write(text, at, length, 'utf8');
    this.#end(at + length);
  }

  /** Adds a frame of bytes as they are, valid text or not. */
  pushBytes(bytes: Uint8Array, isBinary: boolean): void {
    const at = this.#head(isBinary ? BINARY_FRAME : TEXT_FRAME, bytes.length);
    this.#slab.set(bytes, at);
    this.#end(at + bytes.length);
  }

  /** Lays down a frame's header; returns where its payload goes. */
  #head(kind: number, length: number): number {
    this.#reserve(length + HEADER_MAX);
    const slab = this.#slab;
    const at = this.#used;
    slab[at] = kind;
    if (length < 126) {
      slab[at + 1] = length;
      return at + 2;
    }
    if (length < 65_536) {
      slab[at + 1] = 126;
      slab.writeUInt16BE(length, at + 2);
      return at + 4;
    }
    slab[at + 1] = 127;
    slab.writeBigUInt64BE(BigInt(length), at + 2);
    return at + 10;
  }

  #end(at: number): void {
    this.#used = at;
    this.frames += 1;
    if (this.#used >= OUTBOX_FLUSH_BYTES && !this.isHeld) this.flush();
  }

  /** Hands what was gathered to the socket: all of it, or so many bytes, wherever in a frame they end. */
  flush(bytesMax = Number.POSITIVE_INFINITY): void {
    if (this.#used === 0) return;
    if (this.#used > bytesMax) {
      this.#flushPart(bytesMax);
      return;
    }
    const filled = this.#slab.subarray(0, this.#used);
    this.#used = 0;
    if (!this.#socket.writable) return;
    if (this.#slab.length > OUTBOX_KEEP_BYTES) {
      this.#socket.write(filled);
      this.#slab = Buffer.allocUnsafeSlow(FIRST_SLAB_BYTES);
    } else {
      this.#socket.write(Buffer.from(filled));
    }
  }

  #flushPart(bytes: number): void {
    if (this.#socket.writable) this.#socket.write(Buffer.from(this.#slab.subarray(0, bytes)));
    this.#slab.copyWithin(0, bytes, this.#used);
    this.#used -= bytes;
  }

  #reserve(bytes: number): void {
    const wanted = this.#used + bytes;
    if (wanted <= this.#slab.length) return;
    let size = this.#slab.length;
    while (size < wanted) size *= 2;
    const larger = Buffer.allocUnsafeSlow(size);
    this.#slab.copy(larger, 0, 0, this.#used);
    this.#slab = larger;
  }
}
