/**
 * Suggested links in columns, the best first: as many as a whole catalogue has, in some 250 bytes each, moved from thread to thread
 * without a copy. A row becomes an object only when it is shown.
 *
 * What the two texts state about each field is not kept: it is read from the listings again when a link is opened. The overlap of their
 * words is, because only the search for links knows how rare a word is.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Link, linkId } from '../../src-shared/domain/link.ts';
import {
  EVIDENCE_FIELDS,
  type EvidenceField,
  FIELD_VERDICTS,
  type FieldVerdict,
  type LinkEvidence,
  type LinkSuggestion,
} from '../../src-shared/domain/link-evidence.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { textHash } from '../base/text-hash.ts';

/** Two listings that were compared and found alike. */
export type FoundPair = {
  readonly first: ListingId;
  readonly second: ListingId;
  readonly title: string;
  readonly isInverted: boolean;
  readonly score: number;
  readonly overlap: number;
  /** Two bits a field, see {@link packVerdicts}. */
  readonly verdicts: number;
};

/** Plain data: what threads hand to each other. Rows in order; `ends[row]` is where the row's text ends. */
export type SuggestionColumns = {
  readonly scores: Uint8Array<ArrayBuffer>;
  readonly inverted: Uint8Array<ArrayBuffer>;
  readonly verdicts: Uint32Array<ArrayBuffer>;
  readonly overlaps: Float64Array<ArrayBuffer>;
  /** First id, second id and title of every row, with {@link SEPARATOR} after each, in UTF-8. */
  readonly texts: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Hashes of both ids and of the link's id, sorted, and the row of each. */
  readonly keys: Float64Array<ArrayBuffer>;
  readonly keyRows: Uint32Array<ArrayBuffer>;
};

/** The rows of a block are filtered in about a millisecond. */
const ROWS_PER_BLOCK = 2_000;
/** `starts`: where each row begins in the text, and the end of the last. */
type LowerBlock = { readonly text: string; readonly starts: Uint32Array };

/** In no id and no title. */
const SEPARATOR = '\n';
const BITS_PER_FIELD = 2;
const KEYS_PER_ROW = 3;
const DECODER = new TextDecoder();

/** The verdicts of all fields as one number; a field without one is 0. */
export function packVerdicts({ fields }: LinkEvidence): number {
  let packed = 0;
  for (const { field, verdict } of fields) {
    packed |= (FIELD_VERDICTS.indexOf(verdict) + 1) << (EVIDENCE_FIELDS.indexOf(field) * BITS_PER_FIELD);
  }
  return packed;
}

function fieldsOf(packed: number, verdict: FieldVerdict): readonly EvidenceField[] {
  const wanted = FIELD_VERDICTS.indexOf(verdict) + 1;
  return EVIDENCE_FIELDS.filter((_, at) => ((packed >> (at * BITS_PER_FIELD)) & 3) === wanted);
}

/** Packs pairs in their order. */
export function packSuggestions(pairs: readonly FoundPair[]): SuggestionColumns {
  const lines = pairs.map(({ first, second, title }) =>
    [first, second, title.replaceAll(SEPARATOR, ' '), ''].join(SEPARATOR),
  );
  const texts = new Uint8Array(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0));
  const ends = new Uint32Array(pairs.length);
  const encoder = new TextEncoder();
  let end = 0;
  lines.forEach((line, row) => {
    end += encoder.encodeInto(line, texts.subarray(end)).written;
    ends[row] = end;
  });
  const hashes = pairs.flatMap(({ first, second }) => [first, second, linkId([first, second])].map(textHash));
  const order = [...hashes.keys()].sort((a, b) => hashes[a]! - hashes[b]! || a - b);
  return {
    scores: Uint8Array.from(pairs, ({ score }) => score),
    inverted: Uint8Array.from(pairs, ({ isInverted }) => Number(isInverted)),
    verdicts: Uint32Array.from(pairs, ({ verdicts }) => verdicts),
    overlaps: Float64Array.from(pairs, ({ overlap }) => overlap),
    texts,
    ends,
    keys: Float64Array.from(order, (key) => hashes[key]!),
    keyRows: Uint32Array.from(order, (key) => Math.floor(key / KEYS_PER_ROW)),
  };
}

/** What may be moved to another thread instead of copied. */
export function buffersOf(columns: SuggestionColumns): ArrayBuffer[] {
  return Object.values(columns).map(({ buffer }) => buffer);
}

export class SuggestionTable {
  readonly size: number;
  private readonly columns: SuggestionColumns;
  /** By block of rows: the texts in lower case, made when they are first filtered. */
  private readonly lower: (LowerBlock | undefined)[] = [];

  constructor(columns: SuggestionColumns) {
    this.columns = columns;
    this.size = columns.scores.length;
  }

  at(row: number): LinkSuggestion {
    const { scores, inverted, verdicts, overlaps } = this.columns;
    const { first, second, title } = this.words(row);
    const link: Link = {
      id: linkId([first, second]),
      title,
      status: 'suggested',
      members: [
        { listing: first, orientation: 'same' },
        { listing: second, orientation: inverted[row] === 1 ? 'inverted' : 'same' },
      ],
    };
    const packed = verdicts[row]!;
    const [vetoes, open] = [fieldsOf(packed, 'contradicts'), fieldsOf(packed, 'open')];
    return { link, score: scores[row]!, overlap: overlaps[row]!, vetoes, open };
  }

  /** The row of a link. */
  rowOf(link: string): number | undefined {
    return this.rowsWith(link).find((row) => {
      const { first, second } = this.words(row);
      return linkId([first, second]) === link;
    });
  }

  /** Rows that the listing is part of, the best first. */
  rowsOf(listing: ListingId): readonly number[] {
    return this.rowsWith(listing).filter((row) => {
      const { first, second } = this.words(row);
      return first === listing || second === listing;
    });
  }

  /** Rows with all words, given in lower case, in the title or in an id. Never holds up the thread. */
  async rowsMatching(words: readonly string[]): Promise<readonly number[]> {
    const [rarest = '', ...others] = words.toSorted((a, b) => b.length - a.length);
    const found: number[] = [];
    for (let first = 0; first < this.size; first += ROWS_PER_BLOCK) {
      const { text, starts } = this.lowered(first);
      const rows = starts.length - 1;
      let row = 0;
      for (let at = text.indexOf(rarest); at >= 0 && row < rows; at = text.indexOf(rarest, starts[row]!)) {
        while (starts[row + 1]! <= at) row++;
        const line = text.slice(starts[row]!, starts[row + 1]!);
        if (others.every((word) => line.includes(word))) found.push(first + row);
        row++;
      }
      await nextTurn();
    }
    return found;
  }

  private words(row: number): { readonly first: ListingId; readonly second: ListingId; readonly title: string } {
    const { texts, ends } = this.columns;
    const bytes = texts.subarray(row === 0 ? 0 : ends[row - 1]!, ends[row]!);
    const [first = '', second = '', title = ''] = DECODER.decode(bytes).split(SEPARATOR);
    return { first, second, title };
  }

  private rowsWith(key: string): readonly number[] {
    const { keys, keyRows } = this.columns;
    const hash = textHash(key);
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    const rows: number[] = [];
    for (; keys[low] === hash; low++) rows.push(keyRows[low]!);
    return rows;
  }

  private lowered(first: number): LowerBlock {
    const block = first / ROWS_PER_BLOCK;
    const known = this.lower[block];
    if (known) return known;
    const { texts, ends } = this.columns;
    const rows = Math.min(ROWS_PER_BLOCK, this.size - first);
    const bytes = texts.subarray(first === 0 ? 0 : ends[first - 1]!, ends[first + rows - 1]!);
    const text = DECODER.decode(bytes).toLowerCase();
    const starts = new Uint32Array(rows + 1);
    let at = 0;
    for (let row = 1; row <= rows; row++) {
      for (let part = 0; part < KEYS_PER_ROW; part++) at = text.indexOf(SEPARATOR, at) + 1;
      starts[row] = at;
    }
    const made = { text, starts };
    this.lower[block] = made;
    return made;
  }
}
