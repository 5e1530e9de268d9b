/**
 * Finds a frame's place in its numbered stream by scanning bytes, before any JSON is parsed.
 *
 * Only the keys `type`, `sid` and `seq` of the outermost object count, in any order; values of other keys are stepped over, and
 * the scan ends when all three are known, which in Kalshi's own order is before `msg`. A frame that is cut behind them counts as
 * received: the decoder finds it malformed, and all books of the connection recover. Nothing is allocated. Kalshi numbers each
 * subscription (`sid`) over all its markets together, control answers included.
 */
import {
  afterSpace,
  behindRun,
  byteAt,
  endOfPlain,
  expectByte,
  expectKey,
  FAIL,
  isWord,
  JSON_BYTE,
  JsonNumber,
  quotedWord,
  runOf,
  skipSpace,
} from '../../domain/wire/json-bytes.ts';
import type { FrameView, SequenceMark } from '../venue.ts';

const { quote, comma, colon, openObject, closeObject, openList, closeList } = JSON_BYTE;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

const TYPE = quotedWord('type');
const SID = quotedWord('sid');
const SEQ = quotedWord('seq');
const DELTA = quotedWord('orderbook_delta');
const SNAPSHOT = quotedWord('orderbook_snapshot');

const number = new JsonNumber();

/** The form the venue sends today: nothing is looked for. */
const USUAL_DELTA = runOf('{"type":"orderbook_delta","sid":');
const USUAL_SEQ = runOf(',"seq":');

/** Reads `sid`, `seq` and whether the type is one of book changes; false when the frame is not numbered. */
export function readSequence({ view, start, end }: FrameView, out: SequenceMark): boolean {
  if (readUsual(view, start, end, out)) return true;
  let stream = FAIL;
  let sequence = FAIL;
  let isTyped = false;
  let books = false;
  let at = expectByte(view, skipSpace(view, start, end), openObject);
  while (byteAt(view, at) === quote && at < end) {
    const key = at + 1;
    if (isWord(view, key, SID)) {
      at = number.integer(view, expectKey(view, key, SID));
      stream = number.value;
    } else if (isWord(view, key, SEQ)) {
      at = number.integer(view, expectKey(view, key, SEQ));
      sequence = number.value;
    } else {
      const isType = isWord(view, key, TYPE);
      at = expectByte(view, afterSpace(view, endOfText(view, at, end)), colon);
      if (at < 0) return false;
      if (isType) {
        isTyped = true;
        books = byteAt(view, at) === quote && (isWord(view, at + 1, DELTA) || isWord(view, at + 1, SNAPSHOT));
      }
      at = endOfValue(view, at, end);
    }
    const behind = byteAt(view, at);
    const isLast = behind === closeObject;
    // A value that is only begun, as the 5 of 5e-3, ends in neither.
    if (!isLast && behind !== comma) return false;
    const isNumbered = stream >= 0 && sequence >= 0;
    if (isNumbered && (isTyped || isLast)) {
      out.stream = stream;
      out.sequence = sequence;
      out.books = books;
      return true;
    }
    if (isLast) return false;
    at = expectByte(view, at, comma);
  }
  return false;
}

function readUsual(view: DataView, start: number, end: number, out: SequenceMark): boolean {
  let at = number.bare(view, behindRun(view, start, USUAL_DELTA));
  const stream = number.value;
  at = number.bare(view, behindRun(view, at, USUAL_SEQ));
  if (at < 0 || at >= end || view.getUint8(at) !== comma) return false;
  out.stream = stream;
  out.sequence = number.value;
  out.books = true;
  return true;
}

/** Behind the text, escapes and all, that begins with the quote at `from`; where it does not end, `end`. */
function endOfText(view: DataView, from: number, end: number): number {
  const plain = endOfPlain(view, from + 1);
  if (plain >= 0) return plain + 1;
  for (let at = from + 1; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === BACKSLASH) at++;
    else if (byte === quote) return at + 1;
  }
  return end;
}

/** Behind the value that begins at `from` and the white space after it, or FAIL when it does not end. */
function endOfValue(view: DataView, from: number, end: number): number {
  const first = view.getUint8(from);
  if (first === quote) return afterSpace(view, endOfText(view, from, end));
  if (first === openObject || first === openList) return endOfNest(view, from, end);
  let at = from;
  for (; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === comma || byte === closeObject || byte <= SPACE) break;
  }
  return at > from && at < end ? afterSpace(view, at) : FAIL;
}

function endOfNest(view: DataView, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === quote) at = endOfText(view, at, end) - 1;
    else if (byte === openObject || byte === openList) depth++;
    else if ((byte === closeObject || byte === closeList) && --depth === 0) return afterSpace(view, at + 1);
  }
  return FAIL;
}
