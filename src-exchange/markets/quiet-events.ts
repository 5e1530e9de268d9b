/**
 * Decides what the quiet markets ask: the long tail of a real exchange, made from a few forms of question, many subjects and
 * many days.
 *
 * An event is a subject on a day with eight strikes. Everything follows from the event's number, so a market costs nothing
 * until a client asks for it.
 */
import { clockOf, longDay, tickerDay, tickerHour } from '../model/calendar.ts';
import type { Category } from '../model/contract-plan.ts';
import { fillText } from '../model/fill-text.ts';
import questions from './quiet-questions.json' with { type: 'json' };

/** Markets of one event. */
export const STRIKES = 8;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A question about a subject, with the words of one strike. */
export interface QuietQuestion {
  readonly category: Category;
  readonly tag: string;
  /** Short and in capitals, for tickers. */
  readonly code: string;
  readonly seriesTitle: string;
  readonly subjects: readonly string[];
  readonly source: string;
  /** The lowest strike, and the step to the next. */
  readonly strikes: readonly [first: number, step: number];
  readonly title: (subject: string, strike: string, when: string) => string;
  readonly unit: (strike: number) => string;
}

/** How a strike is written. */
const UNITS: Readonly<Record<string, (strike: number) => string>> = {
  plain: (strike) => strike.toLocaleString('en-US'),
  dollars: (strike) => `$${strike.toLocaleString('en-US')}`,
  fahrenheit: (strike) => `${strike}°F`,
  tenths: (strike) => `${strike / 10}%`,
};

/** The questions by name. A title in the data has places for the subject, the strike and the time. */
export const QUIET_QUESTIONS = Object.fromEntries(
  Object.entries(questions).map(([name, { title, unit, category, strikes, ...rest }]): [string, QuietQuestion] => [
    name,
    {
      ...rest,
      category: category as Category,
      strikes: strikes as [number, number],
      title: (subject, strike, when) => fillText(title, { subject, strike, when }),
      unit: UNITS[unit]!,
    },
  ]),
) as Readonly<Record<keyof typeof questions, QuietQuestion>>;

export interface QuietEvent {
  readonly question: QuietQuestion;
  readonly subject: string;
  readonly subjectIndex: number;
  readonly closesMs: number;
  /** The day as the texts have it, and with the hour where the event ends within two days. */
  readonly when: string;
  /** The same for a ticker. */
  readonly tickerWhen: string;
}

/** The event of that number, counted from the start of the run; the questions take turns. */
export function quietEvent(questions: readonly QuietQuestion[], number: number, startMs: number): QuietEvent {
  const question = questions[number % questions.length]!;
  const round = Math.floor(number / questions.length);
  const subjectIndex = round % question.subjects.length;
  const closesMs = closingTime(number, startMs, Math.floor(round / question.subjects.length));
  return { question, subject: question.subjects[subjectIndex]!, subjectIndex, closesMs, ...datesIn(closesMs, startMs) };
}

/** Most events end in weeks, some within two days, a few within the hour, as on the real exchanges. */
function closingTime(number: number, startMs: number, day: number): number {
  const share = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const part = share % 1_000;
  const spread = share >>> 12;
  if (part < 5) return slotAfter(startMs, 5 * MINUTE_MS, 12, spread);
  if (part < 15) return slotAfter(startMs + HOUR_MS, HOUR_MS, 3, spread);
  if (part < 40) return slotAfter(startMs + 4 * HOUR_MS, HOUR_MS, 8, spread);
  if (part < 100) return slotAfter(startMs + 12 * HOUR_MS, HOUR_MS, 36, spread);
  return slotAfter(startMs + 2 * DAY_MS, DAY_MS, 90, day) + (17 + (spread % 2) * 5) * HOUR_MS;
}

/**
 * The first time after `fromMs` whose slot has this phase: an exchange started again has the same events until their time has come.
 */
function slotAfter(fromMs: number, slotMs: number, phases: number, phase: number): number {
  const first = Math.floor(fromMs / slotMs) + 1;
  return (first + ((((phase - first) % phases) + phases) % phases)) * slotMs;
}

type DateTexts = { readonly when: string; readonly tickerWhen: string };

/** Writing a date costs far more than all the rest, and there are few different ones. */
const dateTexts = new Map<number, DateTexts>();
const DATE_TEXTS_MAX = 1_000;

function datesIn(closesMs: number, startMs: number): DateTexts {
  let known = dateTexts.get(closesMs);
  if (known === undefined) {
    const isNear = closesMs - startMs < 2 * DAY_MS;
    known = {
      when: isNear ? `${longDay(closesMs)} at ${clockOf(closesMs)} ET` : longDay(closesMs),
      tickerWhen: isNear ? tickerHour(closesMs) : tickerDay(closesMs),
    };
    if (dateTexts.size >= DATE_TEXTS_MAX) dateTexts.clear();
    dateTexts.set(closesMs, known);
  }
  return known;
}
