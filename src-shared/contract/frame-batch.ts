/**
 * Main to engine: raw frames in batches, each with its connection, channel and two receive times.
 *
 * Layout, little-endian, every frame starting on 8 bytes: [count u32][0 u32] then per frame [connection u32][channel u32]
 * [length u32][0 u32][receivedMicros f64][receivedNanos f64][bytes, padded], and SLACK_BYTES after the last frame, which its
 * decoder may read. The bytes are those of the socket, unchanged.
 */

import { BATCH_BYTES_MAX, BATCH_FRAMES_MAX } from '../domain/limits.ts';
import { SLACK_BYTES } from '../domain/wire/json-bytes.ts';

/** What kind of bytes a frame holds. */
export const CHANNEL = { text: 0, binary: 1, poll: 2 } as const;
export type Channel = (typeof CHANNEL)[keyof typeof CHANNEL];

/** Flag beside a channel: a copy of a frame that another shard answers for; only its book events count. */
export const CHANNEL_ECHO = 0x100;
/** Masks the channel out of a number with flags. */
export const CHANNEL_MASK = 0xff;

const HEAD_BYTES = 8;
const FRAME_HEAD_BYTES = 32;

const padded = (bytes: number): number => (bytes + 7) & ~7;

/** Collects frames until `take` (a copy) or `exchange` (the buffer itself) returns the batch. */
export class FrameBatchWriter {
  frames = 0;
  private used = HEAD_BYTES;
  private bytes = new Uint8Array(BATCH_BYTES_MAX / 4);
  private view = new DataView(this.bytes.buffer);

  private readonly framesMax: number;

  constructor(framesMax = BATCH_FRAMES_MAX) {
    this.framesMax = framesMax;
  }

  /** True when the batch should be sent now. */
  get full(): boolean {
    return this.frames >= this.framesMax || this.used >= BATCH_BYTES_MAX;
  }

  add(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, frame: Uint8Array): void {
    const at = this.used;
    const end = at + FRAME_HEAD_BYTES + padded(frame.length);
    if (end > this.bytes.length) this.grow(end);
    const view = this.view;
    view.setUint32(at, connection, true);
    view.setUint32(at + 4, channel, true);
    view.setUint32(at + 8, frame.length, true);
    view.setUint32(at + 12, 0, true);
    view.setFloat64(at + 16, receivedMicros, true);
    view.setFloat64(at + 24, receivedNanos, true);
    this.bytes.set(frame, at + FRAME_HEAD_BYTES);
    this.used = end;
    this.frames++;
  }

  /** The batch, in a buffer of its own that may be transferred; the writer starts over. */
  take(): Uint8Array<ArrayBuffer> {
    this.view.setUint32(0, this.frames, true);
    this.view.setUint32(4, 0, true);
    const batch = new Uint8Array(this.used + SLACK_BYTES);
    batch.set(this.bytes.subarray(0, this.used));
    this.frames = 0;
    this.used = HEAD_BYTES;
    return batch;
  }

  /** The batch in the writer's own buffer, without a copy; the writer goes on in the buffer given. */
  exchange(next: ArrayBuffer): Uint8Array<ArrayBuffer> {
    const end = this.used + SLACK_BYTES;
    if (end > this.bytes.length) this.grow(end);
    this.view.setUint32(0, this.frames, true);
    this.view.setUint32(4, 0, true);
    const batch = this.bytes.subarray(0, end);
    this.bytes = new Uint8Array(next);
    this.view = new DataView(next);
    this.frames = 0;
    this.used = HEAD_BYTES;
    return batch;
  }

  private grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.used));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}

/** Walks through a batch without allocating per frame: `next`, then read the fields. */
export class FrameBatchReader {
  connection = 0;
  channel: Channel = CHANNEL.text;
  receivedMicros = 0;
  receivedNanos = 0;
  /** Where the frame's bytes lie in the batch. */
  start = 0;
  end = 0;
  private left = 0;
  private at = 0;
  private view: DataView = new DataView(new ArrayBuffer(0));

  /** Starts with a batch; throws RangeError when its head is not a batch's. */
  open(batch: Uint8Array): void {
    this.view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    this.left = this.view.getUint32(0, true);
    this.at = HEAD_BYTES;
  }

  next(): boolean {
    if (this.left === 0) return false;
    const view = this.view;
    const at = this.at;
    const length = view.getUint32(at + 8, true);
    this.connection = view.getUint32(at, true);
    this.channel = view.getUint32(at + 4, true) as Channel;
    this.receivedMicros = view.getFloat64(at + 16, true);
    this.receivedNanos = view.getFloat64(at + 24, true);
    this.start = at + FRAME_HEAD_BYTES;
    this.end = this.start + length;
    if (this.end > view.byteLength) throw new RangeError('frame batch is cut short');
    this.at = this.start + padded(length);
    this.left--;
    return true;
  }
}
