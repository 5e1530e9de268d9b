/**
 * Finds a frame's place in its numbered stream by scanning bytes, before any JSON is parsed.
 *
 * Only the keys `sid`, `seq` and `type` of the outermost object count, in any order and wherever they stand; nested objects
 * and texts are stepped over. A frame whose brackets do not close has no place: the next one then shows the hole. Nothing is
 * allocated. Kalshi numbers each subscription (`sid`) over all its markets together, control answers included.
 */
import type { SequenceMark } from '../venue.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;
/** More digits could not be held exactly. */
const DIGITS_MAX = 15;

/** `orderbook_`, which begins the types that carry book changes. */
const BOOK_TYPE = [0x6f, 0x72, 0x64, 0x65, 0x72, 0x62, 0x6f, 0x6f, 0x6b, 0x5f] as const;

/** Reads `sid`, `seq` and whether the type is one of book changes; false when the frame is not numbered. */
export function readSequence(bytes: Uint8Array, out: SequenceMark): boolean {
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== OPEN_OBJECT) return false;
  let stream = -1;
  let sequence = -1;
  let books = false;
  at = skipSpace(bytes, at + 1);
  while (bytes[at] === QUOTE) {
    const key = at + 1;
    const keyEnd = endOfText(bytes, at) - 1;
    if (keyEnd < 0) return false;
    at = skipSpace(bytes, keyEnd + 1);
    if (bytes[at] !== COLON) return false;
    at = skipSpace(bytes, at + 1);
    const end = endOfValue(bytes, at);
    if (end < 0) return false;
    if (isKey(bytes, key, keyEnd, 0x73, 0x69, 0x64)) stream = wholeNumber(bytes, at, end);
    else if (isKey(bytes, key, keyEnd, 0x73, 0x65, 0x71)) sequence = wholeNumber(bytes, at, end);
    else if (isTypeKey(bytes, key, keyEnd)) books = isBookType(bytes, at);
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_OBJECT) {
      if (stream < 0 || sequence < 0) return false;
      out.stream = stream;
      out.sequence = sequence;
      out.books = books;
      return true;
    }
    if (bytes[at] !== COMMA) return false;
    at = skipSpace(bytes, at + 1);
  }
  return false;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}

/** The index after the closing quote of the text that begins at `from`, or -1. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) return at + 1;
  }
  return -1;
}

/** The index after the value that begins at `from`, or -1 when it does not end. */
function endOfValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return endOfText(bytes, from);
  if (first === OPEN_OBJECT || first === OPEN_LIST) return endOfNest(bytes, from);
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte <= 0x20) break;
  }
  return at > from && at < bytes.length ? at : -1;
}

function endOfNest(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at = endOfText(bytes, at) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function isKey(bytes: Uint8Array, from: number, end: number, a: number, b: number, c: number): boolean {
  return end - from === 3 && bytes[from] === a && bytes[from + 1] === b && bytes[from + 2] === c;
}

function isTypeKey(bytes: Uint8Array, from: number, end: number): boolean {
  return end - from === 4 && isKey(bytes, from, end - 1, 0x74, 0x79, 0x70) && bytes[from + 3] === 0x65;
}

function isBookType(bytes: Uint8Array, from: number): boolean {
  if (bytes[from] !== QUOTE) return false;
  for (let at = 0; at < BOOK_TYPE.length; at++) if (bytes[from + 1 + at] !== BOOK_TYPE[at]) return false;
  return true;
}

/** The value as a whole number, or -1. */
function wholeNumber(bytes: Uint8Array, from: number, end: number): number {
  if (end - from > DIGITS_MAX) return -1;
  let value = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + (byte - ZERO);
  }
  return value;
}
