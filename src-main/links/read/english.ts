/**
 * What the readers know of English: zones, units, opposite verbs, negations, places. The lists are data (english.json), in lower case;
 * each row has an example beside it, which is its test.
 */
import english from './english.json' with { type: 'json' };

export const ENGLISH = english;

/** Finds these words or phrases as a whole; any number of them costs one pass over the text. */
export function phrases(words: readonly string[], flags = 'g'): RegExp {
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(escaped);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, `${flags}u`);
}

/** All words of some rows of a table. */
export function wordsOfRows(rows: readonly { readonly words: readonly string[] }[]): readonly string[] {
  return rows.flatMap(({ words }) => words);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
