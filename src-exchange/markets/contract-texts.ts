/**
 * Fills dates into the texts of a venue's standing contracts, which are data (`contracts.json` of the venue's folder).
 * `{longDay:shutdown}` is the day on which the contract `shutdown` closes; `{monthOf:start}` the month in which the run starts.
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
  yearOf,
} from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';

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
  yearOf,
};

/** The same texts with the dates of this run. Throws when a text names a format or a contract that does not exist. */
export function fillDates<Texts>(texts: Texts, { startMs, due }: Dates): Texts {
  const filled = JSON.stringify(texts).replace(/\{(\w+):([\w-]+)\}/g, (_place, name: string, key: string) => {
    const format = FORMATS[name];
    if (!format) throw new Error(`a contract's text names the format ${name}, which does not exist`);
    return format(key === 'start' ? startMs : due(key));
  });
  return JSON.parse(filled) as Texts;
}
