/**
 * The records of one MCAP chunk, uncompressed: messages are appended as they come, a channel's record before its first one, so
 * that every chunk can be read without the others. (MCAP 1.0, records of the data section, https://mcap.dev/spec.)
 *
 * Hot: nothing is allocated per message. Times of 64 bits are written and compared as two halves, because a BigInt costs more than
 * all the rest.
 */
import { crc32 } from 'node:zlib';
import { nanosOfMicros } from '../base/session-time.ts';
import { viewOf } from './mcap-read.ts';

const OPCODE_CHANNEL = 0x04;
const OPCODE_MESSAGE = 0x05;
const OPCODE_CHUNK = 0x06;
/** Opcode and length before every record's content. */
const RECORD_HEAD_BYTES = 9;
/** Channel, sequence and two times before a message's data. */
const MESSAGE_HEAD_BYTES = 22;
/** Opcode, length, two times, length and checksum of the records, length of the name. */
const CHUNK_NAME_AT = 41;
const LOG_TIME_AT = RECORD_HEAD_BYTES + 6;
const FIRST_BYTES = 1 << 18;
const TWO_32 = 2 ** 32;
const NANOS_PER_MICRO = 1_000;

export class McapChunk {
  messages = 0;
  used = 0;
  private bytes = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer);
  private readonly channels = new Map<number, Uint8Array>();
  /** Messages by channel; numbers of channels are small and dense. */
  private readonly counts: number[] = [];
  private sum = 0;
  private summed = 0;
  private firstMicros = Number.POSITIVE_INFINITY;
  private lastMicros = Number.NEGATIVE_INFINITY;

  /**
   * `channelRecord`: the whole record of the channel, written once a chunk. `number`: of the message in its file; only a chunk's first
   * message bears it, for numbers that differ in every message are a tenth of the file. `publishNanos` is a whole number.
   */
  add(
    channel: number,
    channelRecord: Uint8Array,
    number: number,
    logMicros: number,
    publishNanos: number,
    data: Uint8Array,
  ): void {
    const count = this.counts[channel] ?? 0;
    if (count === 0) this.open(channel, channelRecord);
    this.counts[channel] = count + 1;
    if (logMicros < this.firstMicros) this.firstMicros = logMicros;
    if (logMicros > this.lastMicros) this.lastMicros = logMicros;
    this.ensure(RECORD_HEAD_BYTES + MESSAGE_HEAD_BYTES + data.length);
    const { view, used } = this;
    const length = MESSAGE_HEAD_BYTES + data.length;
    view.setUint8(used, OPCODE_MESSAGE);
    view.setUint32(used + 1, length, true);
    view.setUint32(used + 5, 0, true);
    view.setUint16(used + 9, channel, true);
    view.setUint32(used + 11, this.messages === 0 ? number : 0, true);
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

  /** Takes the records so far into the checksum: cheap while they are in the processor's cache, and dear at the chunk's end. */
  digest(): void {
    this.sum = crc32(this.bytes.subarray(this.summed, this.used), this.sum);
    this.summed = this.used;
  }

  /** What stands in the records so far. */
  contents(): ChunkContents {
    this.digest();
    const counts = new Map<number, number>();
    for (const channel of this.channels.keys()) counts.set(channel, this.counts[channel]!);
    return {
      channels: new Map(this.channels),
      counts,
      messages: this.messages,
      crc: this.sum,
      startNanos: this.messages === 0 ? 0n : nanosOfMicros(this.firstMicros),
      endNanos: this.messages === 0 ? 0n : nanosOfMicros(this.lastMicros),
    };
  }

  reset(): void {
    this.messages = 0;
    this.used = 0;
    this.channels.clear();
    this.counts.fill(0);
    this.sum = 0;
    this.summed = 0;
    this.firstMicros = Number.POSITIVE_INFINITY;
    this.lastMicros = Number.NEGATIVE_INFINITY;
  }

  private open(channel: number, record: Uint8Array): void {
    this.channels.set(channel, record);
    // No holes, for an array with holes is slow.
    while (this.counts.length <= channel) this.counts.push(0);
    this.ensure(record.length);
    this.bytes.set(record, this.used);
    this.used += record.length;
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

/** What stands in a chunk's records. */
export type ChunkContents = {
  /** Whole channel records by channel. */
  readonly channels: ReadonlyMap<number, Uint8Array>;
  /** Messages by channel. */
  readonly counts: ReadonlyMap<number, number>;
  readonly messages: number;
  /** Over the records. */
  readonly crc: number;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
};

/** Reads through the records of a chunk. Throws RangeError where they are cut short. */
export function readChunkContents(records: Uint8Array): ChunkContents {
  const channels = new Map<number, Uint8Array>();
  const counts = new Map<number, number>();
  let messages = 0;
  let startAt = -1;
  let endAt = -1;
  const view = viewOf(records);
  walk(records, view, (opcode, channel, at, end) => {
    if (opcode === OPCODE_CHANNEL) {
      channels.set(channel, records.slice(at, end));
    } else if (opcode === OPCODE_MESSAGE) {
      if (startAt < 0 || isEarlier(view, at, startAt)) startAt = at;
      if (endAt < 0 || isEarlier(view, endAt, at)) endAt = at;
      counts.set(channel, (counts.get(channel) ?? 0) + 1);
      messages++;
    }
  });
  const startNanos = startAt < 0 ? 0n : view.getBigUint64(startAt + LOG_TIME_AT, true);
  const endNanos = endAt < 0 ? 0n : view.getBigUint64(endAt + LOG_TIME_AT, true);
  return { channels, counts, messages, crc: crc32(records), startNanos, endNanos };
}

/** Everything of a chunk's record before its packed records. */
export function chunkRecordHead(
  { startNanos, endNanos, crc }: ChunkContents,
  recordsBytes: number,
  compression: string,
  packedBytes: number,
): Uint8Array {
  const name = new TextEncoder().encode(compression);
  const bytes = new Uint8Array(CHUNK_NAME_AT + name.length + 8);
  const view = viewOf(bytes);
  view.setUint8(0, OPCODE_CHUNK);
  view.setBigUint64(1, BigInt(bytes.length - RECORD_HEAD_BYTES + packedBytes), true);
  view.setBigUint64(9, startNanos, true);
  view.setBigUint64(17, endNanos, true);
  view.setBigUint64(25, BigInt(recordsBytes), true);
  view.setUint32(33, crc, true);
  view.setUint32(37, name.length, true);
  bytes.set(name, CHUNK_NAME_AT);
  view.setBigUint64(CHUNK_NAME_AT + name.length, BigInt(packedBytes), true);
  return bytes;
}

/** One message index record a channel: where its messages begin in the chunk, with their times. */
export function messageIndexes(records: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const offsets = new Map<number, number[]>();
  walk(records, viewOf(records), (opcode, channel, at) => {
    if (opcode !== OPCODE_MESSAGE) return;
    const known = offsets.get(channel);
    if (known) known.push(at);
    else offsets.set(channel, [at]);
  });
  return new Map([...offsets].map(([channel, of]) => [channel, messageIndexRecord(records, channel, of)]));
}

function walk(
  records: Uint8Array,
  view: DataView,
  visit: (opcode: number, channel: number, at: number, end: number) => void,
): void {
  for (let at = 0; at < records.length; ) {
    if (at + RECORD_HEAD_BYTES + 2 > records.length) throw new RangeError(CUT_SHORT);
    const end = at + RECORD_HEAD_BYTES + view.getUint32(at + 1, true) + view.getUint32(at + 5, true) * TWO_32;
    if (end > records.length) throw new RangeError(CUT_SHORT);
    visit(view.getUint8(at), view.getUint16(at + RECORD_HEAD_BYTES, true), at, end);
    at = end;
  }
}

/** Whether the message at `one` has an earlier time than the one at `other`. */
function isEarlier(view: DataView, one: number, other: number): boolean {
  const high = view.getUint32(one + LOG_TIME_AT + 4, true) - view.getUint32(other + LOG_TIME_AT + 4, true);
  if (high !== 0) return high < 0;
  return view.getUint32(one + LOG_TIME_AT, true) < view.getUint32(other + LOG_TIME_AT, true);
}

function messageIndexRecord(records: Uint8Array, channel: number, offsets: readonly number[]): Uint8Array {
  const source = viewOf(records);
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
