/**
 * Reads recordings of other programs: lines of text, plain or packed by gzip or zstd, found by content.
 *
 * Three forms, distinguished line by line: `<ns> <json>` (hftbacktest's collector), an object with `event` and a receive time
 * (`recv_ns`, `recv_us` or `recv_ms`), and a raw message alone. Bytes are not interpreted beyond that envelope.
 */
import { recordingBytes } from './recording-bytes.ts';
import { RecordingLines } from './recording-lines.ts';

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

/** A line of a file as it stands there; `number` counts from 1. */
export type FileLine = { readonly number: number; readonly bytes: Buffer };

/**
 * The messages of a file in order; `onRead` hears how many of the file's own bytes were taken. Rejects with RecordingTrouble where it
 * cannot be read further; the lines before that were given.
 */
export async function* foreignLines(
  path: string,
  onRead: (bytes: number) => void = () => {},
  signal?: AbortSignal,
): AsyncGenerator<readonly ForeignLine[]> {
  for await (const lines of fileLines(path, onRead, signal)) {
    const read = lines.map(({ bytes, number }) => readLine(bytes, number)).filter((line) => line !== null);
    if (read.length > 0) yield read;
  }
}

/** The lines of a file, plain or packed, as {@link foreignLines} reads them; empty ones are left out. */
export async function* fileLines(
  path: string,
  onRead: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<readonly FileLine[]> {
  let lines: FileLine[] = [];
  const cutter = new RecordingLines((raw, number) => {
    // A copy: the line's bytes are only good during the call.
    lines.push({ number, bytes: Buffer.from(raw) });
  });
  for await (const chunk of recordingBytes(path, onRead)) {
    signal?.throwIfAborted();
    cutter.push(chunk);
    if (lines.length === 0) continue;
    yield lines;
    lines = [];
  }
  cutter.end();
  if (lines.length > 0) yield lines;
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

/** The event's own bytes where it ends the line, as written; else serialised again, which changes white space only. */
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
