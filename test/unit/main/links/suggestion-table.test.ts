import { describe, expect, it } from 'vitest';
import {
  buffersOf,
  type FoundPair,
  packSuggestions,
  packVerdicts,
  SuggestionTable,
} from '../../../../src-main/links/suggestion-table.ts';
import { linkId } from '../../../../src-shared/domain/link.ts';
import type { EvidenceField, FieldVerdict } from '../../../../src-shared/domain/link-evidence.ts';

const verdictsOf = (fields: Partial<Record<EvidenceField, FieldVerdict>>): number =>
  packVerdicts({
    orientation: 'same',
    score: 0,
    cap: 100,
    fields: Object.entries(fields).map(([field, verdict]) => ({
      ...{ field: field as EvidenceField, verdict, first: '', second: '', why: '' },
    })),
  });

const pair = (first: string, second: string, title: string, more: Partial<FoundPair> = {}): FoundPair => ({
  ...{ first, second, title, isInverted: false, score: 90, overlap: 0.5, verdicts: 0 },
  ...more,
});

const PAIRS: readonly FoundPair[] = [
  pair('a:1', 'b:1', 'Will Zürich be ≥64° on June 3?', { isInverted: true, score: 99, overlap: 0.123_456_789 }),
  pair('a:1', 'b:2', 'Rate cut\nin June', {
    verdicts: verdictsOf({ subject: 'agrees', date: 'open', category: 'open' }),
  }),
  pair('a:2', 'b:1', 'İstanbul above 30°', { verdicts: verdictsOf({ threshold: 'contradicts', source: 'agrees' }) }),
];
const table = new SuggestionTable(packSuggestions(PAIRS));

describe('a table of suggestions', () => {
  it('gives back what was packed, in its order', () => {
    expect(table.size).toBe(3);
    expect(table.at(0)).toEqual({
      link: {
        id: linkId(['a:1', 'b:1']),
        title: 'Will Zürich be ≥64° on June 3?',
        status: 'suggested',
        members: [
          { listing: 'a:1', orientation: 'same' },
          { listing: 'b:1', orientation: 'inverted' },
        ],
      },
      ...{ score: 99, overlap: 0.123_456_789, vetoes: [], open: [] },
    });
    expect(table.at(1)).toMatchObject({ link: { title: 'Rate cut in June' }, vetoes: [], open: ['date', 'category'] });
    expect(table.at(2)).toMatchObject({ vetoes: ['threshold'], open: [] });
  });

  it('finds rows by listing and by link, and nothing by what is in none', () => {
    expect(table.rowsOf('a:1')).toEqual([0, 1]);
    expect(table.rowsOf('b:1')).toEqual([0, 2]);
    expect(table.rowOf(linkId(['b:2', 'a:1']))).toBe(1);
    for (const strange of ['a:', 'b:3', linkId(['a:2', 'b:2']), '']) {
      expect(table.rowsOf(strange)).toEqual([]);
      expect(table.rowOf(strange)).toBeUndefined();
    }
  });

  it('finds rows by words of title and ids, whatever letters grow or shrink when they become small', async () => {
    expect(await table.rowsMatching(['june'])).toEqual([0, 1]);
    expect(await table.rowsMatching(['june', 'cut'])).toEqual([1]);
    expect(await table.rowsMatching(['zürich', 'b:1', '≥64°'])).toEqual([0]);
    expect(await table.rowsMatching(['30°'])).toEqual([2]);
    expect(await table.rowsMatching(['a:1', '30°'])).toEqual([]);
    expect(await table.rowsMatching(['nowhere'])).toEqual([]);
  });

  it('moves to another thread without a copy', () => {
    const columns = packSuggestions(PAIRS);
    const moved = structuredClone(columns, { transfer: buffersOf(columns) });
    expect(columns.texts.byteLength).toBe(0);
    expect(new SuggestionTable(moved).at(1)).toEqual(table.at(1));
  });

  it('is empty for no pairs', async () => {
    const none = new SuggestionTable(packSuggestions([]));
    expect([none.size, none.rowsOf('a:1'), await none.rowsMatching(['a'])]).toEqual([0, [], []]);
  });

  it('finds rows by words in tables of thousands, each once', async () => {
    const many = Array.from({ length: 4_500 }, (_, at) => pair(`a:${at}`, `b:${at}`, `İstanbul ${at % 1_000}°`));
    const large = new SuggestionTable(packSuggestions(many));
    expect(await large.rowsMatching(['7°', 'a:'])).toHaveLength(450);
    expect(await large.rowsMatching(['i̇stanbul', '499°'])).toEqual([499, 1_499, 2_499, 3_499, 4_499]);
  });
});
