/**
 * Repairs sessions that were cut: a crash, a kill, a power cut.
 *
 * A part without a summary is read from its start, record by record; every whole chunk is kept as it is, whatever is torn behind the
 * last one is left out, and the result is written with its indexes to a temporary name and takes the old file's place. A chunk that is
 * whole in length but not in content is left out too, and counted. A part of which nothing can be read is set aside, never deleted.
 */
import { type FileHandle, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { MCAP_MAGIC as MAGIC, McapStreamReader } from '@mcap/core';
import { errorText } from '../base/error-text.ts';
import { openRegular } from '../base/open-regular.ts';
import { CHUNK_METADATA, CHUNKS_METADATA } from './chunk-counts.ts';
import { readChunkContents } from './mcap-chunk.ts';
import { unpackChunk } from './mcap-read.ts';
import { createPartFile } from './part-file.ts';
import { hasRecordingMark, isBeingRecorded, removeRecordingMark } from './recording-mark.ts';
import { SessionPart } from './session-part.ts';

const RECORD_HEAD_BYTES = 9;
/** A record of a session is a chunk of at most some MiB with one frame beyond; a longer one is a torn length. */
const RECORD_BYTES_MAX = 256 << 20;
const PART = /^\d+\.mcap$/;
const RECOVERING = '.recovering';
const UNREADABLE = '.unreadable';

export type RecoveredPart = {
  readonly file: string;
  /** Messages kept. */
  readonly messages: number;
  readonly chunks: number;
  readonly corruptChunks: number;
  /** Bytes behind the last whole record. */
  readonly tornBytes: number;
  /** False: nothing could be read, and the file is set aside under another name. */
  readonly isKept: boolean;
};

export type Recovery = { readonly id: string; readonly parts: readonly RecoveredPart[]; readonly text: string };

/**
 * Repairs every session of a folder that nobody writes any more; `isOurs` names the one that this program writes, whatever a clock
 * that was set meanwhile makes of its mark. Never rejects: what cannot be repaired is reported.
 */
export async function recoverSessions(
  folder: string,
  isOurs: (path: string) => boolean = () => false,
): Promise<readonly Recovery[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const recoveries: Recovery[] = [];
  for (const entry of entries) {
    // A hidden folder is not a session yet: an import that was not finished is swept, not repaired.
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (isOurs(path) || (await isBeingRecorded(path))) continue;
    try {
      if (!hasRecordingMark(path) && (await endsWell(path))) continue;
      recoveries.push(await recoverSession(path, entry.name));
    } catch (error) {
      const text = `The session ${entry.name} could not be looked at for repair (${errorText(error)}); its files are as they were.`;
      recoveries.push({ id: entry.name, parts: [], text });
    }
  }
  return recoveries;
}

/** Repairs the parts of one session. Rejects when the disk does not let it. */
export async function recoverSession(folder: string, id: string): Promise<Recovery> {
  const names = (await readdir(folder)).sort();
  for (const name of names) if (name.endsWith(RECOVERING)) await rm(join(folder, name));
  const parts: RecoveredPart[] = [];
  for (const name of names) {
    if (!PART.test(name) || (await isFinished(join(folder, name)))) continue;
    parts.push(await recoverPart(folder, name));
  }
  removeRecordingMark(folder);
  return { id, parts, text: textOf(id, parts) };
}

/** Whether the last part is finished: all that is read of a session that ended well. */
async function endsWell(folder: string): Promise<boolean> {
  const last = (await readdir(folder))
    .filter((name) => PART.test(name))
    .sort()
    .at(-1);
  return last === undefined || (await isFinished(join(folder, last)));
}

function textOf(id: string, parts: readonly RecoveredPart[]): string {
  const kept = parts.reduce((sum, { messages }) => sum + messages, 0);
  const corrupt = parts.reduce((sum, { corruptChunks }) => sum + corruptChunks, 0);
  const aside = parts.filter(({ isKept }) => !isKept).map(({ file }) => `${file}${UNREADABLE}`);
  const sentences = [
    parts.length === 0
      ? `The session ${id} was cut off; its files are whole`
      : `The session ${id} was cut off and has been repaired: ${kept.toLocaleString('en-GB')} messages of its last file were kept`,
  ];
  if (corrupt > 0) sentences.push(`${corrupt} unreadable chunks were left out`);
  if (aside.length > 0) sentences.push(`nothing could be read of ${aside.join(', ')}`);
  return `${sentences.join('; ')}.`;
}

/** Whether a file ends as a finished one does. */
async function isFinished(path: string): Promise<boolean> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size < 2 * MAGIC.length) return false;
    const tail = Buffer.alloc(MAGIC.length);
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail.equals(Buffer.from(MAGIC));
  } finally {
    await file.close();
  }
}

async function recoverPart(folder: string, name: string): Promise<RecoveredPart> {
  const path = join(folder, name);
  const source = await openRegular(path);
  let repaired: Repaired;
  try {
    repaired = await copyWhole(source, path + RECOVERING);
  } catch (error) {
    // A disk that is still full: the session stays as it is, and is tried again at the next start.
    await rm(path + RECOVERING, { force: true });
    throw error;
  } finally {
    await source.close();
  }
  if (repaired.isKept) await rename(path + RECOVERING, path);
  else await rename(path, path + UNREADABLE);
  const { messages, chunks, corruptChunks, tornBytes, isKept } = repaired;
  return { file: name, messages, chunks, corruptChunks, tornBytes, isKept };
}

type Repaired = Omit<RecoveredPart, 'file'>;

/** Copies what is whole of a part into a new, finished one. */
async function copyWhole(source: FileHandle, target: string): Promise<Repaired> {
  const { size } = await source.stat();
  const header = await readRecord(source, MAGIC.length, size);
  const parsed = header && parsedOrNull(header);
  if (header === null || parsed?.type !== 'Header') {
    return { messages: 0, chunks: 0, corruptChunks: 0, tornBytes: size, isKept: false };
  }
  const file = createPartFile(target);
  try {
    return await copyRecords(source, size, MAGIC.length + header.length, new SessionPart(file, parsed.library));
  } finally {
    file.close();
  }
}

async function copyRecords(source: FileHandle, size: number, from: number, part: SessionPart): Promise<Repaired> {
  let corruptChunks = 0;
  let at = from;
  for (let record = await readRecord(source, at, size); record; record = await readRecord(source, at, size)) {
    const parsed = parsedOrNull(record);
    if (parsed?.type === 'DataEnd') break;
    if (parsed?.type === 'Metadata') copyMetadata(part, parsed);
    else if (parsed?.type === 'Chunk' && !(await copyChunk(part, parsed, record))) corruptChunks++;
    at += record.length;
  }
  const tornBytes = Math.max(0, size - at);
  const { messages, chunks } = part;
  part.writeMetadata(
    'recovered',
    new Map([
      ['chunks', String(chunks)],
      ['messages', String(messages)],
      ['corruptChunks', String(corruptChunks)],
      ['tornBytes', String(tornBytes)],
    ]),
  );
  part.finish();
  return { messages, chunks, corruptChunks, tornBytes, isKept: true };
}

/** The whole record at an offset, with its head; null: there is none. */
async function readRecord(source: FileHandle, at: number, size: number): Promise<Uint8Array | null> {
  if (at + RECORD_HEAD_BYTES > size) return null;
  const head = Buffer.alloc(RECORD_HEAD_BYTES);
  await source.read(head, 0, head.length, at);
  const length = RECORD_HEAD_BYTES + Number(head.readBigUInt64LE(1));
  // Opcode 0 is no record: a disk that lost power may leave zeros where the tail was.
  if (head[0] === 0 || length > RECORD_BYTES_MAX || at + length > size) return null;
  const record = Buffer.alloc(length);
  await source.read(record, 0, length, at);
  return record;
}

type Parsed = NonNullable<ReturnType<McapStreamReader['nextRecord']>>;

function parsedOrNull(record: Uint8Array): Parsed | null {
  // Whatever stands in a torn tail, it is no reason to fail.
  try {
    const reader = new McapStreamReader({ noMagicPrefix: true, includeChunks: true });
    reader.append(record);
    return reader.nextRecord() ?? null;
  } catch {
    return null;
  }
}

/** What a chunk holds is written again with the chunk. */
function copyMetadata(part: SessionPart, { name, metadata }: Extract<Parsed, { type: 'Metadata' }>): void {
  if (name === CHUNK_METADATA || name === CHUNKS_METADATA) return;
  part.writeMetadata(name, metadata);
  if (name === 'session') part.indexesMessages = metadata.get('messageIndex') === 'yes';
}

/** False: the chunk's contents are not what was written. `record`: the whole of it, for a chunk may unpack to no more than it says. */
async function copyChunk(
  part: SessionPart,
  chunk: Extract<Parsed, { type: 'Chunk' }>,
  record: Uint8Array,
): Promise<boolean> {
  try {
    const { compression, records, uncompressedCrc } = chunk;
    const unpacked = compression === 'zstd' ? await unpackChunk(record) : records;
    if (crc32(unpacked) !== uncompressedCrc) return false;
    part.writeChunk(unpacked, readChunkContents(unpacked), compression, records);
    return true;
  } catch {
    return false;
  }
}
