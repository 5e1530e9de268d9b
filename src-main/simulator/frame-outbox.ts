/**
 * Decides how text frames reach a socket: many of them in one write.
 *
 * The server's frames are not masked, so their headers can be laid down here, next to frames the ws library writes
 * itself (RFC 6455, section 5.2). Frames are always written whole; the order of push is the order on the wire.
 */
import type { Duplex } from 'node:stream';
import { OUTBOX_FLUSH_BYTES, OUTBOX_KEEP_BYTES } from './limits.ts';

const TEXT_FRAME = 0x81;
const HEADER_MAX = 10;
const FIRST_SLAB_BYTES = 64 * 1024;

export class FrameOutbox {
  readonly #socket: Duplex;
  #slab = Buffer.allocUnsafeSlow(FIRST_SLAB_BYTES);
  #used = 0;
  /** Frames pushed so far. */
  frames = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Bytes the socket has not taken yet. */
  get unreadBytes(): number {
    return this.#socket.writableLength + this.#used;
  }

  /** Adds one text frame. */
  push(text: string): void {
    const length = Buffer.byteLength(text);
    this.#reserve(length + HEADER_MAX);
    const slab = this.#slab;
    let at = this.#used;
    slab[at] = TEXT_FRAME;
    if (length < 126) {
      slab[at + 1] = length;
      at += 2;
    } else if (length < 65_536) {
      slab[at + 1] = 126;
      slab.writeUInt16BE(length, at + 2);
      at += 4;
    } else {
      slab[at + 1] = 127;
      slab.writeBigUInt64BE(BigInt(length), at + 2);
      at += 10;
    }
    // Equal lengths mean plain ASCII, which is copied without being encoded.
    if (length === text.length) slab.write(text, at, length, 'latin1');
    else slab.write(text, at, length, 'utf8');
    this.#used = at + length;
    this.frames += 1;
    if (this.#used >= OUTBOX_FLUSH_BYTES) this.flush();
  }

  /** Hands everything gathered to the socket. */
  flush(): void {
    if (this.#used === 0) return;
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
