/**
 * One MCAP file of a session as it is written: chunks, each with what it holds, and at the end the summary that lets it be read at once.
 *
 * Until `finish` the file can be repaired from its whole chunks; `rescue` makes the best of one that could not be written further.
 */
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import { McapRecordBuilder } from '@mcap/core';
import { CHUNK_METADATA, CHUNKS_METADATA, type ChunkCounts, chunkMetadata, chunksMetadata } from './chunk-counts.ts';
import { type ChunkContents, chunkRecordHead, messageIndexes } from './mcap-chunk.ts';
import type { PartFile } from './part-file.ts';

/**
 * Level 1, not zstd's default 3: it takes three quarters of the time, and the chunks are smaller by 6 % with frames that hold hashes
 * and by 10 % with a recorded day of Kalshi (measured with zstd 1.5.7). A window of 2 MiB instead of the level's 512 KiB: frames of the
 * same market lie far apart.
 */
const ZSTD_PARAMS = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 21 };
/**
 * Room for what a chunk is packed into: a quarter more than the one before took. Larger, and what is left of it is garbage that the
 * collector comes for; smaller, and the result is put together of several pieces.
 */
const PACKED_SPARE = 1.25;
const PACKED_BYTES_MIN = 1 << 16;

const FOOTER_OPCODE = 0x02;
const OPCODE = { channel: 0x04, chunkIndex: 0x08, statistics: 0x0b, metadataIndex: 0x0d } as const;

type ChunkIndexFields = Parameters<McapRecordBuilder['writeChunkIndex']>[0];
type MetadataIndexFields = Parameters<McapRecordBuilder['writeMetadataIndex']>[0];

export class SessionPart {
  /** Bytes of the file that hold whole records; of a finished one, all. */
  size = 0;
  messages = 0;
  chunks = 0;
  /** Whether every message is indexed, for programs that cannot read a file without. */
  indexesMessages = false;
  private readonly file: PartFile;
  private readonly builder = new McapRecordBuilder();
  private readonly chunkIndexes: ChunkIndexFields[] = [];
  private readonly metadataIndexes: MetadataIndexFields[] = [];
  private readonly channels = new Map<number, Uint8Array>();
  private readonly counts = new Map<number, bigint>();
  private readonly chunkCounts: ChunkCounts[] = [];
  /** Of the last chunk. */
  private packedShare = 0.25;
  private dataCrc = 0;
  private startNanos = 0n;
  private endNanos = 0n;

  constructor(file: PartFile, library: string) {
    this.file = file;
    this.builder.writeMagic();
    this.builder.writeHeader({ profile: 'crossbook', library });
    this.writeData(this.take());
  }

  writeMetadata(name: string, metadata: ReadonlyMap<string, string>): void {
    const offset = BigInt(this.size);
    const length = this.builder.writeMetadata({ name, metadata: new Map(metadata) });
    this.writeData(this.take());
    this.metadataIndexes.push({ name, offset, length });
  }

  /** Compresses the records and writes them as a chunk. */
  writeRecords(records: Uint8Array, contents: ChunkContents): void {
    const chunkSize = Math.max(PACKED_BYTES_MIN, Math.ceil(records.length * this.packedShare * PACKED_SPARE));
    const packed = zstdCompressSync(records, { params: ZSTD_PARAMS, chunkSize });
    this.packedShare = packed.length / records.length;
    this.writeChunk(records, contents, 'zstd', packed);
  }

  /** Writes a chunk that is compressed already; `records` are its contents. */
  writeChunk(records: Uint8Array, contents: ChunkContents, compression: string, packed: Uint8Array): void {
    const { startNanos, endNanos } = contents;
    const chunkStartOffset = BigInt(this.size);
    const head = chunkRecordHead(contents, records.length, compression, packed.length);
    // Without the builder: it would copy the chunk three times.
    this.writeData(head, packed);
    const messageIndexOffsets = new Map<number, bigint>();
    const indexesAt = this.size;
    if (this.indexesMessages) {
      for (const [channel, index] of messageIndexes(records)) {
        messageIndexOffsets.set(channel, BigInt(this.size));
        this.writeData(index);
      }
    }
    const messageIndexLength = BigInt(this.size - indexesAt);
    this.writeMetadata(CHUNK_METADATA, chunkMetadata(contents));
    this.chunkIndexes.push({
      messageStartTime: startNanos,
      messageEndTime: endNanos,
      chunkStartOffset,
      chunkLength: BigInt(head.length + packed.length),
      messageIndexOffsets,
      messageIndexLength,
      compression,
      compressedSize: BigInt(packed.length),
      uncompressedSize: BigInt(records.length),
    });
    this.count(contents);
  }

  /** What was written so far is on the disk when it returns. */
  sync(): void {
    this.file.sync();
  }

  /** Writes the summary and closes the file. */
  finish(): void {
    this.writeMetadata(CHUNKS_METADATA, chunksMetadata(this.chunkCounts));
    const ending = this.ending();
    this.file.write(ending);
    this.file.sync();
    this.size += ending.length;
    this.file.close();
  }

  /** After a failed write: cuts what is not whole and tries to finish. False: the file stays without a summary, to be repaired. */
  rescue(): boolean {
    try {
      this.file.truncate(this.size);
      this.finish();
      return true;
    } catch {
      // Not even the summary could be written: a shorter file with whole chunks is what recovery reads best.
    }
    try {
      this.file.truncate(this.size);
      this.file.close();
    } catch {
      // The file is out of reach altogether; what is on the disk is repaired at the next start.
    }
    return false;
  }

  private count({ channels, counts, messages, startNanos, endNanos }: ChunkContents): void {
    for (const [channel, record] of channels) this.channels.set(channel, record);
    for (const [channel, more] of counts) this.counts.set(channel, (this.counts.get(channel) ?? 0n) + BigInt(more));
    this.chunkCounts.push(counts);
    if (this.messages === 0 || startNanos < this.startNanos) this.startNanos = startNanos;
    if (this.messages === 0 || endNanos > this.endNanos) this.endNanos = endNanos;
    this.messages += messages;
    this.chunks++;
  }

  private take(): Uint8Array {
    const bytes = this.builder.buffer;
    this.builder.reset();
    return bytes;
  }

  /** Size and checksum change when all of it is written: a file that is cut at its size holds whole records. */
  private writeData(...pieces: readonly Uint8Array[]): void {
    let { size, dataCrc } = this;
    for (const piece of pieces) {
      this.file.write(piece);
      dataCrc = crc32(piece, dataCrc);
      size += piece.length;
    }
    this.size = size;
    this.dataCrc = dataCrc;
  }

  /** Everything after the last chunk. */
  private ending(): Uint8Array {
    const { builder } = this;
    builder.writeDataEnd({ dataSectionCrc: this.dataCrc });
    const dataEnd = this.take();
    const summaryStart = BigInt(this.size + dataEnd.length);
    const groups: { readonly opcode: number; readonly bytes: Uint8Array }[] = [];
    groups.push({ opcode: OPCODE.channel, bytes: Buffer.concat([...this.channels.values()]) });
    builder.writeStatistics({
      messageCount: BigInt(this.messages),
      schemaCount: 0,
      channelCount: this.channels.size,
      attachmentCount: 0,
      metadataCount: this.metadataIndexes.length,
      chunkCount: this.chunks,
      messageStartTime: this.startNanos,
      messageEndTime: this.endNanos,
      channelMessageCounts: this.counts,
    });
    groups.push({ opcode: OPCODE.statistics, bytes: this.take() });
    for (const index of this.metadataIndexes) builder.writeMetadataIndex(index);
    groups.push({ opcode: OPCODE.metadataIndex, bytes: this.take() });
    for (const index of this.chunkIndexes) builder.writeChunkIndex(index);
    groups.push({ opcode: OPCODE.chunkIndex, bytes: this.take() });
    let at = summaryStart;
    for (const { opcode, bytes } of groups) {
      const groupLength = BigInt(bytes.length);
      if (groupLength > 0n) builder.writeSummaryOffset({ groupOpcode: opcode, groupStart: at, groupLength });
      at += groupLength;
    }
    const offsets = this.take();
    const summary = Buffer.concat([...groups.map(({ bytes }) => bytes), offsets]);
    return Buffer.concat([dataEnd, summary, this.footer(summary, summaryStart, at)]);
  }

  private footer(summary: Uint8Array, summaryStart: bigint, summaryOffsetStart: bigint): Uint8Array {
    // The summary's checksum covers the footer up to the checksum itself.
    const head = new DataView(new ArrayBuffer(25));
    head.setUint8(0, FOOTER_OPCODE);
    head.setBigUint64(1, 20n, true);
    head.setBigUint64(9, summaryStart, true);
    head.setBigUint64(17, summaryOffsetStart, true);
    const summaryCrc = crc32(new Uint8Array(head.buffer), crc32(summary));
    this.builder.writeFooter({ summaryStart, summaryOffsetStart, summaryCrc });
    this.builder.writeMagic();
    return this.take();
  }
}
