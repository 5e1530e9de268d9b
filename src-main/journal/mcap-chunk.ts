/**
 * The records of one MCAP chunk, uncompressed: messages are appended as they come, a channel's record before its first one, so
 * that every chunk can be read without the others. (MCAP 1.0, records of the data section, https://mcap.dev/spec.)
 *
 * Hot: nothing is allocated per message. Times of 64 bits are written and compared as two halves, because a BigInt costs more than
 * all the rest.
 */

const OPCODE_CHANNEL = 0x04;
const OPCODE_MESSAGE = 0x05;
/** Opcode and length before every record's content. */
const RECORD_HEAD_BYTES = 9;
/** Channel, sequence and two times before a message's data. */
const MESSAGE_HEAD_BYTES = 22;
const LOG_TIME_AT = RECORD_HEAD_BYTES + 6;
const FIRST_BYTES = 1 << 18;
const TWO_32 = 2 ** 32;
const NANOS_PER_MICRO = 1_000;

export class McapChunk {
  messages = 0;
  used = 0;
  private bytes = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer);
  private readonly written = new Set<number>();

  /** `channelRecord`: the whole record of the channel, written once a chunk. `nanos` is a whole number. */
  add(
    channel: number,
    channelRecord: Uint8Array,
    sequence: number,
    logMicros: number,
    publishNanos: number,
    data: Uint8Array,
  ): void {
    if (!this.written.has(channel)) {
      this.written.add(channel);
      this.ensure(channelRecord.length);
      this.bytes.set(channelRecord, this.used);
      this.used += channelRecord.length;
    }
    this.ensure(RECORD_HEAD_BYTES + MESSAGE_HEAD_BYTES + data.length);
    const { view, used } = this;
    const length = MESSAGE_HEAD_BYTES + data.length;
    view.setUint8(used, OPCODE_MESSAGE);
    view.setUint32(used + 1, length, true);
    view.setUint32(used + 5, 0, true);
    view.setUint16(used + 9, channel, true);
    view.setUint32(used + 11, sequence, true);
    // The whole µs exactly, times 1,000, and their fraction rounded to a ns: what nanosOfMicros gives.
    const micros = Math.floor(logMicros);
    const microsHigh = Math.floor(micros / TWO_32);
    const rest = (micros - microsHigh * TWO_32) * NANOS_PER_MICRO + Math.round((logMicros - micros) * NANOS_PER_MICRO);
    const carry = Math.floor(rest / TWO_32);
    view.setUint32(used + 15, rest - carry * TWO_32, true);
    view.setUint32(used + 19, microsHigh * NANOS_PER_MICRO + carry, true);
    const publishHigh = Math.floor(publishNanos / TWO_32);
    view.setUint32(used + 23, publishNanos - publishHigh * TWO_32, true);
    view.setUint32(used + 27, publishHigh, true);
    this.bytes.set(data, used + RECORD_HEAD_BYTES + MESSAGE_HEAD_BYTES);
    this.used = used + RECORD_HEAD_BYTES + length;
    this.messages++;
  }

  /** The records so far; only valid until the next `add`. */
  records(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.used);
  }

  reset(): void {
    this.messages = 0;
    this.used = 0;
    this.written.clear();
  }

  private ensure(more: number): void {
    const needed = this.used + more;
    if (needed <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.used));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}

const CUT_SHORT = 'a record of the chunk is cut short';

/** What stands where in a chunk's records. */
export type ChunkContents = {
  /** Whole channel records by channel. */
  readonly channels: ReadonlyMap<number, Uint8Array>;
  /** Where the messages of a channel begin. */
  readonly offsets: ReadonlyMap<number, readonly number[]>;
  readonly messages: number;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
};

/** Reads through the records of a chunk. Throws RangeError where they are cut short. */
export function readChunkContents(records: Uint8Array): ChunkContents {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const channels = new Map<number, Uint8Array>();
  const offsets = new Map<number, number[]>();
  let messages = 0;
  let startAt = -1;
  let endAt = -1;
  for (let at = 0; at < records.length; ) {
    if (at + RECORD_HEAD_BYTES > records.length) throw new RangeError(CUT_SHORT);
    const end = at + RECORD_HEAD_BYTES + view.getUint32(at + 1, true) + view.getUint32(at + 5, true) * TWO_32;
    if (end > records.length) throw new RangeError(CUT_SHORT);
    const opcode = view.getUint8(at);
    if (opcode === OPCODE_CHANNEL) {
      channels.set(view.getUint16(at + RECORD_HEAD_BYTES, true), records.slice(at, end));
    } else if (opcode === OPCODE_MESSAGE) {
      const channel = view.getUint16(at + RECORD_HEAD_BYTES, true);
      if (startAt < 0 || isEarlier(view, at, startAt)) startAt = at;
      if (endAt < 0 || isEarlier(view, endAt, at)) endAt = at;
      const known = offsets.get(channel);
      if (known) known.push(at);
      else offsets.set(channel, [at]);
      messages++;
    }
    at = end;
  }
  const startNanos = startAt < 0 ? 0n : view.getBigUint64(startAt + LOG_TIME_AT, true);
  const endNanos = endAt < 0 ? 0n : view.getBigUint64(endAt + LOG_TIME_AT, true);
  return { channels, offsets, messages, startNanos, endNanos };
}

/** Whether the message at `one` has an earlier time than the one at `other`. */
function isEarlier(view: DataView, one: number, other: number): boolean {
  const high = view.getUint32(one + LOG_TIME_AT + 4, true) - view.getUint32(other + LOG_TIME_AT + 4, true);
  if (high !== 0) return high < 0;
  return view.getUint32(one + LOG_TIME_AT, true) < view.getUint32(other + LOG_TIME_AT, true);
}

/** One message index record: where the messages of a channel begin, with their times. */
export function messageIndexRecord(records: Uint8Array, channel: number, offsets: readonly number[]): Uint8Array {
  const source = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const arrayBytes = offsets.length * 16;
  const bytes = new Uint8Array(RECORD_HEAD_BYTES + 6 + arrayBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x07);
  view.setBigUint64(1, BigInt(6 + arrayBytes), true);
  view.setUint16(9, channel, true);
  view.setUint32(11, arrayBytes, true);
  for (let i = 0; i < offsets.length; i++) {
    const at = 15 + i * 16;
    const offset = offsets[i]!;
    view.setUint32(at, source.getUint32(offset + LOG_TIME_AT, true), true);
    view.setUint32(at + 4, source.getUint32(offset + LOG_TIME_AT + 4, true), true);
    view.setUint32(at + 8, offset, true);
  }
  return bytes;
}
