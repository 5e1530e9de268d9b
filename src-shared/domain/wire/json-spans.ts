/**
 * Where the parts of a JSON text lie in its bytes, so that a part can be removed or replaced without rewriting the rest.
 *
 * The text was parsed before: these steps walk over its outermost level only and promise nothing about text that is no JSON.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;

const opens = (byte: number): boolean => byte === 0x5b || byte === 0x7b;
const closes = (byte: number): boolean => byte === 0x5d || byte === 0x7d;

/** Behind the text that begins with the quote at `from`. */
function behindText(view: DataView, from: number, end: number): number {
  let at = from + 1;
  for (; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) break;
  }
  return at + 1;
}

/** Calls `found` with the bounds of every element of the outermost list or object, white space around it left out. */
function eachElement(view: DataView, start: number, end: number, found: (from: number, to: number) => void): void {
  let depth = 0;
  let from = -1;
  let to = -1;
  for (let at = start; at < end; ) {
    const byte = view.getUint8(at);
    if (closes(byte)) depth--;
    if (depth <= 1 && (byte === COMMA || (closes(byte) && depth === 0))) {
      if (from >= 0) found(from, to);
      from = -1;
      if (depth === 0) return;
      at++;
      continue;
    }
    const next = byte === QUOTE ? behindText(view, at, end) : at + 1;
    if (depth >= 1 && byte > SPACE) {
      if (from < 0) from = at;
      to = next;
    }
    if (opens(byte)) depth++;
    at = next;
  }
}

/** Bounds of the elements of a list, flat: start, end, start, end. */
export function elementSpans(view: DataView, start: number, end: number): number[] {
  const spans: number[] = [];
  eachElement(view, start, end, (from, to) => {
    spans.push(from, to);
  });
  return spans;
}

/** Bounds of the value of a key of the outermost object; null when it is not there. The key is plain ASCII. */
export function valueSpan(
  view: DataView,
  start: number,
  end: number,
  key: string,
): readonly [start: number, end: number] | null {
  let span: readonly [number, number] | null = null;
  eachElement(view, start, end, (from, to) => {
    if (view.getUint8(from) !== QUOTE || span) return;
    for (let i = 0; i < key.length; i++) if (view.getUint8(from + 1 + i) !== key.charCodeAt(i)) return;
    if (view.getUint8(from + 1 + key.length) !== QUOTE) return;
    let at = from + key.length + 2;
    while (at < to && (view.getUint8(at) <= SPACE || view.getUint8(at) === COLON)) at++;
    span = [at, to];
  });
  return span;
}
