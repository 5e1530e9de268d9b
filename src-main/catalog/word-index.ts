/**
 * Finds the rows whose words match: exactly, by their beginning, or mistyped.
 *
 * Measured against MiniSearch, uFuzzy and SQLite's FTS5 at 200,000 markets (docs/catalogue.md). Rows are only ever added; a row that is
 * gone is left out by the caller, and a market whose words change gets another row.
 */
import { editsToPrefix } from '../base/edit-distance.ts';

/** How well a word fits. */
export const EXACT = 4;
export const PREFIX = 3;
const ONE_EDIT = 2;
const TWO_EDITS = 1;
/** Shorter words are not corrected; longer ones may have two mistakes. */
const CORRECTED_LENGTH = 4;
const TWICE_CORRECTED_LENGTH = 8;
/** Words of a query. */
const QUERY_WORDS_MAX = 12;
const SPACE = 32;
const NEWLINE = 10;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

type Match = { readonly term: number; readonly grade: number };

/** What a search found; valid until the next search. */
export type Found = {
  /** By row: the number of words that matched; a hit has them all. */
  readonly matched: Uint8Array;
  readonly words: number;
  /** By row: the sum of the grades. */
  readonly grades: Uint16Array;
  /** Terms that fit the first word, for rows that begin with one. */
  readonly firstTerms: ReadonlySet<number>;
};

export class WordIndex {
  private readonly names: string[] = [];
  private readonly hashes: number[] = [];
  private slots = new Int32Array(1 << 16).fill(-1);
  /** Rows by term: those loaded at once, and those added since. */
  private offsets = new Uint32Array(1);
  private loaded = new Uint32Array(0);
  private readonly added: (number[] | undefined)[] = [];
  /** Terms by their first two letters, and those keys by the first. */
  private readonly buckets = new Map<string, number[]>();
  private readonly keys = new Map<string, string[]>();
  /** Terms without a digit by their first letter: those that may be meant by a mistyped word. */
  private readonly spelled = new Map<string, number[]>();
  private firstTerm = new Int32Array(1 << 12).fill(-1);
  private matched = new Uint8Array(0);
  private grades = new Uint16Array(0);
  /** One more than the highest row. */
  private rowCount = 0;

  /** Terms known. */
  get size(): number {
    return this.names.length;
  }

  /** Fills an empty index: a line of words for each row, no word twice in a line. */
  load(text: string, rows: readonly number[]): void {
    const { terms, ends } = this.read(text, rows);
    const counts = new Uint32Array(this.names.length + 1);
    for (let at = 0; at < terms.length; at++) counts[terms[at]! + 1]!++;
    for (let term = 0; term < this.names.length; term++) counts[term + 1]! += counts[term]!;
    this.offsets = counts;
    this.loaded = new Uint32Array(terms.length);
    const fill = counts.slice();
    let at = 0;
    for (let line = 0; line < rows.length; line++) {
      for (; at < ends[line]!; at++) this.loaded[fill[terms[at]!]!++] = rows[line]!;
    }
  }

  /** Adds a row with its words, joined by spaces, none twice. */
  add(row: number, words: string): void {
    const { terms } = this.read(words, [row]);
    for (let at = 0; at < terms.length; at++) {
      const term = terms[at]!;
      const more = this.added[term];
      if (more) more.push(row);
      else this.added[term] = [row];
    }
  }

  /** The first term of a row; -1: it has none. */
  firstTermOf(row: number): number {
    return this.firstTerm[row] ?? -1;
  }

  /** Rows that have all the words. Words without a match are tried mistyped; when no row has all words, all of them are. */
  search(words: readonly string[]): Found {
    const wanted = words.slice(0, QUERY_WORDS_MAX);
    if (this.matched.length < this.rowCount) {
      this.matched = new Uint8Array(this.rowCount * 2);
      this.grades = new Uint16Array(this.rowCount * 2);
    }
    let matches = wanted.map((word) => {
      const exact = this.beginningWith(word);
      return exact.length > 0 ? exact : this.mistyped(word);
    });
    if (!this.collect(matches)) {
      matches = wanted.map((word, at) => [...matches[at]!, ...this.mistyped(word)]);
      this.collect(matches);
    }
    const firstTerms = new Set(matches[0]?.map(({ term }) => term));
    return { matched: this.matched, words: wanted.length, grades: this.grades, firstTerms };
  }

  /** Marks the rows of every word; true when a row has all. */
  private collect(matches: readonly (readonly Match[])[]): boolean {
    this.matched.fill(0, 0, this.rowCount);
    this.grades.fill(0, 0, this.rowCount);
    let hits = 0;
    for (let word = 0; word < matches.length; word++) {
      hits = 0;
      for (const { term, grade } of matches[word]!) {
        if (term + 1 < this.offsets.length) {
          hits += this.mark(this.loaded, this.offsets[term]!, this.offsets[term + 1]!, word, grade);
        }
        const more = this.added[term];
        if (more) hits += this.mark(more, 0, more.length, word, grade);
      }
      if (hits === 0) return false;
    }
    return hits > 0;
  }

  private mark(rows: ArrayLike<number>, from: number, to: number, word: number, grade: number): number {
    const { matched, grades } = this;
    let hits = 0;
    for (let at = from; at < to; at++) {
      const row = rows[at]!;
      if (matched[row] !== word) continue;
      matched[row] = word + 1;
      grades[row]! += grade;
      hits++;
    }
    return hits;
  }

  /** Terms that are the word, and then those that begin with it. */
  private beginningWith(word: string): Match[] {
    const matches: Match[] = [];
    const exact = this.find(word, 0, word.length, hashOf(word));
    if (exact >= 0) matches.push({ term: exact, grade: EXACT });
    const keys = word.length === 1 ? (this.keys.get(word) ?? []) : [word.slice(0, 2)];
    for (const key of keys) {
      for (const term of this.buckets.get(key) ?? []) {
        if (term !== exact && this.names[term]!.startsWith(word)) matches.push({ term, grade: PREFIX });
      }
    }
    return matches;
  }

  /** Terms that the word may have meant, the likeliest first. Numbers are never corrected: 25 is not 26. */
  private mistyped(word: string): Match[] {
    if (word.length < CORRECTED_LENGTH || /\d/.test(word)) return [];
    const max = word.length < TWICE_CORRECTED_LENGTH ? 1 : 2;
    const near = this.mistypedAmong([word[0]!], word, max);
    // The first letter is seldom wrong, and looking at all terms costs the most.
    const matches = near.length > 0 ? near : this.mistypedAmong(this.spelled.keys(), word, 1);
    return matches.sort((a, b) => b.grade - a.grade);
  }

  private mistypedAmong(letters: Iterable<string>, word: string, max: number): Match[] {
    const matches: Match[] = [];
    for (const letter of letters) {
      for (const term of this.spelled.get(letter) ?? []) {
        const edits = editsToPrefix(word, this.names[term]!, max);
        if (edits === 0 || edits > max) continue;
        matches.push({ term, grade: edits === 1 ? ONE_EDIT : TWO_EDITS });
      }
    }
    return matches;
  }

  /** Takes lines of words apart: all terms one after the other, and where each line ends. */
  private read(text: string, rows: readonly number[]): { readonly terms: Uint32Array; readonly ends: Uint32Array } {
    const ends = new Uint32Array(rows.length);
    let terms = new Uint32Array(Math.max(16, text.length >> 2));
    let count = 0;
    let line = 0;
    let lineStart = 0;
    let start = 0;
    let hash = FNV_START;
    for (let at = 0; at <= text.length; at++) {
      const code = at === text.length ? NEWLINE : text.charCodeAt(at);
      if (code !== SPACE && code !== NEWLINE) {
        hash = Math.imul(hash ^ code, FNV_PRIME);
        continue;
      }
      if (at > start) {
        const term = this.termOf(text, start, at, hash);
        if (count === terms.length) terms = grown(terms);
        terms[count++] = term;
      }
      start = at + 1;
      hash = FNV_START;
      if (code !== NEWLINE || line >= rows.length) continue;
      this.noteRow(rows[line]!, count > lineStart ? terms[lineStart]! : -1);
      ends[line++] = count;
      lineStart = count;
    }
    return { terms: terms.subarray(0, count), ends };
  }

  private noteRow(row: number, first: number): void {
    if (row >= this.firstTerm.length) {
      const old = this.firstTerm;
      this.firstTerm = new Int32Array(row * 2).fill(-1);
      this.firstTerm.set(old);
    }
    this.firstTerm[row] = first;
    if (row >= this.rowCount) this.rowCount = row + 1;
  }

  private termOf(text: string, start: number, end: number, hash: number): number {
    const known = this.find(text, start, end, hash);
    if (known >= 0) return known;
    if (this.names.length * 2 >= this.slots.length) this.growSlots();
    const term = this.names.length;
    // A copy: a slice would keep the whole text in memory.
    const name = Buffer.from(text.slice(start, end)).toString();
    this.names.push(name);
    this.hashes.push(hash);
    this.place(term, hash);
    const key = name.slice(0, 2);
    if (!this.buckets.has(key)) put(this.keys, name[0]!, key);
    put(this.buckets, key, term);
    if (!/\d/.test(name)) put(this.spelled, name[0]!, term);
    return term;
  }

  private find(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const term = this.slots[slot]!;
      if (term < 0) return -1;
      if (this.hashes[term] === hash && equals(this.names[term]!, text, start, end)) return term;
    }
  }

  private place(term: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = term;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    for (let term = 0; term < this.names.length; term++) this.place(term, this.hashes[term]!);
  }
}

function put<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function hashOf(word: string): number {
  let hash = FNV_START;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME);
  return hash;
}

function equals(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  return true;
}

function grown(old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(old.length * 2);
  next.set(old);
  return next;
}
