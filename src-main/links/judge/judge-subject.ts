/** Decides whether two listings are about the same thing: the names that each speaks of, and how many words they share. */
import { QUALIFIERS, SPORTS } from '../read/names.ts';
import type { Terms } from '../read/terms.ts';
import { townsOf } from '../read/words.ts';
import type { Findings, Verdict } from './verdict.ts';

/** Share of the words of the shorter title that the other must have for the subject to be called the same. */
const SAME_SUBJECT = 0.5;

export function judgeSubject(a: Terms, b: Terms, overlap: number, found: Findings): void {
  found.add('subject', subjectVerdict(a, b, overlap), a.title, b.title);
}

function subjectVerdict(a: Terms, b: Terms, overlap: number): Verdict {
  const [onlyA, onlyB] = [missing(a.names, b), missing(b.names, a)];
  if (onlyA.length > 0 && onlyB.length > 0) {
    return ['contradicts', `Only the first speaks of ${onlyA.join(', ')}, only the second of ${onlyB.join(', ')}.`];
  }
  const [sportA, sportB] = [sportOf(a), sportOf(b)];
  if (sportA !== sportB && sportA !== null && sportB !== null) return ['contradicts', `${sportA} is not ${sportB}.`];
  const strangers = onlyA.length > 0 ? missing(b.ruleNames, a) : missing(a.ruleNames, b);
  const [named] = [...onlyA, ...onlyB];
  if (named !== undefined && strangers.length > 0) {
    return ['contradicts', `Only one of them speaks of ${named}; the other's rules speak of ${strangers.join(', ')}.`];
  }
  const number = [...a.numbered].find(([name, digits]) => (b.numbered.get(name) ?? digits) !== digits);
  if (number) return ['contradicts', `${number[0]} ${number[1]} is not ${number[0]} ${b.numbered.get(number[0])}.`];
  const qualifier = [...missing(a.asked, b), ...missing(b.asked, a)].find((word) => QUALIFIERS.has(word));
  if (qualifier) return ['contradicts', `Only one of them says "${qualifier}".`];
  if (overlap >= SAME_SUBJECT) return ['agrees', ''];
  return ['open', 'The titles have few words in common.'];
}

function sportOf({ all }: Terms): string | null {
  return SPORTS.find((sport) => all.has(sport)) ?? null;
}

/** Words that the other's texts do not have, nor the towns of teams that they name. */
function missing(words: ReadonlySet<string>, { all }: Terms): string[] {
  return [...words].filter((word) => !all.has(word) && !townsOf(word).some((town) => all.has(town)));
}
