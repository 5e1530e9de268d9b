/**
 * Steps through the bytes of a JSON text, four at a time, without making strings or objects.
 *
 * Every step takes an index and returns the index behind what it read, or FAIL. A step that takes FAIL returns FAIL, so that a row of steps is
 * checked once, at its end. The steps know exactly the plain part of JSON:
 * ASCII texts without escapes, decimal numbers, legal white space. At anything else they fail, and the caller reads the frame by
 * JSON.parse, which decides: what is read here is read as JSON.parse would, and what cannot be is never guessed. They are
 * functions of an index and not an object with a position, because that is what the engine compiles into loops without calls.
 *
 * A step may look a few bytes beyond the end of the text: the caller makes sure of SLACK_BYTES behind it, and at the end of its
 * steps compares the index with the end.
 */
import { MICROS_DECIMALS } from '../micros.ts';

/** Returned instead of an index. */
export const FAIL = -1;

/** Readable bytes that must follow the text: the longest symbol, and one number beyond. */
export const SLACK_BYTES = 128;

export const JSON_BYTE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

const QUOTE = 0x22;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;

/** With six decimals, 15 digits stay below 9e15: exact in a double. */
const WHOLE_DIGITS_MAX = 9;
const INTEGER_DIGITS_MAX = 15;
/** Digits after which a number is given up at once, so that no step runs beyond the slack. */
const DIGITS_MAX = 20;
const POWERS = Float64Array.of(1_000_000, 100_000, 10_000, 1_000, 100, 10, 1);

const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;
const THIRD_BITS = 0x20202020;
const SEVENTH_BITS = 0x40404040;

/** The byte at an index that may be FAIL: then no byte of a text. */
export function byteAt(view: DataView, at: number): number {
  return at >= 0 ? view.getUint8(at) : 0;
}

/** The first index from `at` to `end` that is not white space. */
export function skipSpace(view: DataView, at: number, end: number): number {
  let index = at;
  for (; index < end; index++) {
    const byte = view.getUint8(index);
    if (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB) break;
  }
  return index;
}

/** Behind white space of any length, where a byte of the text is known to follow. */
export function afterSpace(view: DataView, at: number): number {
  return view.getUint8(at) <= SPACE ? skipSpace(view, at, view.byteLength - SLACK_BYTES) : at;
}

/** Behind the byte and the white space after it. */
export function expectByte(view: DataView, at: number, byte: number): number {
  return at >= 0 && view.getUint8(at) === byte ? afterSpace(view, at + 1) : FAIL;
}

/** The closing quote of the plain text whose first byte is at `at`. */
export function endOfPlain(view: DataView, at: number): number {
  if (at < 0) return FAIL;
  const last = view.byteLength - SLACK_BYTES;
  let index = at;
  while (index < last) {
    const four = view.getInt32(index, true);
    const quotes = four ^ QUOTES;
    const escapes = four ^ BACKSLASHES;
    // The high bit of each byte that is a quote, a backslash, a control or not ASCII. A borrow may set bits above the first
    // such byte, never below it, and below is where the next loop looks.
    const special =
      (((quotes - ONES) & ~quotes) | ((escapes - ONES) & ~escapes) | ((four - SPACES) & ~four) | four) & HIGHS;
    if (special !== 0) {
      const first = index + ((31 - Math.clz32(special & -special)) >> 3);
      return view.getUint8(first) === QUOTE ? first : FAIL;
    }
    index += 4;
  }
  return FAIL;
}

/** Behind a plain text that begins with the quote at `at`, and the white space after it. */
export function skipText(view: DataView, at: number): number {
  if (at < 0 || view.getUint8(at) !== QUOTE) return FAIL;
  const end = endOfPlain(view, at + 1);
  return end < 0 ? FAIL : afterSpace(view, end + 1);
}

/** A known run of ASCII, in fours of bytes, the last one masked. */
export type Run = { readonly length: number; readonly fours: Int32Array; readonly masks: Int32Array };

/** A word as it stands in JSON behind its opening quote: its bytes and the closing quote. */
export type QuotedWord = Run;

export function quotedWord(word: string): QuotedWord {
  return runOf(`${word}"`);
}

/** The bytes of an ASCII text as a run. */
export function runOf(text: string): Run {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const count = Math.ceil(bytes.length / 4);
  const padded = new Uint8Array(count * 4);
  padded.set(bytes);
  const mask = new Uint8Array(count * 4);
  mask.fill(0xff, 0, bytes.length);
  const view = new DataView(padded.buffer);
  const maskView = new DataView(mask.buffer);
  return {
    length: bytes.length,
    fours: Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true)),
    masks: Int32Array.from({ length: count }, (_, i) => maskView.getInt32(i * 4, true)),
  };
}

/** Behind the run that stands at `at`, or FAIL. */
export function behindRun(view: DataView, at: number, run: Run): number {
  if (at < 0) return FAIL;
  const { fours, masks } = run;
  const last = fours.length - 1;
  for (let i = 0; i < last; i++) if (view.getInt32(at + i * 4, true) !== fours[i]) return FAIL;
  return (view.getInt32(at + last * 4, true) & masks[last]!) === fours[last] ? at + run.length : FAIL;
}

/**
 * Behind so many fours of lower-case hex digits, or FAIL. It lets a few other signs of the same two rows of ASCII pass, none of
 * which means anything inside a JSON text.
 */
export function behindHex(view: DataView, at: number, fours: number): number {
  if (at < 0) return FAIL;
  let always = -1;
  let never = 0;
  let rows = -1;
  for (let i = 0; i < fours; i++) {
    const four = view.getInt32(at + i * 4, true);
    always &= four;
    never |= four;
    // 0x3. and 0x6.: one of these two bits, not both.
    rows &= four ^ (four << 2);
  }
  return (always & THIRD_BITS) === THIRD_BITS && (never & HIGHS) === 0 && (rows & SEVENTH_BITS) === SEVENTH_BITS
    ? at + fours * 4
    : FAIL;
}

/** Behind digits, points and signs, of which there may be none. At most DIGITS_MAX are looked at. */
export function behindNumeral(view: DataView, at: number): number {
  if (at < 0) return FAIL;
  let index = at;
  for (const limit = at + DIGITS_MAX; index < limit; index++) {
    const byte = view.getUint8(index);
    if (byte < MINUS || byte > 0x39) break;
  }
  return index;
}

/** Whether exactly this word, with its closing quote, stands at `at`, which is behind an opening quote. */
export function isWord(view: DataView, at: number, word: QuotedWord): boolean {
  return behindRun(view, at, word) >= 0;
}

/** Behind the key that begins (behind its quote) at `at`, its colon and all white space; FAIL when it is another key. */
export function expectKey(view: DataView, at: number, word: QuotedWord): number {
  const end = behindRun(view, at, word);
  return end < 0 ? FAIL : afterKey(view, end);
}

/** Behind the colon of a key that ends at `at`, and all white space. */
export function afterKey(view: DataView, at: number): number {
  return expectByte(view, afterSpace(view, at), COLON);
}

/** Reads numbers; the last one read is `value`. */
export class JsonNumber {
  value = 0;

  /** Behind a text that holds a decimal number; `value` is in millionths. Fails for what could not be held exactly. */
  micros(view: DataView, at: number): number {
    if (at < 0 || view.getUint8(at) !== QUOTE) return FAIL;
    const end = this.plain(view, at + 1);
    return end < 0 ? FAIL : afterSpace(view, end + 1);
  }

  /** The closing quote of the decimal number whose first byte is at `at`; `value` is in millionths. */
  plain(view: DataView, at: number): number {
    if (at < 0) return FAIL;
    let index = at;
    let byte = view.getUint8(index);
    const negative = byte === MINUS;
    if (negative) byte = view.getUint8(++index);
    const first = index;
    const limit = first + DIGITS_MAX;
    let value = 0;
    while (byte >= ZERO && byte <= 0x39 && index < limit) {
      value = value * 10 + (byte - ZERO);
      byte = view.getUint8(++index);
    }
    const whole = index - first;
    let decimals = 0;
    if (byte === POINT) {
      const point = index;
      byte = view.getUint8(++index);
      while (byte >= ZERO && byte <= 0x39 && index < limit) {
        value = value * 10 + (byte - ZERO);
        byte = view.getUint8(++index);
      }
      decimals = index - point - 1;
      if (decimals === 0) return FAIL;
    }
    if (whole === 0 || whole > WHOLE_DIGITS_MAX || decimals > MICROS_DECIMALS || byte !== QUOTE) return FAIL;
    value *= POWERS[decimals]!;
    this.value = negative && value !== 0 ? -value : value;
    return index;
  }

  /** Behind a text that holds a whole number of at most 15 digits. */
  integerText(view: DataView, at: number): number {
    if (at < 0 || view.getUint8(at) !== QUOTE) return FAIL;
    const end = this.digits(view, at + 1);
    return end < 0 || view.getUint8(end) !== QUOTE ? FAIL : afterSpace(view, end + 1);
  }

  /** Behind a bare whole number of at most 15 digits, without sign, fraction or exponent. */
  integer(view: DataView, at: number): number {
    const end = this.bare(view, at);
    return end < 0 ? FAIL : afterSpace(view, end);
  }

  /** Directly behind such a number. */
  bare(view: DataView, at: number): number {
    const end = this.digits(view, at);
    // JSON has no leading zeros.
    return end > at + 1 && view.getUint8(at) === ZERO ? FAIL : end;
  }

  /** Behind at most 15 digits. */
  digits(view: DataView, at: number): number {
    if (at < 0) return FAIL;
    const limit = at + DIGITS_MAX;
    let index = at;
    let value = 0;
    let byte = view.getUint8(index);
    while (byte >= ZERO && byte <= 0x39 && index < limit) {
      value = value * 10 + (byte - ZERO);
      byte = view.getUint8(++index);
    }
    this.value = value;
    const digits = index - at;
    return digits === 0 || digits > INTEGER_DIGITS_MAX ? FAIL : index;
  }
}
