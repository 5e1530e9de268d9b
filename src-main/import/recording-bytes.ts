/**
 * A recording's bytes, whatever they are packed in: gzip, Zstandard or nothing, recognised by the first bytes and not by the name.
 *
 * Both kinds may consist of several parts one after the other, as recorders leave them that append. What was unpacked before
 * a part turned out cut or damaged is given out first. Nothing is held but what a little of the file unpacks to.
 */
import { createReadStream } from 'node:fs';
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { openRegular } from '../base/open-regular.ts';

const CHUNK_BYTES = 1 << 16;
/** Packed bytes that are unpacked before what came of them is given out: at the worst, 32 MiB (a block of 128 KiB in four bytes). */
const UNPACK_BYTES = 1 << 10;
const MAGIC_BYTES = 4;
/** RFC 1952. */
const GZIP_MAGIC = [0x1f, 0x8b];
/** RFC 8878: a frame, or one to be skipped. */
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const ZSTD_SKIPPED_MAGIC = [0x2a, 0x4d, 0x18];

/** Why a file could not be read to its end, in one clause. What was read before is good. */
export class RecordingTrouble extends Error {
  override readonly name = 'RecordingTrouble';
}

/**
 * Reads a file from its start; `onRead` hears how many of the file's own bytes were taken. `mayBePipe`: for a command that does nothing
 * else, and that the user can end. Throws {@link RecordingTrouble}.
 */
export async function* recordingBytes(
  path: string,
  onRead: (bytes: number) => void,
  mayBePipe = false,
): AsyncGenerator<Uint8Array> {
  const options = { highWaterMark: CHUNK_BYTES };
  const file = withMagicWhole(
    mayBePipe ? createReadStream(path, options) : (await openRegular(path)).createReadStream(options),
  );
  let create: (() => Gunzip | ZstdDecompress) | null | undefined;
  let part: PackedPart | null = null;
  for await (const chunk of file) {
    onRead(chunk.length);
    if (create === undefined) create = unpackerOf(chunk);
    if (create === null) {
      yield chunk;
      continue;
    }
    for (let left = chunk; left.length > 0; ) {
      part ??= new PackedPart(create());
      const taken: number = await part.write(left.subarray(0, UNPACK_BYTES));
      yield* part.unpacked();
      part.check();
      left = left.subarray(taken);
      if (part.isOver) part = null;
      else if (taken === 0) throw new RecordingTrouble('its compressed data is damaged');
    }
  }
  if (!part) return;
  await part.end();
  yield* part.unpacked();
  part.check();
}

function unpackerOf(head: Uint8Array): (() => Gunzip | ZstdDecompress) | null {
  const begins = (magic: readonly number[], from = 0): boolean => magic.every((byte, at) => head[from + at] === byte);
  if (begins(GZIP_MAGIC)) return createGunzip;
  const isSkipped = (head[0]! & 0xf0) === 0x50 && begins(ZSTD_SKIPPED_MAGIC, 1);
  return begins(ZSTD_MAGIC) || isSkipped ? createZstdDecompress : null;
}

/** Holds back a first chunk, as a pipe may give, that is too short to tell what the file is. */
async function* withMagicWhole(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!head) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < MAGIC_BYTES) continue;
      yield head;
      head = null;
    }
  }
  if (head && head.length > 0) yield head;
}

/** One packed part, until its end. */
class PackedPart {
  /** The part ended; what follows its bytes is another one. */
  isOver = false;
  private readonly stream: Gunzip | ZstdDecompress;
  private chunks: Uint8Array[] = [];
  private error: Error | null = null;
  private wake: () => void = () => {};

  constructor(stream: Gunzip | ZstdDecompress) {
    this.stream = stream;
    stream.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    stream.on('error', (error: Error) => {
      this.error = error;
      this.wake();
    });
    stream.on('end', () => {
      this.isOver = true;
      this.wake();
    });
  }

  /** Unpacks; resolves with how many of the bytes belong to the part. */
  async write(bytes: Uint8Array): Promise<number> {
    const before = this.stream.bytesWritten;
    await this.until((done) => this.stream.write(bytes, () => done()));
    return this.isOver ? this.stream.bytesWritten - before : bytes.length;
  }

  async end(): Promise<void> {
    if (!this.isOver) await this.until(() => this.stream.end());
  }

  *unpacked(): Generator<Uint8Array> {
    const { chunks } = this;
    this.chunks = [];
    yield* chunks;
  }

  check(): void {
    if (!this.error) return;
    const isCut = (this.error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    const what = isCut ? 'it ends in the middle of its compressed data' : 'its compressed data is damaged';
    throw new RecordingTrouble(what, { cause: this.error });
  }

  /** Waits for the step to be done, or for the part to end or fail instead. */
  private until(step: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.error) resolve();
      else step(resolve);
    });
  }
}
