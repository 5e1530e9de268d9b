/**
 * Dates in the texts of markets, as spans of time: which day, month or year, whether the day itself counts or any time until it, and
 * at which moment where the text names a time of day and its zone.
 *
 * Days count in Eastern time. A date without a year gets the one nearest to the market's end. What is not understood is named with
 * the date that it belongs to.
 */
import { clocksOf, datesOf, type FoundClock, type FoundDate } from './calendar-words.ts';
import { ENGLISH, phrases, wordsOfRows } from './english.ts';
import type { Reading } from './reading.ts';
import { easternAt, easternMs, momentOf, type Zone, zoneAt } from './zone.ts';

export type DateMode = 'on' | 'by' | 'unsaid';
export type DateUnit = 'minute' | 'day' | 'month' | 'year';

export type DateSpan = {
  readonly mode: DateMode;
  readonly unit: DateUnit;
  readonly fromMs: number;
  /** The first moment after it; of a minute the moment itself. */
  readonly toMs: number;
  /** The day that is written, as `2027-5-4`, in whatever zone it is counted; '' of a month or year. */
  readonly day: string;
  /** As people read it. */
  readonly text: string;
  /** What the text adds to it that was not understood, or ''. */
  readonly unread: string;
};

export type DateReading = Reading<DateSpan> & {
  /** Times of day with no date beside them. */
  readonly clocks: readonly string[];
};

const MINUTE_MS = 60_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How far before and behind a date the words stand that say how it counts. */
const BEFORE_CHARS = 100;
const BESIDE_CHARS = 30;
const UNTIL = /(?<![a-z])(?:by|before|until|prior to|no later than|through|on or before) (?:the )?(?:end of )?$/;
const EXCLUSIVE = /(?<![a-z])(?<!on or )(?:before|prior to) (?:the )?$/;
/** "The average of the sixty seconds before 5 PM": measured then, not until then. */
const SHORTLY_BEFORE = /(?<![a-z])(?:seconds|average)(?![a-z])[^.]{0,80} (?:before|until) $/;
const EXACT = /(?<![a-z])(?:on|at|dated|scheduled for|as of|for|in|ending) (?:the )?$/;
const WEEKDAY = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?';
const CLOCK_THEN_DATE = new RegExp(`^[ ,)\\]]{0,3}(?:(?:on|of) )?${WEEKDAY}$`);
const DATE_THEN_CLOCK = /^[ ,(t]{0,3}(?:(?:at|by|before|around|@) ?)?(?:exactly )?$/;
const TIMES_UNREAD = phrases(wordsOfRows(ENGLISH.timesUnread));

type Clock = FoundClock & { readonly zone: Zone | null; readonly badZone: string; readonly zoneEnd: number };

/** Dates of a text with its capitals, one blank between words. `nearMs`: what a missing year is guessed from; null: such dates are passed over. */
export function datesIn(text: string, nearMs: number | null): DateReading {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const dates = datesOf(lower);
  const clocks = clocksOf(lower)
    .filter(({ start }) => !dates.some((date) => start >= date.start && start < date.end))
    .map((clock): Clock => {
      const { zone, unread, end } = zoneAt(text, clock.end);
      return { ...clock, zone, badZone: unread, zoneEnd: end };
    });
  const taken = new Set<Clock>();
  const values: DateSpan[] = [];
  const unread = dates.filter(({ isUnread }) => isUnread).map((date) => date.text);
  const marks = [...lower.matchAll(TIMES_UNREAD)].map((match) => ({ at: match.index, text: match[0] }));
  let nextClock = 0;
  for (const date of dates) {
    if (date.isUnread) continue;
    while (nextClock < clocks.length && clocks[nextClock]!.start < date.start) nextClock++;
    const before = clocks[nextClock - 1];
    const after = clocks[nextClock];
    const isBefore = before && !taken.has(before) && joins(lower, before.zoneEnd, date.start, CLOCK_THEN_DATE);
    const isAfter = after && !isBefore && joins(lower, date.end, after.start, DATE_THEN_CLOCK);
    const clock = isBefore ? before : isAfter ? after : null;
    if (clock) taken.add(clock);
    const start = isBefore ? before.start : date.start;
    const year = date.year ?? (nearMs === null ? null : nearestYear(date, nearMs));
    if (year === null) continue;
    const span = spanOf(
      { ...date, year },
      clock,
      lower.slice(Math.max(0, start - BEFORE_CHARS), start).replace(isBefore ? /(?<![a-z])at $/ : '', ''),
    );
    const end = clock && !isBefore ? clock.zoneEnd : date.end;
    const beside = marks.find(({ at }) => at > start - BESIDE_CHARS && at < end + BESIDE_CHARS)?.text ?? '';
    values.push(span.unread === '' && beside !== '' ? { ...span, unread: beside } : span);
  }
  const lone = clocks.filter((clock) => !taken.has(clock) && isTime(lower, clock));
  return {
    values,
    unread: [...unread, ...(values.length === 0 ? marks.map((mark) => mark.text) : [])],
    clocks: lone.map((clock) => text.slice(clock.start, clock.zoneEnd)),
  };
}

/** "Midnight" may be a part of a name; with a zone, or behind "at", it is a time. */
function isTime(text: string, { isMidnight, text: word, start, zone }: Clock): boolean {
  if (zone !== null || !(isMidnight || word.endsWith('noon'))) return true;
  return (
    word.startsWith('12') || /(?<![a-z])(?:at|by|before|until|after) $/.test(text.slice(Math.max(0, start - 10), start))
  );
}

/** The text without its times of day and their zones, which are no names: "at 4 PM London time". */
export function withoutClocks(text: string): string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const parts: string[] = [];
  let at = 0;
  for (const clock of clocksOf(lower)) {
    const { zone, end } = zoneAt(text, clock.end);
    if (zone === null) continue;
    parts.push(text.slice(at, Math.max(at, clock.start)), ' ');
    at = Math.max(at, end);
  }
  return [...parts, text.slice(at)].join('');
}

function joins(text: string, from: number, to: number, between: RegExp): boolean {
  return to >= from && to - from <= BESIDE_CHARS && between.test(text.slice(from, to));
}

type Dated = FoundDate & { readonly year: number };

function spanOf(date: Dated, clock: Clock | null, before: string): DateSpan {
  const mode = modeOf(before);
  const whole = { ...periodOf(date), unread: '' };
  const span = clock === null ? whole : timed(date, clock, mode, whole);
  if (mode !== 'by') return { ...span, mode };
  // "Before October 16" ends where "by October 15" does.
  const isExclusive = EXCLUSIVE.test(before);
  const toMs = isExclusive ? span.fromMs : span.toMs;
  const day = isExclusive && span.unit === 'day' ? easternAt(toMs - MINUTE_MS).toFormat('yyyy-L-d') : span.day;
  return { ...span, mode, toMs, day, text: `until ${endText(toMs)}` };
}

function modeOf(before: string): DateMode {
  if (SHORTLY_BEFORE.test(before)) return 'on';
  if (UNTIL.test(before)) return 'by';
  return EXACT.test(before) ? 'on' : 'unsaid';
}

type Period = Omit<DateSpan, 'mode'>;

function periodOf({ year, month, months, day }: Dated): Omit<Period, 'unread'> {
  if (month === null)
    return {
      unit: 'year',
      day: '',
      fromMs: easternMs(year, 0, 1),
      toMs: easternMs(year + 1, 0, 1),
      text: String(year),
    };
  const first = month - 1;
  if (day === null) {
    const text = months === 1 ? MONTHS[first]! : `${MONTHS[first]} to ${MONTHS[first + months - 1]}`;
    const [fromMs, toMs] = [easternMs(year, first, 1), easternMs(year, first + months, 1)];
    return { unit: 'month', day: '', fromMs, toMs, text: `${text} ${year}` };
  }
  const text = `${MONTHS[first]} ${day}, ${year}`;
  const [fromMs, toMs] = [easternMs(year, first, day), easternMs(year, first, day + 1)];
  return { unit: 'day', day: `${year}-${month}-${day}`, fromMs, toMs, text };
}

/** The period with its time of day, where it is a day and the time is certain; else with what is not. */
function timed(date: Dated, clock: Clock, mode: DateMode, whole: Period): Period {
  const said = `${clock.text}${clock.badZone === '' ? '' : ` ${clock.badZone}`}`;
  const { year, month, day } = date;
  if (clock.isUnread || month === null || day === null) return { ...whole, unread: said };
  if (clock.isMidnight && mode === 'by') return { ...whole, unread: `${said} (the beginning or the end of the day)` };
  if (clock.badZone !== '') return { ...whole, unread: said };
  if (clock.zone === null) return { ...whole, unread: `${said} (no time zone)` };
  const { hour, minute } = clock;
  const { atMs, unread } = momentOf({ year, month, day, hour, minute }, clock.zone);
  // 11:59 PM is how texts say the end of the day.
  const toMs = minute === 59 ? atMs + MINUTE_MS : atMs;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const text = `${MONTHS[month - 1]} ${day}, ${year} ${time} ${clock.zone.text}`;
  return { unit: 'minute', day: whole.day, fromMs: toMs, toMs, text, unread };
}

function nearestYear({ month, day }: FoundDate, nearMs: number): number {
  const year = new Date(nearMs).getUTCFullYear();
  const distance = (candidate: number): number => Math.abs(Date.UTC(candidate, (month ?? 7) - 1, day ?? 15) - nearMs);
  return [year - 1, year, year + 1].toSorted((a, b) => distance(a) - distance(b))[0]!;
}

/** The day that ends at a moment, else the moment. */
function endText(toMs: number): string {
  const shown = easternAt(toMs);
  const isMidnight = shown.hour === 0 && shown.minute === 0;
  const day = isMidnight ? easternAt(toMs - MINUTE_MS) : shown;
  const text = `${MONTHS[day.month - 1]} ${day.day}, ${day.year}`;
  return isMidnight ? `the end of ${text}` : `${text} ${shown.toFormat('HH:mm')} ET`;
}
