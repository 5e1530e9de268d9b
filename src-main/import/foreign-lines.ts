/**
 * Reads recordings of other programs: lines of text, plain or packed by gzip or zstd, found by content.
 *
 * What a line may be is recording-line.ts's to know. Bytes are not interpreted beyond that envelope.
 */
import { recordingBytes } from './recording-bytes.ts';
import { RecordingLine } from './recording-line.ts';
import { RecordingLines } from './recording-lines.ts';

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

const reader = new RecordingLine();

function readLine(raw: Buffer, line: number): ForeignLine | null {
  const { message, receivedMicros, receivedNanos, venue, connection, isBroken } = reader.read(raw);
  if (message.length === 0) return null;
  return {
    line,
    receivedMicros: receivedMicros > 0 ? receivedMicros + receivedNanos / 1_000 : null,
    bytes: Buffer.from(message),
    venue,
    connection,
    fault: isBroken ? 'it is not JSON' : '',
  };
}
