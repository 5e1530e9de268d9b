/** Ranks names by how well they match a typed text. */
import { defaultFilter } from 'cmdk';

/** Weaker matches than this are letters that happen to occur somewhere. */
const SCORE_LEAST = 0.1;

/**
 * What the text means among these, best first; all of them for no text. (Markets come already chosen by main's search.)
 */
export function rank<T>(text: string, items: readonly T[], wordsOf: (item: T) => string): readonly T[] {
  if (text.trim() === '') return items;
  return items
    .map((item) => ({ item, score: defaultFilter(wordsOf(item), text) }))
    .filter(({ score }) => score >= SCORE_LEAST)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
