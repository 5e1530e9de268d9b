/**
 * Fills the places of a text that is data: `{coin}` is a word, whose own places are filled too, and `{longDay:due}` the day of the
 * time `due`.
 */
import {
  clockOf,
  longDay,
  monthName,
  monthOf,
  shortDay,
  slugDay,
  tickerDay,
  tickerHour,
  tickerMonth,
  utcDay,
  utcShortDay,
  yearOf,
} from './calendar.ts';

const FORMATS: Readonly<Record<string, (timeMs: number) => string>> = {
  clockOf,
  longDay,
  monthName,
  monthOf,
  shortDay,
  slugDay,
  tickerDay,
  tickerHour,
  tickerMonth,
  utcDay,
  utcShortDay,
  yearOf,
};

/** One text, or one for each value of the word that `by` names; null: it is left out for that value. */
export type Template = string | { readonly by: string; readonly [value: string]: string | null };
export type Words = Readonly<Record<string, Template | number | boolean>>;

/** The time that a text calls by a name. */
type TimeOf = (name: string) => number;
const noTimes: TimeOf = (name) => {
  throw new Error(`a text names the time ${name}, which does not exist`);
};

/** The text in full. Throws when a place names a word, a format or a time that does not exist. */
export function fillText(text: string, words: Words, timeOf: TimeOf = noTimes): string {
  return text.replace(/\{(\w+)(?::([\w-]+))?\}/g, (place, name: string, time: string | undefined) => {
    const filled = time === undefined ? chosen(words[name], words) : FORMATS[name]?.(timeOf(time));
    if (filled === undefined || filled === null) throw new Error(`a text has the place ${place}, which nothing fills`);
    return fillText(filled, words, timeOf);
  });
}

/** Every text in full, each of which is a word for the others; those left out are missing. */
export function fillTexts(texts: Words, words: Words, timeOf: TimeOf): Record<string, string> {
  const all = { ...texts, ...words };
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(texts)) {
    const text = chosen(template, all);
    if (text !== null && text !== undefined) filled[name] = fillText(text, all, timeOf);
  }
  return filled;
}

function chosen(template: Words[string] | undefined, words: Words): string | null | undefined {
  if (typeof template !== 'object') return template === undefined ? undefined : String(template);
  const value = String(words[template.by]);
  return value in template ? template[value] : template.else;
}
