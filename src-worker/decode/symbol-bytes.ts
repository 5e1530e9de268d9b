/**
 * Finds a symbol's slot from its bytes in a frame, without making a string.
 *
 * An open-addressing table over the first bytes of a symbol, up to its closing quote. A symbol is always compared whole, with the
 * quote, before its slot is given out: so a known symbol needs no other check of its text.
 */
import { type QuotedWord, quotedWord } from '../../src-shared/domain/json-bytes.ts';

const FREE = -1;
const GONE = -2;
/** Fours of bytes that the hash takes: both venues' ids differ within 32 bytes. */
const HASHED_FOURS = 8;
const PLACES_AT_START = 64;
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;
const QUOTES = 0x22222222;
const MIX = 0x9e3779b1 | 0;

export class SymbolBytes {
  /** Index of the closing quote of the symbol last found, -1 when it was not known. */
  end = -1;
  private mask = PLACES_AT_START - 1;
  private hashes = new Int32Array(PLACES_AT_START);
  /** The slot, shifted by one so that "known, but not ours" is 0; FREE and GONE are no symbols. */
  private values = new Int32Array(PLACES_AT_START).fill(FREE);
  private words: (QuotedWord | undefined)[] = new Array(PLACES_AT_START);
  /** Places taken, by symbols or by the traces of removed ones. */
  private used = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The slot of the symbol whose first byte is at `start`, or -1; `end` tells a known one from an unknown one. */
  find(view: DataView, start: number): number {
    const hash = hashAt(view, start);
    const mask = this.mask;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const value = this.values[at]!;
      if (value === FREE) break;
      if (value < 0 || this.hashes[at] !== hash) continue;
      const word = this.words[at]!;
      if (stands(view, start, word)) {
        this.end = start + word.length - 1;
        return value - 1;
      }
    }
    this.end = -1;
    return -1;
  }

  /** Gives a symbol a slot; -1: it is known and not ours. */
  set(symbol: string, slot: number): void {
    const word = quotedWord(symbol);
    const hash = hashOf(word);
    const known = this.placeOf(word, hash);
    if (known >= 0) {
      this.values[known] = slot + 1;
      return;
    }
    // Half full at the most: a look-up of an unknown symbol must end soon.
    if ((this.used + 1) * 2 > this.mask + 1) this.rebuild();
    this.put(word, hash, slot + 1);
    this.count++;
  }

  delete(symbol: string): void {
    const word = quotedWord(symbol);
    const at = this.placeOf(word, hashOf(word));
    if (at < 0) return;
    this.values[at] = GONE;
    this.words[at] = undefined;
    this.count--;
  }

  private placeOf(word: QuotedWord, hash: number): number {
    const view = viewOf(word);
    for (let at = hash & this.mask; ; at = (at + 1) & this.mask) {
      const value = this.values[at]!;
      if (value === FREE) return -1;
      if (value >= 0 && this.hashes[at] === hash && stands(view, 0, this.words[at]!)) return at;
    }
  }

  private put(word: QuotedWord, hash: number, value: number): void {
    let at = hash & this.mask;
    while (this.values[at] !== FREE) at = (at + 1) & this.mask;
    this.hashes[at] = hash;
    this.values[at] = value;
    this.words[at] = word;
    this.used++;
  }

  /** Makes a table of four times the symbols, without the traces of removed ones. */
  private rebuild(): void {
    const { hashes, values, words } = this;
    let places = PLACES_AT_START;
    while (places < (this.count + 1) * 4) places *= 2;
    this.mask = places - 1;
    this.hashes = new Int32Array(places);
    this.values = new Int32Array(places).fill(FREE);
    this.words = new Array(places);
    this.used = 0;
    for (let at = 0; at < values.length; at++) if (values[at]! >= 0) this.put(words[at]!, hashes[at]!, values[at]!);
  }
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

function hashOf(word: QuotedWord): number {
  return hashAt(viewOf(word), 0);
}

/** The word's bytes with room behind them. */
function viewOf({ fours }: QuotedWord): DataView {
  const view = new DataView(new ArrayBuffer(Math.max(HASHED_FOURS, fours.length) * 4 + 4));
  for (let i = 0; i < fours.length; i++) view.setInt32(i * 4, fours[i]!, true);
  return view;
}

function stands(view: DataView, at: number, word: QuotedWord): boolean {
  const { fours, masks } = word;
  const last = fours.length - 1;
  for (let i = 0; i < last; i++) if (view.getInt32(at + i * 4, true) !== fours[i]) return false;
  return (view.getInt32(at + last * 4, true) & masks[last]!) === fours[last];
}
