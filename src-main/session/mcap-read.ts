/**
 * The few records of MCAP (https://mcap.dev/spec) that a session is read by, straight from their bytes.
 *
 * Reading the summary at a file's end is the library's work. What is here is what it does not do: walk through a chunk without
 * copying every message, and find the whole chunks of a file that was cut short or damaged.
 */
import { crc32, type ZstdOptions, zstdDecompress } from 'node:zlib';
import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import { TRANSPORTS, type Transport } from '../../src-shared/domain/book-phase.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';

export const MAGIC_BYTES = 8;
export const RECORD_HEAD_BYTES = 9;
export const OPCODE = {
  header: 0x01,
  footer: 0x02,
  channel: 0x04,
  message: 0x05,
  chunk: 0x06,
  messageIndex: 0x07,
  metadata: 0x0c,
  dataEnd: 0x0f,
} as const;

/** Opcode, length, two times, uncompressed size, CRC: a chunk's bytes before the name of its compression. */
const CHUNK_NAME_AT = 37;
/** The name `zstd` with its length, and the length of the records behind it. */
const CHUNK_HEAD_BYTES = CHUNK_NAME_AT + 8 + 8;
/** What marks a chunk in a file whose order is lost. */
export const CHUNK_NAME = Buffer.from([4, 0, 0, 0, 0x7a, 0x73, 0x74, 0x64]);
/** A chunk is closed at 1 MiB; one frame may be 32 MiB. Anything far above is no chunk but damage. */
const CHUNK_RECORDS_MAX = 256 << 20;
/** Room made at once for an unpacked chunk: four of the usual size. */
const UNPACK_STEP_BYTES = 4 << 20;
const MESSAGE_INDEX_HEAD_BYTES = RECORD_HEAD_BYTES + 6;
const MESSAGE_INDEX_ENTRY_BYTES = 16;
const TWO_32 = 4_294_967_296;
const CHANNEL_NAMES: ReadonlyMap<string, Channel> = new Map(Object.entries(CHANNEL));

/** What a channel of a session carries. */
export type SessionChannel =
  | {
      readonly carries: 'frames';
      readonly venue: VenueId;
      readonly connection: number;
      readonly transport: Transport;
      readonly channel: Channel;
    }
  | { readonly carries: 'events' | 'keyframes' | 'catalog' | 'tallies' | 'unknown' };

/** Batches of frames keep a connection's number in 32 bits: a larger one would become another connection's. */
const CONNECTION_MAX = 0xffff_ffff;

/** Reads a channel from its topic and metadata. */
export function sessionChannel(topic: string, metadata: ReadonlyMap<string, string>): SessionChannel {
  if (topic === 'events' || topic === 'keyframes' || topic === 'catalog' || topic === 'tallies')
    return { carries: topic };
  const [kind, venue, connection, name] = topic.split('/');
  const channel = CHANNEL_NAMES.get(name ?? '');
  const isNumbered = /^\d{1,10}$/.test(connection ?? '') && Number(connection) <= CONNECTION_MAX;
  if (kind !== 'frames' || !venue || !isNumbered || channel === undefined) return { carries: 'unknown' };
  const transport = TRANSPORTS.find((word) => word === metadata.get('transport'));
  return {
    carries: 'frames',
    venue,
    connection: Number(connection),
    transport: transport ?? (channel === CHANNEL.poll ? 'poll' : 'stream'),
    channel,
  };
}

/** Nanoseconds of a 64-bit integer as µs with fractions, without a BigInt: exact to the last bit of the double. */
export function microsAt(view: DataView, at: number): number {
  const high = view.getUint32(at + 4, true);
  const rest = (high % 1_000) * TWO_32 + view.getUint32(at, true);
  return Math.floor(high / 1_000) * TWO_32 + Math.floor(rest / 1_000) + (rest % 1_000) / 1_000;
}

/** A 64-bit integer as a double: exact below 2^53. */
export function uint64At(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * TWO_32 + view.getUint32(at, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The head of a chunk record. */
export type ChunkHead = {
  readonly length: number;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly recordsLength: number;
  readonly crc: number;
};

/** Reads a chunk's head at the start of `bytes`; null when these are not the first bytes of one of our chunks. */
export function readChunkHead(bytes: Uint8Array): ChunkHead | null {
  if (bytes.length < CHUNK_HEAD_BYTES || bytes[0] !== OPCODE.chunk) return null;
  for (let i = 0; i < CHUNK_NAME.length; i++) if (bytes[CHUNK_NAME_AT + i] !== CHUNK_NAME[i]) return null;
  const view = viewOf(bytes);
  const content = uint64At(view, 1);
  const packed = uint64At(view, CHUNK_HEAD_BYTES - 8);
  const recordsLength = uint64At(view, 25);
  if (content !== CHUNK_HEAD_BYTES - RECORD_HEAD_BYTES + packed) return null;
  if (recordsLength > CHUNK_RECORDS_MAX || packed > CHUNK_RECORDS_MAX) return null;
  return {
    length: RECORD_HEAD_BYTES + content,
    startMicros: microsAt(view, 9),
    endMicros: microsAt(view, 17),
    recordsLength,
    crc: view.getUint32(33, true),
  };
}

/** How far before its name a chunk begins. */
export const CHUNK_NAME_OFFSET = CHUNK_NAME_AT;
export const CHUNK_HEAD_LENGTH = CHUNK_HEAD_BYTES;

/** Unpacks a whole chunk record and checks it. Rejects with a sentence when it is not what was written. */
export async function unpackChunk(bytes: Uint8Array): Promise<Uint8Array> {
  const head = readChunkHead(bytes);
  if (head === null || head.length > bytes.length) throw new Error('its head is damaged');
  const packed = bytes.subarray(CHUNK_HEAD_BYTES, head.length);
  if (head.recordsLength === 0) return new Uint8Array(0);
  const records = await unpack(packed, head.recordsLength);
  if (records.length !== head.recordsLength) throw new Error('its length is wrong');
  if (head.crc !== 0 && crc32(records) !== head.crc) throw new Error('its checksum is wrong');
  return records;
}

function unpack(packed: Uint8Array, length: number): Promise<Uint8Array> {
  // One output buffer of the right size: the default grows by 16 KiB at a time. What a head claims beyond the usual is not
  // reserved before it has come, and what comes beyond the claim ends the unpacking.
  const options: ZstdOptions = {
    chunkSize: Math.min(Math.max(64, length), UNPACK_STEP_BYTES),
    maxOutputLength: length,
  };
  return new Promise((resolve, reject) => {
    zstdDecompress(packed, options, (error, records) => {
      if (error) reject(new Error('it cannot be unpacked', { cause: error }));
      else resolve(records);
    });
  });
}

/** Channels and message counts of a chunk's records. Throws RangeError where the records do not fit together. */
export function readChunkCounts(records: Uint8Array): {
  readonly channels: ReadonlyMap<number, SessionChannel>;
  readonly counts: ReadonlyMap<number, number>;
} {
  const view = viewOf(records);
  const channels = new Map<number, SessionChannel>();
  const counts = new Map<number, number>();
  for (let at = 0; at < records.length; ) {
    const end = at + RECORD_HEAD_BYTES + uint64At(view, at + 1);
    if (end > records.length) throw new RangeError('a record is cut short');
    const opcode = records[at];
    if (opcode === OPCODE.channel) {
      const { id, channel } = readChannel(records.subarray(at + RECORD_HEAD_BYTES, end));
      channels.set(id, channel);
    } else if (opcode === OPCODE.message) {
      const id = view.getUint16(at + RECORD_HEAD_BYTES, true);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    at = end;
  }
  return { channels, counts };
}

/** Reads the content of a channel record. */
export function readChannel(content: Uint8Array): { readonly id: number; readonly channel: SessionChannel } {
  const view = viewOf(content);
  let at = 4;
  const text = (): string => {
    const from = at + 4;
    at = from + view.getUint32(at, true);
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8', from, at);
  };
  const topic = text();
  text();
  const metadata = new Map<string, string>();
  const end = at + 4 + view.getUint32(at, true);
  at += 4;
  while (at < end) {
    const name = text();
    metadata.set(name, text());
  }
  return { id: view.getUint16(0, true), channel: sessionChannel(topic, metadata) };
}

/** Reads the content of a metadata record; null when it is damaged. */
export function readMetadata(
  content: Uint8Array,
): { readonly name: string; readonly values: Map<string, string> } | null {
  try {
    const view = viewOf(content);
    const source = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    let at = 0;
    const text = (): string => {
      const from = at + 4;
      at = from + view.getUint32(at, true);
      return source.toString('utf8', from, at);
    };
    const name = text();
    const values = new Map<string, string>();
    const end = at + 4 + view.getUint32(at, true);
    at += 4;
    while (at < end) {
      const key = text();
      values.set(key, text());
    }
    return { name, values };
  } catch {
    return null;
  }
}

/** Messages in a message index record of so many bytes. */
export function messagesOfIndexLength(bytes: number): number {
  return (bytes - MESSAGE_INDEX_HEAD_BYTES) / MESSAGE_INDEX_ENTRY_BYTES;
}
