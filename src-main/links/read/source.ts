/** Who decides the result: sources that are known by several names, and any other that a text names as one. */

import { ENGLISH, phrases, wordsOfRows } from './english.ts';
import { SOURCES } from './names.ts';
import type { Reading } from './reading.ts';

const PHRASE = phrases(wordsOfRows(ENGLISH.sourcePhrases));
const NAME_CHARS = 60;
/** Capitalised words behind the phrase. */
const NAME =
  /^(?: (?:for this market )?(?:is|are|will be))?:? (?:the )?((?:[A-Z][\p{L}\d'.&-]*)(?: (?:(?:of|for|and|the) )?[A-Z][\p{L}\d'.&-]*){0,5})/u;
const KNOWN = phrases(SOURCES.flatMap(({ words }) => words));
const NAME_OF = new Map(SOURCES.flatMap(({ name, words }) => words.map((word) => [word, name] as const)));

/** `stated`: what the venue's fields name. Those that are not known by name are `unread`. */
export function sourcesIn(text: string, stated: readonly string[]): Reading<string> {
  const values = new Set(knownIn(`${text} ; ${stated.join(' ; ')}`));
  const unread = stated.filter((name) => knownIn(name).length === 0);
  const lower = text.toLowerCase();
  for (const match of lower.matchAll(PHRASE)) {
    const at = match.index + match[0].length;
    const name = NAME.exec(text.slice(at, at + NAME_CHARS))?.[1];
    if (name !== undefined && knownIn(name).length === 0) unread.push(name);
  }
  return { values: [...values], unread: [...new Set(unread)] };
}

function knownIn(text: string): readonly string[] {
  return [...new Set([...text.toLowerCase().matchAll(KNOWN)].map(([word]) => NAME_OF.get(word)!))];
}
