/**
 * What the comparison knows of English and of the world: other names of the same thing, teams and their towns, sources, stations,
 * kinds of categories. The lists are data (names.json), in lower case. A missing name costs a suggestion, never a veto.
 */

import { ENGLISH } from './english.ts';
import names from './names.json' with { type: 'json' };

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Who decides the result, as texts name it; two sources need not agree to the cent. */
export const SOURCES: readonly { readonly name: string; readonly words: readonly string[] }[] = Object.entries(
  names.sources,
).map(([name, words]) => ({ name, words }));

/** Where the weather is measured: two stations make two different questions. */
export const STATIONS: readonly string[] = names.stations;
/** Words that change the question, when only one side has them anywhere. */
export const QUALIFIERS = setOf(names.qualifiers);
/** Words that name the subject although they are written in small letters. */
export const NAMING = setOf(names.naming);
/** Words whose capital only opens a title. */
export const OPENERS = setOf(names.openers);
/** A market has one of these: the same towns play in all of them. */
export const SPORTS: readonly string[] = names.sports;
/** Opposite moves that leave a third case open. */
export const OPPOSITES = names.opposites as [string, string][];
/** Words that distinguish nothing. */
export const STOP_WORDS: ReadonlySet<string> = new Set([...setOf(names.stopWords), ...zoneAbbreviations()]);

/** The kind of a category, or '' when it is not known. */
export function categoryKind(category: string): string {
  const word = category.toLowerCase();
  return Object.entries(names.categoryKinds).find(([, known]) => known.includes(word))?.[0] ?? '';
}

/** Every phrase with the word that stands for it, longest first. */
export const PHRASES: readonly (readonly [phrase: string, word: string])[] = [
  ...names.aliases.flatMap((row) => {
    const [word = '', ...phrases] = row.split(' | ');
    return phrases.map((phrase) => [phrase, word] as const);
  }),
  ...names.joined.map((phrase) => [phrase, phrase === 'kansas city' ? 'kansas' : phrase.replace(' ', '')] as const),
].toSorted(([a], [b]) => b.length - a.length);

/** Town and nickname of every team. */
export const TOWNS_AND_TEAMS = names.teams.map((row) => row.split(' ') as [town: string, team: string]);

/** They are read with the time before them; as words they only blur. */
function zoneAbbreviations(): readonly string[] {
  return ENGLISH.zones
    .flatMap(({ words }) => words)
    .filter((word) => /^[a-z]{3,4}$/.test(word) && !/^(?:wet|west)$/.test(word));
}
