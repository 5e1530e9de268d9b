/**
 * Dates in the texts of markets, as spans of time: which day, month or year, whether the day itself counts or any time until it, and
 * in which time zone.
 *
 * Texts count in Eastern time unless they name another zone. A date without a year gets the one nearest to the market's end.
 */
import type { StatedDay } from '../../src-shared/domain/stated-terms.ts';

export type DateMode = 'on' | 'by' | 'unsaid';
export type DateUnit = 'minute' | 'day' | 'month' | 'year';

export type DateSpan = {
  readonly mode: DateMode;
  readonly unit: DateUnit;
  readonly fromMs: number;
  /** The first moment after it. */
  readonly toMs: number;
  /** As people read it. */
  readonly text: string;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)';
const CLOCK = '(\\d{1,2})(?::(\\d{2}))?(?::\\d{2})?\\s*([ap])\\.?m\\.?(?:\\s*\\(?(et|est|edt|utc|gmt|pt|ct)\\b)?';
const DATE = new RegExp(
  [
    `(?:(?:at\\s+)?${CLOCK}\\s*(?:,?\\s*on\\s+|,\\s*))?`,
    `(?:\\b${MONTH}\\.?\\s+(?:(\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:|,\\d)(?:,?\\s+(20\\d\\d))?|(20\\d\\d)|(?=meeting|fomc|election|\\?|$))`,
    '|\\b(20\\d\\d)-(\\d\\d)-(\\d\\d)\\b',
    '|(?<=\\b(?:in|by|before|during|the|of|through|until)\\s+(?:the\\s+)?(?:end\\s+of\\s+)?)(20\\d\\d)(?!\\d|-\\d|,\\d))',
    `(?:\\s*,?\\s*(?:at\\s+)?${CLOCK})?`,
  ].join(''),
  'g',
);

/** How far before a date the words stand that say how it counts. */
const BEFORE_CHARS = 100;
/** Words before a date that say how it counts. */
const UNTIL = /(by|before|until|prior to|no later than|through|on or before)\s+(?:the\s+)?(?:end\s+of\s+)?$/;
const EXCLUSIVE = /(?:before|prior to)\s+(?:the\s+)?$/;
/** "The average of the sixty seconds before 5 PM": measured then, not until then. */
const SHORTLY_BEFORE = /\b(?:seconds|average)\b[^.]*\s(?:before|until)\s+$/;
const EXACT = /\b(?:on|at|dated|scheduled for|as of|for|in|ending)\s+(?:the\s+)?$/;

/** Dates of a text in small letters. `nearMs`: what a missing year is guessed from; null: such dates are passed over. */
export function datesIn(text: string, nearMs: number | null): readonly DateSpan[] {
  const found: DateSpan[] = [];
  for (const match of text.matchAll(DATE)) {
    const span = spanOf(match, text.slice(Math.max(0, match.index - BEFORE_CHARS), match.index), nearMs);
    if (span !== null) found.push(span);
  }
  return found;
}

function spanOf(match: RegExpMatchArray, before: string, nearMs: number | null): DateSpan | null {
  const [, h1, m1, ap1, z1, name, dayText, yearA, yearB, isoYear, isoMonth, isoDay, yearOnly, h2, m2, ap2, z2] = match;
  const clock = ap1 !== undefined ? clockOf(h1, m1, ap1, z1) : ap2 !== undefined ? clockOf(h2, m2, ap2, z2) : null;
  const month =
    isoMonth !== undefined ? Number(isoMonth) - 1 : name === undefined ? null : MONTHS.indexOf(name.slice(0, 3));
  const day = isoDay ?? dayText;
  const year = isoYear ?? yearA ?? yearB ?? yearOnly;
  // "May" alone is a word as well.
  if (name === 'may' && day === undefined && year === undefined) return null;
  const known =
    year !== undefined
      ? Number(year)
      : month === null || nearMs === null
        ? null
        : nearestYear(month, Number(day ?? 15), nearMs);
  if (known === null) return null;
  const mode: DateMode = SHORTLY_BEFORE.test(before)
    ? 'on'
    : UNTIL.test(before)
      ? 'by'
      : EXACT.test(before)
        ? 'on'
        : 'unsaid';
  const span = period(known, month, day === undefined ? null : Number(day), clock);
  if (mode !== 'by') return { ...span, mode };
  // "Before October 16" ends where "by October 15" does.
  const toMs = EXCLUSIVE.test(before) ? span.fromMs : span.toMs;
  return { ...span, mode, toMs, text: `until ${endText(toMs)}` };
}

type Clock = { readonly minutes: number; readonly zone: string };

function clockOf(hour: string | undefined, minute: string | undefined, half: string, zone: string | undefined): Clock {
  const hours = (Number(hour) % 12) + (half === 'p' ? 12 : 0);
  return { minutes: hours * 60 + Number(minute ?? 0), zone: zone ?? 'et' };
}

function period(year: number, month: number | null, day: number | null, clock: Clock | null): Omit<DateSpan, 'mode'> {
  if (month === null) return span('year', easternMs(year, 0, 1), easternMs(year + 1, 0, 1), String(year));
  const name = `${MONTHS[month]![0]!.toUpperCase()}${MONTHS[month]!.slice(1)}`;
  if (day === null) return span('month', easternMs(year, month, 1), easternMs(year, month + 1, 1), `${name} ${year}`);
  const text = `${name} ${day}, ${year}`;
  if (clock === null) return span('day', easternMs(year, month, day), easternMs(year, month, day + 1), text);
  const isUtc = clock.zone === 'utc' || clock.zone === 'gmt';
  const shiftMs = clock.zone === 'pt' ? 3 * HOUR_MS : clock.zone === 'ct' ? HOUR_MS : 0;
  const atMs = (isUtc ? Date.UTC(year, month, day) : easternMs(year, month, day) + shiftMs) + clock.minutes * MINUTE_MS;
  const time = `${String(Math.floor(clock.minutes / 60)).padStart(2, '0')}:${String(clock.minutes % 60).padStart(2, '0')}`;
  // 11:59 PM is how texts say the end of the day.
  const toMs = clock.minutes % 60 === 59 ? atMs + MINUTE_MS : atMs;
  return span('minute', toMs, toMs, `${text} ${time} ${clock.zone.toUpperCase()}`);
}

function span(unit: DateUnit, fromMs: number, toMs: number, text: string): Omit<DateSpan, 'mode'> {
  return { unit, fromMs, toMs, text };
}

function nearestYear(month: number, day: number, nearMs: number): number {
  const year = new Date(nearMs).getUTCFullYear();
  const distance = (candidate: number): number => Math.abs(Date.UTC(candidate, month, day) - nearMs);
  return [year - 1, year, year + 1].toSorted((a, b) => distance(a) - distance(b))[0]!;
}

/** Midnight in New York. Day 1 may be of the month after the twelfth, day 32 of the next month, as with Date.UTC. */
export function easternMs(year: number, month: number, day: number): number {
  const utcMs = Date.UTC(year, month, day);
  const date = new Date(utcMs);
  return utcMs + (isSummerTime(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) ? 4 : 5) * HOUR_MS;
}

/** United States, since 2007: from the second Sunday of March to the first of November. */
function isSummerTime(year: number, month: number, day: number): boolean {
  if (month < 2 || month > 10) return false;
  if (month > 2 && month < 10) return true;
  const firstSunday = 1 + ((7 - new Date(Date.UTC(year, month, 1)).getUTCDay()) % 7);
  return month === 2 ? day > firstSunday + 7 : day <= firstSunday;
}

/** The day that ends at a moment, else the moment. */
function endText(toMs: number): string {
  const eastern = new Date(toMs - MINUTE_MS);
  const shiftHours = isSummerTime(eastern.getUTCFullYear(), eastern.getUTCMonth(), eastern.getUTCDate()) ? 4 : 5;
  const shown = new Date(toMs - shiftHours * HOUR_MS);
  const isMidnight = shown.getTime() % DAY_MS === 0;
  const day = new Date(isMidnight ? shown.getTime() - DAY_MS : shown.getTime());
  const name = MONTHS[day.getUTCMonth()]!;
  const text = `${name[0]!.toUpperCase()}${name.slice(1)} ${day.getUTCDate()}, ${day.getUTCFullYear()}`;
  return isMidnight ? `the end of ${text}` : `${text} ${day.toISOString().slice(11, 16)} ET`;
}

/** The day that a venue's own name of the market states, in the zone of its names. */
export function statedSpan({ text, zone }: StatedDay): DateSpan {
  const [year = 0, month = 1, day, hour] = text.split(/[-T]/).map(Number);
  const midnight = (m: number, d: number): number => (zone === 'UTC' ? Date.UTC(year, m, d) : easternMs(year, m, d));
  const shown = `${text} ${zone === 'UTC' ? 'UTC' : 'ET'}`;
  if (day === undefined)
    return { mode: 'unsaid', unit: 'month', fromMs: midnight(month - 1, 1), toMs: midnight(month, 1), text: shown };
  const fromMs = midnight(month - 1, day);
  if (hour === undefined)
    return { mode: 'unsaid', unit: 'day', fromMs, toMs: midnight(month - 1, day + 1), text: shown };
  return {
    mode: 'unsaid',
    unit: 'minute',
    fromMs: fromMs + hour * HOUR_MS,
    toMs: fromMs + hour * HOUR_MS,
    text: shown,
  };
}

export type DateVerdict = { readonly verdict: 'agrees' | 'open' | 'contradicts'; readonly why: string };

/** Whether two listings mean the same time. */
export function compareDates(a: DateSpan, b: DateSpan): DateVerdict {
  const isDifferentMode = (a.mode === 'on' && b.mode === 'by') || (a.mode === 'by' && b.mode === 'on');
  if (isDifferentMode && a.unit !== 'year' && b.unit !== 'year') {
    return { verdict: 'contradicts', why: 'One asks about that time itself, the other about any time until then.' };
  }
  if (a.mode === 'by' || b.mode === 'by') {
    if (Math.abs(a.toMs - b.toMs) <= MINUTE_MS) return { verdict: 'agrees', why: '' };
    const [fine, coarse] = a.unit === 'minute' ? [a, b] : [b, a];
    const isVague =
      fine.unit === 'minute' && coarse.unit === 'day' && fine.toMs > coarse.fromMs && fine.toMs < coarse.toMs;
    return isVague
      ? { verdict: 'open', why: 'Only one of them says the time of day.' }
      : { verdict: 'contradicts', why: 'They end at different times.' };
  }
  if (a.fromMs === b.fromMs && a.toMs === b.toMs) return { verdict: 'agrees', why: '' };
  const [fine, coarse] = a.toMs - a.fromMs <= b.toMs - b.fromMs ? [a, b] : [b, a];
  const isInside = fine.fromMs >= coarse.fromMs && fine.toMs <= coarse.toMs;
  if (isInside && a.unit !== b.unit) {
    const isDayOfHour = coarse.unit === 'day' && fine.unit === 'minute';
    return {
      verdict: isDayOfHour ? 'agrees' : 'open',
      why: isDayOfHour ? '' : 'One of them is more exact than the other.',
    };
  }
  return { verdict: 'contradicts', why: 'They are about different times.' };
}
