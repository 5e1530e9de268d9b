/**
 * Finds the words in a text that name a date or a time of day, and reads them through Chrono. Each expression is bounded, so that a
 * text costs a number of steps that grows with its length and no faster; what is read once is kept, as texts repeat their dates.
 */
import { casual, strict } from 'chrono-node/en';

export type FoundDate = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly year: number | null;
  /** 1 to 12; null: the whole year. With `months` the first of several. */
  readonly month: number | null;
  readonly day: number | null;
  /** Months of a quarter or half; 1 of a month. */
  readonly months: number;
  /** It looks like a date and was not understood. */
  readonly isUnread: boolean;
};

export type FoundClock = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly hour: number;
  readonly minute: number;
  /** "Midnight": the beginning of the day or its end. */
  readonly isMidnight: boolean;
  readonly isUnread: boolean;
};

const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)(?![a-z])\\.?';
const NUMBER = '\\d{1,2}(?:st|nd|rd|th)?';
const YEAR = '20\\d\\d(?!\\d|,\\d|\\.\\d)';
const DATES = new RegExp(
  [
    // Of a range of days only the first would be read.
    `(?<![a-z\\d])${MONTH} ${NUMBER} ?(?:-|to|and|&) ?${NUMBER}(?![\\d:%]|[,.]\\d| ?[ap]\\.?m)(?:,? ${YEAR})?`,
    `(?<![\\d,.$])${NUMBER} (?:of )?${MONTH}(?:,? ${YEAR})?`,
    `(?<![a-z\\d])${MONTH} ${NUMBER}(?![\\d:%]|,\\d|\\.\\d)(?:,? ${YEAR}|,? '\\d\\d(?!\\d))?`,
    `(?<![a-z\\d])${MONTH},? (?:of )?${YEAR}`,
    `(?<![a-z\\d])${MONTH}(?= ?(?:meeting|fomc|election|\\?|$))`,
    `(?<![\\d-])20\\d\\d[-/.]\\d\\d[-/.]\\d\\d(?!\\d)`,
    `(?<![\\d/])\\d{1,2}[/]\\d{1,2}[/](?:20)?\\d\\d(?![\\d/])`,
    `(?<![a-z\\d])(?:q[1-4]|h[12])(?:,? (?:of )?${YEAR})?(?![a-z\\d])`,
    `(?<=(?:in|by|before|during|the|of|through|until|since|after) (?:the )?(?:end of )?)${YEAR}(?!-\\d|%)`,
  ].join('|'),
  'g',
);
const CLOCKS =
  /(?<![\d:,.$])(?:\d{1,2}(?:[:.]\d{2}){0,2} ?[ap]\.?m(?![a-z])\.?|\d{1,2}:[0-5]\d(?::[0-5]\d)?(?![\d:])|\d{1,2} o'clock|[0-2]\d[0-5]\d (?:hours|hrs)(?![a-z])|[0-2]?\dh[0-5]\d(?![a-z\d]))|(?<![a-z\d])(?:12 )?(?:noon|midnight)(?![a-z])/g;

const KEPT_MAX = 5_000;
const dates = new Map<string, Omit<FoundDate, 'start' | 'end'>>();
const clocks = new Map<string, Omit<FoundClock, 'start' | 'end'>>();
/** What Chrono fills gaps with; only what it is certain of is used. */
const REFERENCE = { instant: new Date(Date.UTC(2026, 0, 1)), timezone: 0 };
/** The year given where the text has none: it has a February 29. */
const LEAP_YEAR = 2028;

/** Dates of a text in small letters, one blank between words. */
export function datesOf(text: string): readonly FoundDate[] {
  return [...text.matchAll(DATES)]
    .filter(([word]) => word !== 'may' && word !== 'mar' && word !== 'march')
    .map((match) => ({
      ...kept(dates, match[0], readDate),
      start: match.index,
      end: match.index + match[0].length,
    }));
}

/** Times of day of a text in small letters, one blank between words. */
export function clocksOf(text: string): readonly FoundClock[] {
  // A time behind an ISO date's T is read too: "t" is no letter of a word there.
  const spaced = text.replace(/(?<=\d)t(?=\d\d:)/g, ' ');
  return [...spaced.matchAll(CLOCKS)].map((match) => ({
    ...kept(clocks, match[0], readClock),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function kept<T>(known: Map<string, T>, text: string, read: (text: string) => T): T {
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = read(text);
  if (known.size >= KEPT_MAX) known.clear();
  known.set(text, found);
  return found;
}

function readDate(text: string): Omit<FoundDate, 'start' | 'end'> {
  const nothing = { text, year: null, month: null, day: null, months: 1, isUnread: false };
  const part = /^([qh])([1-4])(?:,? (?:of )?(20\d\d))?$/.exec(text);
  if (part) {
    const months = part[1] === 'q' ? 3 : 6;
    const month = (Number(part[2]) - 1) * months + 1;
    return { ...nothing, year: part[3] === undefined ? null : Number(part[3]), month, months };
  }
  if (/^20\d\d$/.test(text)) return { ...nothing, year: Number(text) };
  const numbers = text.split('/').map(Number);
  // Either number may be the month.
  if (numbers.length === 3 && numbers[0]! <= 12 && numbers[1]! <= 12 && numbers[0] !== numbers[1])
    return { ...nothing, isUnread: true };
  const hasYear = /20\d\d|'\d\d|\/\d\d$/.test(text);
  const asked = text.replaceAll('.', text.startsWith('20') ? '-' : '').replace(/'(\d\d)/, '20$1');
  const found = casual.parse(hasYear ? asked : `${asked} ${LEAP_YEAR}`, REFERENCE);
  const [only] = found;
  if (found.length !== 1 || only === undefined || only.end != null || !only.start.isCertain('month'))
    return { ...nothing, isUnread: true };
  return {
    ...nothing,
    year: hasYear ? only.start.get('year') : null,
    month: only.start.get('month'),
    day: only.start.isCertain('day') ? only.start.get('day') : null,
  };
}

function readClock(text: string): Omit<FoundClock, 'start' | 'end'> {
  if (text.endsWith('noon')) return { text, hour: 12, minute: 0, isMidnight: false, isUnread: false };
  if (text.endsWith('midnight')) return { text, hour: 0, minute: 0, isMidnight: true, isUnread: false };
  const asked = text.replace(/^(\d\d)(\d\d) h(?:ou)?rs$/, '$1:$2').replace(/^(\d+)h(\d\d)$/, '$1:$2');
  const [only] = strict.parse(`at ${asked}`, REFERENCE);
  const [hour, minute] = [only?.start.get('hour') ?? null, only?.start.get('minute') ?? 0];
  const isRead = only?.start.isCertain('hour') === true && hour !== null && minute !== null;
  // "5 o'clock" does not say of which half of the day.
  if (!isRead || text.endsWith("o'clock")) return { text, hour: 0, minute: 0, isMidnight: false, isUnread: true };
  return { text, hour, minute, isMidnight: false, isUnread: false };
}
