/**
 * Texts as words that can be compared: small letters, no accents, other names of a thing replaced by one name, no endings of plurals,
 * no words that tell nothing apart.
 */
import { NAMING, OPENERS, PHRASES, STOP_WORDS, TOWNS_AND_TEAMS } from './names.ts';

const REPLACED = new Map(PHRASES);
const PHRASE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PHRASES.map(([phrase]) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);
const WORD = /[\p{L}][\p{L}\p{N}'&-]*|(?<!\p{N})\p{N}+\p{L}[\p{L}\p{N}]*/gu;
/** Figures, dates and clock times are read apart; as words they only blur. */
const STRANGE = /\P{ASCII}/u;
const ACCENTS = /[\u0300-\u036f]/g;

/** The text with its capitals, plain quotes and dashes, and one blank between words. */
export function tidy(text: string): string {
  // Most texts have plain letters only, and are read several times.
  const simple = STRANGE.test(text)
    ? text.normalize('NFD').replace(ACCENTS, '').replace(/[’‘]/g, "'").replace(/[“”]/g, ' ').replace(/[–—−]/g, '-')
    : text;
  return simple.replace(/[\s*"]+/g, ' ');
}

/** The same in small letters. */
export function plain(text: string): string {
  return tidy(text).toLowerCase();
}

/** Small letters, and one name for everything that has several. */
export function renamed(text: string): string {
  return plain(text).replace(PHRASE, (phrase) => ` ${REPLACED.get(phrase)} `);
}

/** The words of a text, without those that tell nothing. */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of renamed(text).matchAll(WORD)) {
    const stem = stemOf(word);
    if (STOP_WORDS.has(word) || STOP_WORDS.has(stem) || stem.length < 2) continue;
    words.add(stem);
  }
  return words;
}

/** Towns by a team's nickname: several where several teams have it. */
const TOWNS = new Map<string, readonly string[]>();
for (const [town, team] of TOWNS_AND_TEAMS) {
  TOWNS.set(stemOf(team), [...(TOWNS.get(stemOf(team)) ?? []), stemOf(town)]);
}

/** The towns whose team has this nickname. */
export function townsOf(word: string): readonly string[] {
  return TOWNS.get(word) ?? [];
}

/** The words, with the towns of the teams among them. */
export function withTowns(words: ReadonlySet<string>): Set<string> {
  const all = new Set(words);
  for (const word of words) for (const town of townsOf(word)) all.add(town);
  return all;
}

function stemOf(word: string): string {
  const bare = word.replace(/'s?$/, '').replace(/(?<!-)-+$/, '');
  if (bare.length > 4 && bare.endsWith('ies')) return `${bare.slice(0, -3)}y`;
  return bare.length > 3 && bare.endsWith('s') && !/(?:ss|us|is)$/.test(bare) ? bare.slice(0, -1) : bare;
}

/** Words with capitals, one after the other: "Bank of England", "New York", "xAI". */
const NAME =
  /(?<![\p{L}\p{N}])(?:\p{Lu}|\p{Ll}\p{Lu})[\p{L}\p{N}'&.-]*(?:\s+(?:of\s+(?:the\s+)?)?[\p{Lu}\p{N}][\p{L}\p{N}'&.-]*)*/gu;

/**
 * Words written with a capital, and words that name what is asked about however they are written. A single word that begins the text
 * counts in a title, unless it only opens it; in a label only when nothing follows.
 */
export function namesOf(text: string, isLabel = false): Set<string> {
  const words = wordsOf(text);
  const names = new Set<string>();
  const bare = text.replace(/^["“*\s]+/, '');
  for (const match of bare.matchAll(NAME)) {
    const [name] = match;
    const isOpening = match.index === 0 && !name.includes(' ');
    if (isOpening && (isLabel ? name !== bare : OPENERS.has(name.toLowerCase()))) continue;
    // What a longer name was replaced with stands for all of it.
    for (const word of wordsOf(name)) if (words.has(word) && !/^\d/.test(word)) names.add(word);
  }
  for (const word of words) if (NAMING.has(word)) names.add(word);
  return names;
}

/** Bounded, so that no run of letters or digits is looked through again and again. */
const NUMBERED = /(\p{Lu}\p{L}{1,40})[ -](\d{1,12}(?:\.\d{1,12})?)(?![\d,]{0,24}\d|st|nd|rd|th|:)/gu;
const MONTH_NAME = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;

/** Names with a number behind them, such as a product's version: the number by the name. */
export function numberedNames(text: string): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  for (const [, name = '', number = ''] of text.matchAll(NUMBERED)) {
    const word = name.toLowerCase();
    if (!MONTH_NAME.test(word) && !STOP_WORDS.has(word)) numbers.set(word, number);
  }
  return numbers;
}
