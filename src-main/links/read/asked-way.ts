/**
 * Which way a question is put: verbs that have an opposite ("win" and "lose"), and words that turn the whole question round.
 */
import { boundsIn } from './bound.ts';
import { ENGLISH, phrases, wordsOfRows } from './english.ts';

/** Which of two opposite words of a row, by the row's number: 0 the one, 1 the other. */
export type Poles = ReadonlyMap<number, { readonly pole: 0 | 1; readonly word: string }>;

export type AskedWay = {
  /** Of the title and of what YES is called. */
  readonly asked: Poles;
  /** Of the rules. */
  readonly ruled: Poles;
  readonly negated: boolean;
  /** Negations of which it is not certain what they turn round. */
  readonly unread: readonly string[];
};

const POLE_OF = new Map<string, readonly (readonly [row: number, pole: 0 | 1])[]>();
for (const [row, { one, other }] of ENGLISH.opposites.entries()) {
  for (const [pole, words] of [one, other].entries()) {
    for (const word of words) POLE_OF.set(word, [...(POLE_OF.get(word) ?? []), [row, pole as 0 | 1]]);
  }
}
const WORD = /[a-z]+/g;
const NEGATIONS = phrases(wordsOfRows(ENGLISH.negations));
const UNSURE = phrases(wordsOfRows(ENGLISH.unsureNegations));
/** "Stays below" is about a figure. */
const OF_FIGURES = /(?<![a-z])(?:stays?|remains?|keeps?) (?=(?:below|above|under|over|at|between)(?![a-z]))/g;

/** Small letters. `isNo`: YES is called "no". `saysByBounds`: what YES is called is a bound, which says by itself which way it goes. */
export function askedWay(title: string, label: string, rules: string, isNo: boolean, saysByBounds: boolean): AskedWay {
  const [rest, restOfLabel] = [title, label].map((text) => boundsIn(text.replace(OF_FIGURES, ' ')).rest);
  const inTitle = countOf(rest!, NEGATIONS);
  const inLabel = countOf(restOfLabel!, NEGATIONS) + (/^no(?![a-z])/.test(label.trim()) ? 1 : 0);
  const opened = /^no(?![a-z])/.test(title.trim()) ? 1 : 0;
  const isTurned = inTitle + opened > 0 || inLabel > 0;
  const unread = [...title.matchAll(UNSURE), ...label.matchAll(UNSURE)].map(([word]) => word);
  if (inTitle + opened > 1) unread.push('a double negation');
  return {
    asked: polesOf(`${rest} ${restOfLabel}`),
    ruled: polesOf(rules),
    negated: saysByBounds ? isNo : isTurned !== isNo,
    unread,
  };
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function polesOf(text: string): Poles {
  const found = new Map<number, { pole: 0 | 1; word: string }>();
  const both = new Set<number>();
  for (const [word] of text.matchAll(WORD)) {
    for (const [row, pole] of POLE_OF.get(word) ?? []) {
      const known = found.get(row);
      if (known && known.pole !== pole) both.add(row);
      else if (!known) found.set(row, { pole, word });
    }
  }
  // A text that names both says nothing about which is asked.
  for (const row of both) found.delete(row);
  return found;
}
