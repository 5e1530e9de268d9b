/**
 * Finds a symbol's slot from its bytes in a frame, without making a string.
 *
 * An open-addressing table over the first bytes of a symbol, up to its closing quote. A symbol is always compared whole, with the
 * quote, before its slot is given out: so a known symbol needs no other check of its text. The bytes of all symbols lie in one
 * array: hundreds of thousands of small ones would cost more than the books.
 */

const FREE = -1;
const GONE = -2;
/** From here down: a second symbol, and the slot of its instrument. */
const MIRROR = -3;
/** Fours of bytes that the hash takes: both venues' ids differ within 32 bytes. */
const HASHED_FOURS = 8;
const PLACES_AT_START = 64;
const FOURS_AT_START = 512;
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;
const QUOTES = 0x22222222;
const QUOTE = 0x22;
const MIX = 0x9e3779b1 | 0;
/** What of a symbol's last four is its own, by its length modulo 4. */
const LAST_MASKS = Int32Array.of(-1, 0xff, 0xffff, 0xffffff);

export class SymbolBytes {
  /** Index of the closing quote of the symbol last found, -1 when it was not known. */
  end = -1;
  private mask = PLACES_AT_START - 1;
  /** The slot, shifted by one so that "known, but not ours" is 0; MIRROR less the slot; FREE and GONE are no symbols. */
  private values = new Int32Array(PLACES_AT_START).fill(FREE);
  /** Where the place's symbol begins in `fours`. */
  private starts = new Int32Array(PLACES_AT_START);
  /** The symbols: each its length in bytes with the closing quote, then these bytes, filled up with zeros. */
  private fours = new Int32Array(FOURS_AT_START);
  private foursUsed = 0;
  /** Symbols that JSON writes with escapes: frames with these are read by JSON.parse. */
  private readonly odd = new Map<string, number>();
  /** Places taken, by symbols or by the traces of removed ones. */
  private used = 0;
  private count = 0;

  get size(): number {
    return this.count + this.odd.size;
  }

  /** The slot of the symbol whose first byte is at `start`, or -1; `end` tells a known one from an unknown one. */
  find(view: DataView, start: number): number {
    const hash = hashAt(view, start);
    const mask = this.mask;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const value = this.values[at]!;
      if (value === FREE) break;
      if (value !== GONE && this.stands(view, start, at)) {
        this.end = start + this.fours[this.starts[at]!]! - 1;
        return value > 0 ? value - 1 : -1;
      }
    }
    this.end = -1;
    return -1;
  }

  /** The slot of a symbol given as text, or -1. */
  slotOf(symbol: string): number {
    return Math.max(-1, this.stored(symbol) - 1);
  }

  /** The slot of the instrument whose second symbol this is, or -1. */
  mirrorOf(symbol: string): number {
    return Math.max(-1, MIRROR - this.stored(symbol));
  }

  /** Gives a symbol a slot; -1: it is known and not ours. */
  set(symbol: string, slot: number): void {
    this.keepValue(symbol, slot + 1);
  }

  /** Makes a symbol known as the second one of the slot's instrument: it is found, and leads nowhere. */
  setMirror(symbol: string, slot: number): void {
    this.keepValue(symbol, MIRROR - slot);
  }

  private keepValue(symbol: string, value: number): void {
    if (!isPlain(symbol)) {
      this.odd.set(symbol, value);
      return;
    }
    const view = quoted(symbol);
    const known = this.placeOf(view);
    if (known >= 0) {
      this.values[known] = value;
      return;
    }
    // Half full at the most: a look-up of an unknown symbol must end soon.
    if ((this.used + 1) * 2 > this.mask + 1) this.rebuild();
    this.put(hashAt(view, 0), value, this.keep(view, symbol.length + 1));
    this.count++;
  }

  delete(symbol: string): void {
    if (this.odd.delete(symbol) || !isPlain(symbol)) return;
    const at = this.placeOf(quoted(symbol));
    if (at < 0) return;
    this.values[at] = GONE;
    this.count--;
  }

  /** GONE for a symbol that is not known. */
  private stored(symbol: string): number {
    if (!isPlain(symbol)) return this.odd.get(symbol) ?? GONE;
    const at = this.placeOf(quoted(symbol));
    return at < 0 ? GONE : this.values[at]!;
  }

  private stands(view: DataView, at: number, place: number): boolean {
    const { fours } = this;
    const length = fours[this.starts[place]!]!;
    const first = this.starts[place]! + 1;
    const last = (length - 1) >> 2;
    for (let i = 0; i < last; i++) if (view.getInt32(at + i * 4, true) !== fours[first + i]) return false;
    return (view.getInt32(at + last * 4, true) & LAST_MASKS[length & 3]!) === fours[first + last];
  }

  /** Where a symbol's place is, or -1. */
  private placeOf(view: DataView): number {
    const hash = hashAt(view, 0);
    for (let at = hash & this.mask; ; at = (at + 1) & this.mask) {
      const value = this.values[at]!;
      if (value === FREE) return -1;
      if (value !== GONE && this.stands(view, 0, at)) return at;
    }
  }

  /** Copies a symbol behind the others; returns where it begins. */
  private keep(view: DataView, length: number): number {
    const start = this.foursUsed;
    const count = foursOf(length);
    if (start + count > this.fours.length) {
      const wider = new Int32Array(Math.max(start + count, Math.ceil(this.fours.length * 1.5)));
      wider.set(this.fours);
      this.fours = wider;
    }
    this.fours[start] = length;
    for (let i = 1; i < count; i++) this.fours[start + i] = view.getInt32((i - 1) * 4, true);
    this.foursUsed = start + count;
    return start;
  }

  private put(hash: number, value: number, start: number): void {
    let at = hash & this.mask;
    while (this.values[at] !== FREE) at = (at + 1) & this.mask;
    this.values[at] = value;
    this.starts[at] = start;
    this.used++;
  }

  /** Makes a table of three times the symbols or more, without removed ones and their bytes. */
  private rebuild(): void {
    const { values, starts, fours } = this;
    let places = PLACES_AT_START;
    while (places < (this.count + 1) * 3) places *= 2;
    this.mask = places - 1;
    this.values = new Int32Array(places).fill(FREE);
    this.starts = new Int32Array(places);
    this.used = 0;
    this.fours = new Int32Array(Math.max(FOURS_AT_START, this.foursUsed));
    this.foursUsed = 0;
    const bytes = new DataView(this.fours.buffer);
    for (let at = 0; at < values.length; at++) {
      if (values[at] === FREE || values[at] === GONE) continue;
      const [from, to] = [starts[at]!, this.foursUsed];
      const count = foursOf(fours[from]!);
      this.fours.set(fours.subarray(from, from + count), to);
      this.foursUsed = to + count;
      this.put(hashAt(bytes, (to + 1) * 4), values[at]!, to);
    }
  }
}

/** Fours that a symbol of so many bytes takes, its length included. */
function foursOf(length: number): number {
  return 1 + ((length + 3) >> 2);
}

/** Whether a text stands in JSON as it is, byte for byte. */
function isPlain(symbol: string): boolean {
  return /^[ !#-[\]-~]*$/.test(symbol);
}

function hashAt(view: DataView, start: number): number {
  let hash = 0;
  for (let i = 0; i < HASHED_FOURS; i++) {
    const four = view.getInt32(start + i * 4, true);
    const quotes = four ^ QUOTES;
    const ends = (quotes - ONES) & ~quotes & HIGHS;
    if (ends === 0) {
      hash = Math.imul(hash ^ four, MIX);
      continue;
    }
    // The bytes below the quote.
    const below = (ends & -ends) >>> 7;
    return finish(Math.imul(hash ^ (four & (below - 1)), MIX));
  }
  return finish(hash);
}

function finish(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** The symbol's bytes with its quote, and room behind them. */
function quoted(symbol: string): DataView {
  const view = new DataView(new ArrayBuffer(Math.max(symbol.length + 4, HASHED_FOURS * 4) + 4));
  for (let i = 0; i < symbol.length; i++) view.setUint8(i, symbol.charCodeAt(i));
  view.setUint8(symbol.length, QUOTE);
  return view;
}
