/**
 * What is where in one file of a session, found without reading its messages.
 *
 * A file that was closed properly describes itself: the summary at its end names every chunk, and a record before it (in older files the
 * sizes of the message indexes) gives the number of messages of each channel. A file without a readable summary (being written, cut by a crash, damaged) is
 * walked from chunk to chunk; where a head is damaged the walk goes on at the next chunk that can be found. What could not be
 * read is counted and reported.
 */
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { errorText } from '../base/error-text.ts';
import { openRegular } from '../base/open-regular.ts';
import { microsOfNanos } from '../base/session-time.ts';
import { CHUNK_METADATA, CHUNKS_METADATA, readChunkMetadata, readChunksMetadata } from './chunk-counts.ts';
import {
  CHUNK_HEAD_LENGTH,
  CHUNK_NAME,
  CHUNK_NAME_OFFSET,
  MAGIC_BYTES,
  messagesOfIndexLength,
  OPCODE,
  RECORD_HEAD_BYTES,
  readChunkCounts,
  readChunkHead,
  readMetadata,
  type SessionChannel,
  sessionChannel,
  uint64At,
  unpackChunk,
  viewOf,
} from './mcap-read.ts';

/** Records other than chunks are small; a longer one is damage. */
const RECORD_BYTES_MAX = 64 << 20;
const SEARCH_BYTES = 1 << 20;

export type ChunkEntry = {
  readonly offset: number;
  readonly length: number;
  readonly startMicros: number;
  readonly endMicros: number;
  /** Messages by channel. */
  readonly counts: ReadonlyMap<number, number>;
  readonly frames: number;
  /** '' or why it cannot be read. */
  readonly fault: string;
};

export type PartIndex = {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Of the metadata record `session`; empty when it is damaged. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What its repair after a crash left out; null when it was never cut off. */
  readonly recovered: ReadonlyMap<string, string> | null;
  readonly channels: ReadonlyMap<number, SessionChannel>;
  readonly chunks: readonly ChunkEntry[];
  /** Whether the summary at its end is there and whole. */
  readonly finished: boolean;
  /** Where its data end, and their checksum; null where it is not known. */
  readonly data: { readonly end: number; readonly crc: number } | null;
  /** Bytes that belong to no whole record. */
  readonly lostBytes: number;
  /** Sentences about what is wrong with it. */
  readonly problems: readonly string[];
};

/** A chunk with its place in the session. */
export type PlacedChunk = ChunkEntry & { readonly part: PartIndex; readonly framesBefore: number };

/** Reads the index of a file. Rejects only when the file itself cannot be read. */
export async function indexPart(path: string): Promise<PartIndex> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    try {
      return await readSummary(file, path, size);
    } catch {
      // No summary, or not a whole one: the chunks themselves tell.
      return await new PartWalk(file, path, size).run();
    }
  } finally {
    await file.close();
  }
}

/** Reads exactly `length` bytes, fewer only at the file's end. */
export async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function readSummary(file: FileHandle, path: string, size: number): Promise<PartIndex> {
  const reader = await McapIndexedReader.Initialize({
    readable: {
      size: async () => BigInt(size),
      read: async (offset, length) => {
        if (offset < 0n || offset + length > BigInt(size)) throw new RangeError('outside of the file');
        return readBytes(file, Number(offset), Number(length));
      },
    },
  });
  const channels = new Map<number, SessionChannel>();
  for (const { id, topic, metadata } of reader.channelsById.values()) channels.set(id, sessionChannel(topic, metadata));
  const records = await readMetadataRecords(file, reader.metadataIndexes);
  const counted = readChunksMetadata(records.get(CHUNKS_METADATA) ?? new Map());
  const indexes = [...reader.chunkIndexes].sort((a, b) => Number(a.chunkStartOffset - b.chunkStartOffset));
  if (counted !== null && counted.length !== indexes.length) throw new Error('its summary contradicts itself');
  const chunks = indexes.map((index, at): ChunkEntry => {
    const counts = counted?.[at] ?? countsOf(index.messageIndexOffsets, index.messageIndexLength);
    return {
      offset: Number(index.chunkStartOffset),
      length: Number(index.chunkLength),
      startMicros: microsOfNanos(index.messageStartTime),
      endMicros: microsOfNanos(index.messageEndTime),
      counts,
      frames: framesOf(counts, channels),
      fault: '',
    };
  });
  const { statistics } = reader;
  const messages = chunks.reduce((sum, { counts }) => sum + [...counts.values()].reduce((a, b) => a + b, 0), 0);
  if (statistics && Number(statistics.messageCount) !== messages) throw new Error('its summary contradicts itself');
  const metadata = records.get('session');
  const problems = metadata ? [] : [`${basename(path)} does not say which session it belongs to.`];
  return {
    path,
    name: basename(path),
    bytes: size,
    metadata: metadata ?? new Map(),
    recovered: records.get('recovered') ?? null,
    channels,
    chunks,
    finished: true,
    data:
      reader.dataSectionCrc === undefined ? null : { end: Number(reader.dataEndOffset), crc: reader.dataSectionCrc },
    lostBytes: 0,
    problems,
  };
}

/** The records that say something of the whole file, by name. */
async function readMetadataRecords(
  file: FileHandle,
  indexes: McapIndexedReader['metadataIndexes'],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const records = new Map<string, ReadonlyMap<string, string>>();
  for (const { name, offset, length } of indexes) {
    // There is one for every chunk; those are for files without an end.
    if (name === CHUNK_METADATA) continue;
    const record = await readBytes(file, Number(offset), Number(length));
    const read = record[0] === OPCODE.metadata ? readMetadata(record.subarray(RECORD_HEAD_BYTES)) : null;
    if (read?.name === name) records.set(name, read.values);
  }
  return records;
}

/** Messages by channel, from where the channels' message indexes begin. */
function countsOf(offsets: ReadonlyMap<number, bigint>, length: bigint): Map<number, number> {
  const sorted = [...offsets].sort((a, b) => Number(a[1] - b[1]));
  const counts = new Map<number, number>();
  const end = sorted.length > 0 ? Number(sorted[0]![1] + length) : 0;
  for (let i = 0; i < sorted.length; i++) {
    const [channel, offset] = sorted[i]!;
    const next = sorted[i + 1];
    counts.set(channel, messagesOfIndexLength((next ? Number(next[1]) : end) - Number(offset)));
  }
  return counts;
}

function framesOf(counts: ReadonlyMap<number, number>, channels: ReadonlyMap<number, SessionChannel>): number {
  let frames = 0;
  for (const [channel, messages] of counts) if (channels.get(channel)?.carries === 'frames') frames += messages;
  return frames;
}

/** The walk through a file whose summary is missing. */
class PartWalk {
  private readonly file: FileHandle;
  private readonly path: string;
  private readonly size: number;
  private readonly channels = new Map<number, SessionChannel>();
  private readonly chunks: ChunkEntry[] = [];
  private readonly problems: string[] = [];
  private metadata: ReadonlyMap<string, string> = new Map();
  private recovered: ReadonlyMap<string, string> | null = null;
  private lostBytes = 0;

  constructor(file: FileHandle, path: string, size: number) {
    this.file = file;
    this.path = path;
    this.size = size;
  }

  async run(): Promise<PartIndex> {
    const name = basename(this.path);
    let at = Math.min(MAGIC_BYTES, this.size);
    let ended = false;
    while (at < this.size && !ended) {
      const next = await this.record(at);
      if (next === 'end') ended = true;
      else if (next !== null) at = next;
      else at = await this.skipDamage(at);
    }
    const { path, size, metadata, recovered, channels, chunks, lostBytes, problems } = this;
    if (metadata.size === 0) problems.push(`${name} does not say which session it belongs to.`);
    if (!ended) problems.push(`${name} was not closed: it ends with its last whole chunk.`);
    else problems.push(`${name} has no readable index at its end; its chunks were read one by one.`);
    return {
      path,
      name,
      bytes: size,
      metadata,
      recovered,
      channels,
      chunks,
      finished: false,
      data: null,
      lostBytes,
      problems,
    };
  }

  /** Takes the record at `at`; answers where the next one begins, `end` at the end of the data, null when it is none. */
  private async record(at: number): Promise<number | 'end' | null> {
    const head = await readBytes(this.file, at, CHUNK_HEAD_LENGTH);
    if (head.length < RECORD_HEAD_BYTES) return null;
    const opcode = head[0];
    const next = at + RECORD_HEAD_BYTES + uint64At(viewOf(head), 1);
    if (next > this.size) return null;
    if (opcode === OPCODE.chunk) return readChunkHead(head) ? await this.chunk(at, next - at) : null;
    if (next - at > RECORD_BYTES_MAX) return null;
    if (opcode === OPCODE.dataEnd) return next - at === RECORD_HEAD_BYTES + 4 ? 'end' : null;
    if (opcode === OPCODE.metadata) {
      const read = readMetadata((await readBytes(this.file, at, next - at)).subarray(RECORD_HEAD_BYTES));
      if (read?.name === 'session') this.metadata = read.values;
      if (read?.name === 'recovered') this.recovered = read.values;
      return read ? next : null;
    }
    const isKnown = opcode === OPCODE.header || opcode === OPCODE.messageIndex || opcode === OPCODE.channel;
    return isKnown ? next : null;
  }

  private async chunk(offset: number, length: number): Promise<number> {
    const bytes = await readBytes(this.file, offset, length);
    const head = readChunkHead(bytes)!;
    const entry = { offset, length, startMicros: head.startMicros, endMicros: head.endMicros };
    try {
      const { channels, counts } = readChunkCounts(await unpackChunk(bytes));
      for (const [id, channel] of channels) this.channels.set(id, channel);
      this.chunks.push({ ...entry, counts, frames: framesOf(counts, this.channels), fault: '' });
    } catch (error) {
      // What follows it says how many messages it held, and of whom.
      const counts = await this.countsBehind(offset + length);
      this.chunks.push({ ...entry, counts, frames: framesOf(counts, this.channels), fault: errorText(error) });
    }
    return offset + length;
  }

  /** From the record behind a chunk, or in older files from its message indexes. */
  private async countsBehind(from: number): Promise<ReadonlyMap<number, number>> {
    const counts = new Map<number, number>();
    for (let at = from; ; ) {
      const head = await readBytes(this.file, at, RECORD_HEAD_BYTES + 2);
      if (head.length < RECORD_HEAD_BYTES + 2) return counts;
      const length = RECORD_HEAD_BYTES + uint64At(viewOf(head), 1);
      if (at + length > this.size || length > RECORD_BYTES_MAX) return counts;
      if (head[0] === OPCODE.metadata) {
        const read = readMetadata((await readBytes(this.file, at, length)).subarray(RECORD_HEAD_BYTES));
        return (read?.name === CHUNK_METADATA ? readChunkMetadata(read.values) : null) ?? counts;
      }
      const messages = messagesOfIndexLength(length);
      if (head[0] !== OPCODE.messageIndex || !Number.isInteger(messages) || messages < 0) return counts;
      counts.set(viewOf(head).getUint16(RECORD_HEAD_BYTES, true), messages);
      at += length;
    }
  }

  /** Goes on at the next chunk that can be found behind `at`; at the file's end when there is none. */
  private async skipDamage(at: number): Promise<number> {
    let from = at + 1;
    while (from < this.size) {
      const bytes = await readBytes(this.file, from, SEARCH_BYTES + CHUNK_HEAD_LENGTH);
      for (let found = bytes.indexOf(CHUNK_NAME); found >= 0; found = bytes.indexOf(CHUNK_NAME, found + 1)) {
        const start = from + found - CHUNK_NAME_OFFSET;
        if (start <= at) continue;
        const head = readChunkHead(await readBytes(this.file, start, CHUNK_HEAD_LENGTH));
        if (head === null || start + head.length > this.size) continue;
        this.lose(at, start - at, true);
        return start;
      }
      if (bytes.length < SEARCH_BYTES + CHUNK_HEAD_LENGTH) break;
      from += SEARCH_BYTES;
    }
    this.lose(at, this.size - at, false);
    return this.size;
  }

  private lose(at: number, bytes: number, inside: boolean): void {
    this.lostBytes += bytes;
    if (!inside) return;
    this.problems.push(`${basename(this.path)}: ${bytes} bytes from ${at} on are damaged and were passed over.`);
  }
}
