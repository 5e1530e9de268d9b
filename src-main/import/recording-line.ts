/**
 * Finds the venue's own message in a line of a recording, and when it was received.
 *
 * Three kinds of lines are known, distinguished line by line: `{"recv_ms":T,"event":E}`, where E is the message or its text;
 * `T MESSAGE` with a time of at least ten digits; and the message alone. A line that begins like one of the first two and does
 * not end like it is given out whole, for the decoder to refuse.
 */

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
const MICROS_DIGITS = 16;
const MICROS_PER_MS = 1_000;
const NONE = -1;

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** One line's message. The object is reused: read the fields before the next line. */
export class RecordingLine {
  /** The message's bytes, which lie in the line where they can. */
  message: Uint8Array = new Uint8Array(0);
  /** Receive time in µs since the epoch, 0: the line has none. */
  receivedMicros = 0;

  read(line: Uint8Array): this {
    this.receivedMicros = 0;
    this.message = line;
    const start = afterSpace(line, 0);
    const first = line[start];
    if (first === OPEN_OBJECT) this.readEnvelope(line, start);
    else if (first !== undefined && isDigit(first)) this.readTimed(line, start);
    return this;
  }

  private readTimed(line: Uint8Array, start: number): void {
    let at = start;
    while (at < line.length && isDigit(line[at]!)) at++;
    const digits = at - start;
    const message = afterSpace(line, at);
    if (digits < TIME_DIGITS_MIN || digits > TIME_DIGITS_MAX || message === at || message === line.length) return;
    const head = Number(latin1.decode(line.subarray(start, start + Math.min(digits, MICROS_DIGITS))));
    this.receivedMicros = digits < MICROS_DIGITS ? head * 10 ** (MICROS_DIGITS - digits) : head;
    this.message = line.subarray(message);
  }

  private readEnvelope(line: Uint8Array, start: number): void {
    let at = afterSpace(line, start + 1);
    let receivedMicros = 0;
    let message: Uint8Array | null = null;
    let isTimed = false;
    while (line[at] === QUOTE) {
      const keyEnd = endOfText(line, at);
      const colon = keyEnd < 0 ? NONE : afterSpace(line, keyEnd);
      if (colon < 0 || line[colon] !== COLON) return;
      const value = afterSpace(line, colon + 1);
      const key = latin1.decode(line.subarray(at + 1, keyEnd - 1));
      // A message has other keys, which its first one shows: the rest of it need not be looked through.
      if (key !== 'recv_ms' && key !== 'event' && !isTimed && message === null) return;
      const end = endOfValue(line, value);
      if (end < 0) return;
      if (key === 'recv_ms') {
        receivedMicros = microsOf(line.subarray(value, end));
        isTimed = true;
      } else if (key === 'event') message = messageOf(line.subarray(value, end));
      const behind = afterSpace(line, end);
      if (line[behind] === COMMA) at = afterSpace(line, behind + 1);
      else {
        const isWhole = line[behind] === CLOSE_OBJECT && afterSpace(line, behind + 1) === line.length;
        if (!isWhole || !isTimed || message === null) return;
        this.receivedMicros = receivedMicros;
        this.message = message;
        return;
      }
    }
  }
}

/** A message is JSON as it was received, or the text of it. */
function messageOf(value: Uint8Array): Uint8Array | null {
  if (value[0] !== QUOTE) return value;
  try {
    return encoder.encode(JSON.parse(utf8.decode(value)));
  } catch {
    return null;
  }
}

/** A number of milliseconds, bare or as text; 0 when it is none. */
function microsOf(value: Uint8Array): number {
  const text = latin1.decode(value).replaceAll('"', '');
  const millis = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(millis) ? Math.round(millis * MICROS_PER_MS) : 0;
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
