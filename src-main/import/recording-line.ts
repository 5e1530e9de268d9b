/**
 * Finds the venue's own message in a line of a recording, and when it was received: the one place that knows how others wrap frames.
 *
 * Three kinds of lines are known, distinguished line by line: an envelope (envelope-keys.ts), an object that holds the message or its
 * text beside the time of receipt; `T MESSAGE` with a time of at least ten digits; and the message alone. A line that begins like one
 * of the first two and does not end like it is given out whole, for the decoder to refuse.
 */
import { EnvelopeKeys, timeOf } from './envelope-keys.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

/** A time since the epoch has 10 digits in seconds, 13, 16 and 19 in thousandths, millionths and billionths. */
const TIME_DIGITS_MIN = 10;
const TIME_DIGITS_MAX = 20;
const KEY_BYTES_MAX = 40;
const NONE = -1;

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** One line's message. The object is reused: read the fields before the next line. */
export class RecordingLine {
  /** The message's bytes, which lie in the line where they can. */
  message: Uint8Array = new Uint8Array(0);
  /** Receive time in µs since the epoch, 0: the line has none; and the billionths behind it. */
  receivedMicros = 0;
  receivedNanos = 0;
  /** Of an envelope that names them, else null. */
  venue: string | null = null;
  connection: number | null = null;
  /** It begins as an envelope, and is none that can be read. */
  isBroken = false;
  private readonly keys = new EnvelopeKeys();

  read(line: Uint8Array): this {
    this.receivedMicros = 0;
    this.receivedNanos = 0;
    this.venue = null;
    this.connection = null;
    this.isBroken = false;
    this.message = line;
    const start = afterSpace(line, 0);
    const first = line[start];
    if (first === OPEN_OBJECT) this.isBroken = !this.readEnvelope(line, start) && this.keys.isEnvelope;
    else if (first !== undefined && isDigit(first)) this.readTimed(line, start);
    return this;
  }

  private readTimed(line: Uint8Array, start: number): void {
    let at = start;
    while (at < line.length && isDigit(line[at]!)) at++;
    const digits = at - start;
    const message = afterSpace(line, at);
    if (digits < TIME_DIGITS_MIN || digits > TIME_DIGITS_MAX || message === at || message === line.length) return;
    this.receivedAt(latin1.decode(line.subarray(start, at)), null);
    this.message = line.subarray(message);
  }

  private receivedAt(text: string, unit: string | null): void {
    [this.receivedMicros, this.receivedNanos] = timeOf(text, unit);
  }

  /** False: it is no object that ends with the line, or an envelope without a frame. */
  private readEnvelope(line: Uint8Array, start: number): boolean {
    const { keys } = this;
    keys.begin();
    let at = afterSpace(line, start + 1);
    while (line[at] === QUOTE) {
      const keyEnd = endOfText(line, at);
      const colon = keyEnd < 0 ? NONE : afterSpace(line, keyEnd);
      if (colon < 0 || line[colon] !== COLON) return false;
      const value = afterSpace(line, colon + 1);
      const key = keyEnd - at > KEY_BYTES_MAX ? '' : latin1.decode(line.subarray(at + 1, keyEnd - 1));
      const isNested = line[value] === OPEN_OBJECT || line[value] === OPEN_LIST;
      // A message has other keys, of which the first with parts shows it: the rest of it need not be looked through.
      if (isNested && !keys.isMember(key) && !keys.isEnvelope) return true;
      const end = endOfValue(line, value);
      if (end < 0) return false;
      keys.take(key, value, end, isNested, line[value] === QUOTE);
      const behind = afterSpace(line, end);
      if (line[behind] === COMMA) {
        at = afterSpace(line, behind + 1);
        continue;
      }
      if (line[behind] !== CLOSE_OBJECT || afterSpace(line, behind + 1) !== line.length) return false;
      return this.unwrap(line);
    }
    return false;
  }

  private unwrap(line: Uint8Array): boolean {
    const { keys } = this;
    const textAt = (part: { readonly start: number; readonly end: number } | null): string | null =>
      part && unquoted(latin1.decode(line.subarray(part.start, part.end)));
    const member = keys.message((part) => /^"\s*[{[]/.test(latin1.decode(line.subarray(part.start, part.start + 8))));
    const message = member && messageOf(line.subarray(member.start, member.end));
    if (!message) return false;
    this.message = message;
    this.venue = textAt(keys.venue);
    const connection = Number(textAt(keys.connection) ?? Number.NaN);
    this.connection = Number.isFinite(connection) ? connection : null;
    this.receivedAt(textAt(keys.time) ?? '', keys.timeUnit);
    return true;
  }
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}

/** A message is JSON as it was received, or the text of it. */
function messageOf(value: Uint8Array): Uint8Array | null {
  if (value[0] !== QUOTE) return value;
  try {
    return encoder.encode((JSON.parse(utf8.decode(value)) as string).trim());
  } catch {
    return null;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function afterSpace(line: Uint8Array, from: number): number {
  let at = from;
  while (at < line.length && line[at]! <= SPACE) at++;
  return at;
}

/** Behind the text that begins with the quote at `from`, or -1 when it does not end. */
function endOfText(line: Uint8Array, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    const byte = line[at]!;
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) return at + 1;
  }
  return NONE;
}

/** Behind the value that begins at `from`, or -1 when it does not end. */
function endOfValue(line: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < line.length) {
    const byte = line[at]!;
    if (byte === QUOTE) {
      at = endOfText(line, at);
      if (at < 0 || depth === 0) return at;
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth === 0) return at > from ? at : NONE;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || byte <= SPACE)) return at > from ? at : NONE;
    at++;
  }
  return NONE;
}
