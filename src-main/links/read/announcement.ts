/**
 * Whether it counts that something is announced: some markets settle by the event alone, some by its announcement, some by either.
 */
import { ENGLISH, phrases, wordsOfRows } from './english.ts';

export type Announcement = {
  /** `only`: the question is whether it is announced. `counts`: announcing it is enough. `excluded`: it is said not to be. */
  readonly is: 'only' | 'counts' | 'excluded' | 'unsaid';
  readonly word: string;
};

const WORDS = phrases(wordsOfRows(ENGLISH.announcements));
const AROUND_CHARS = 70;
const EITHER = /(?<![a-z])or (?:[a-z]+ ){0,4}$/;
const OR_BEHIND = /^[^.]{0,40} or (?:actually |already )?[a-z]/;
const EXCLUDED =
  /^[^.]{0,60}(?:(?:not|never|n't) (?:[a-z]+ ){0,3}(?:count|suffic|qualif|enough|resolve|be considered)|(?:in)sufficient)/;
const ENOUGH =
  /^[^.]{0,60}(?<!not )(?<!n't )(?:will count|counts|suffices|is enough|qualifies|will qualify|is sufficient)/;

/** Small letters. */
export function announcementOf(asked: string, rules: string): Announcement {
  for (const match of rules.matchAll(WORDS)) {
    const behind = rules.slice(match.index + match[0].length, match.index + match[0].length + AROUND_CHARS);
    if (EXCLUDED.test(behind)) return { is: 'excluded', word: match[0] };
    const before = rules.slice(Math.max(0, match.index - AROUND_CHARS), match.index);
    if (EITHER.test(before) || ENOUGH.test(behind)) return { is: 'counts', word: match[0] };
  }
  const [inTitle] = asked.matchAll(WORDS);
  if (!inTitle) return { is: 'unsaid', word: '' };
  const end = inTitle.index + inTitle[0].length;
  const isEither =
    EITHER.test(asked.slice(Math.max(0, inTitle.index - AROUND_CHARS), inTitle.index)) ||
    OR_BEHIND.test(asked.slice(end, end + AROUND_CHARS));
  return { is: isEither ? 'counts' : 'only', word: inTitle[0] };
}
