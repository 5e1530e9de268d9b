/**
 * Reads recordings of other programs: lines of text, plain or packed by gzip or zstd, found by content.
 *
 * Three forms, told apart line by line: `<ns> <json>` (hftbacktest's collector), an object with `event` and a receive time
 * (`recv_ns`, `recv_us` or `recv_ms`), and a raw message alone. Bytes are not interpreted beyond that envelope.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** The longest line that is taken for a message. */
const LINE_BYTES_MAX = 64 << 20;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

export type ForeignLine = {
  /** Counted from 1. */
  readonly line: number;
  /** µs since the epoch; null where the line does not say. */
  readonly receivedMicros: number | null;
  /** What the exchange sent. */
  readonly bytes: Buffer;
  /** Of a line that names them, else null. */
  readonly venue: string | null;
  readonly connection: number | null;
  /** '' or why this line is no message. */
  readonly fault: string;
};

/** The lines of a file in order. Rejects when the file cannot be read or is packed badly; lines before that were given. */
export async function* foreignLines(path: string, signal?: AbortSignal): AsyncGenerator<readonly ForeignLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  const source = await unpacked(path);
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
      const lines: ForeignLine[] = [];
      let from = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        line++;
        const read = readLine(bytes.subarray(from, end), line);
        if (read) lines.push(read);
        from = end + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > LINE_BYTES_MAX) throw new Error(`line ${line + 1} is longer than any message`);
      if (lines.length > 0) yield lines;
    }
    const last = readLine(rest, line + 1);
    if (last) yield [last];
  } finally {
    source.destroy();
  }
}

async function unpacked(path: string): Promise<Readable> {
  const file = await open(path, 'r');
  const head = Buffer.alloc(4);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const raw = createReadStream(path, { highWaterMark: 1 << 18 });
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const isZstd = head.readUInt32LE(0) === 0xfd2fb528;
  if (!isGzip && !isZstd) return raw;
  const unpack = isGzip ? createGunzip({ chunkSize: 1 << 18 }) : createZstdDecompress({ chunkSize: 1 << 18 });
  raw.on('error', (error) => unpack.destroy(error));
  return raw.pipe(unpack);
}

/** Reads one line; null for an empty one. */
export function readLine(raw: Buffer, line: number): ForeignLine | null {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === RETURN || raw[end - 1] === SPACE)) end--;
  if (end === 0) return null;
  const bytes = raw.subarray(0, end);
  const plain = { line, receivedMicros: null, bytes, venue: null, connection: null, fault: '' };
  const stamp = /^(\d{16,19}) /.exec(bytes.toString('latin1', 0, 20));
  if (stamp) {
    const nanos = BigInt(stamp[1]!);
    const receivedMicros = Number(nanos / 1_000n) + Number(nanos % 1_000n) / 1_000;
    return { ...plain, receivedMicros, bytes: bytes.subarray(stamp[0].length) };
  }
  return isEnvelope(bytes) ? readEnvelope(bytes, plain) : plain;
}

const ENVELOPE = /^\s*\{\s*"(recv_(ns|us|ms)|event|venue|connection|transport|channel)"\s*:/;

function isEnvelope(bytes: Buffer): boolean {
  return ENVELOPE.test(bytes.toString('latin1', 0, 64));
}

type Envelope = {
  readonly recv_ns?: unknown;
  readonly recv_us?: unknown;
  readonly recv_ms?: unknown;
  readonly event?: unknown;
  readonly venue?: unknown;
  readonly connection?: unknown;
};

function readEnvelope(bytes: Buffer, plain: ForeignLine): ForeignLine {
  let value: Envelope;
  try {
    value = JSON.parse(bytes.toString('utf8')) as Envelope;
  } catch {
    return { ...plain, fault: 'it is not JSON' };
  }
  const { event, venue, connection } = value;
  // A raw message may have a key of that name; then it is the message.
  if (event === undefined || event === null) return plain;
  return {
    ...plain,
    receivedMicros: timeOf(value),
    bytes: eventBytes(bytes, event),
    venue: typeof venue === 'string' ? venue : null,
    connection: typeof connection === 'number' ? connection : null,
  };
}

function timeOf({ recv_ns, recv_us, recv_ms }: Envelope): number | null {
  const number = (value: unknown): number | null => {
    const read = typeof value === 'string' ? Number(value) : value;
    return typeof read === 'number' && Number.isFinite(read) && read > 0 ? read : null;
  };
  const micros = number(recv_us);
  if (micros !== null) return micros;
  const nanos = number(recv_ns);
  if (nanos !== null) return nanos / 1_000;
  const millis = number(recv_ms);
  return millis === null ? null : millis * 1_000;
}

/** The event's own bytes where it ends the line, as written; else written anew, which changes white space only. */
function eventBytes(bytes: Buffer, event: unknown): Buffer {
  if (typeof event === 'string') return Buffer.from(event);
  const key = /"event"\s*:\s*/.exec(bytes.toString('latin1', 0, 300));
  if (key && bytes[bytes.length - 1] === 0x7d) {
    const start = key.index + key[0].length;
    let end = bytes.length - 1;
    while (end > start && bytes[end - 1]! <= SPACE) end--;
    const own = bytes.subarray(start, end);
    try {
      JSON.parse(own.toString('utf8'));
      return own;
    } catch {
      // Something follows the event in its line.
    }
  }
  return Buffer.from(JSON.stringify(event));
}
