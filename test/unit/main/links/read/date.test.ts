/** Dates in texts, and whether two of them are the same time. */
import { describe, expect, test } from 'vitest';
import { compareDates, judgeDate } from '../../../../../src-main/links/judge/judge-date.ts';
import { Findings } from '../../../../../src-main/links/judge/verdict.ts';
import { type DateSpan, datesIn } from '../../../../../src-main/links/read/date.ts';
import { listingDate, namedDay } from '../../../../../src-main/links/read/listing-date.ts';
import { easternMs } from '../../../../../src-main/links/read/zone.ts';

const NEAR = Date.UTC(2026, 10, 20);
const one = (text: string): DateSpan => datesIn(text, NEAR).values[0]!;
const verdict = (a: string, b: string): string => {
  const found = new Findings();
  const dateOf = (title: string) => listingDate({ title, event: '', rules: '', day: null, closeTimeMs: NEAR });
  judgeDate(dateOf(a), dateOf(b), found);
  return found.fields[0]?.verdict ?? 'none';
};

test.each([
  ['on december 9, 2026', 'on', 'day', Date.UTC(2026, 11, 9, 5), Date.UTC(2026, 11, 10, 5)],
  ['by december 31, 2026, 11:59 pm et', 'by', 'minute', Date.UTC(2027, 0, 1, 5), Date.UTC(2027, 0, 1, 5)],
  ['at 5 pm est on july 9, 2027', 'unsaid', 'minute', Date.UTC(2027, 6, 9, 21), Date.UTC(2027, 6, 9, 21)],
  ['on december 9 at 12 pm utc', 'on', 'minute', Date.UTC(2026, 11, 9, 12), Date.UTC(2026, 11, 9, 12)],
  ['in november 2026', 'on', 'month', Date.UTC(2026, 10, 1, 4), Date.UTC(2026, 11, 1, 5)],
  ['in 2027?', 'on', 'year', Date.UTC(2027, 0, 1, 5), Date.UTC(2028, 0, 1, 5)],
  ['for 2026-12-09', 'on', 'day', Date.UTC(2026, 11, 9, 5), Date.UTC(2026, 11, 10, 5)],
])('%s is read as %s a %s', (text, mode, unit, fromMs, toMs) => {
  expect(one(text)).toMatchObject({ mode, unit, fromMs, toMs });
});

test('a date before which something must happen ends where the day before does', () => {
  expect(one('before oct 16, 2026').toMs).toBe(one('by oct 15, 2026').toMs);
});

test('a year that is not said is the nearest', () => {
  expect([one('on january 3').fromMs, one('on october 3').fromMs]).toEqual([
    easternMs(2027, 0, 3),
    easternMs(2026, 9, 3),
  ]);
});

test('days have the hours that clocks in New York give them', () => {
  const hours = (month: number, day: number): number =>
    (easternMs(2026, month, day + 1) - easternMs(2026, month, day)) / 3_600_000;
  expect([hours(2, 7), hours(2, 8), hours(10, 1), hours(10, 2)]).toEqual([24, 23, 25, 24]);
});

describe('two dates', () => {
  test.each([
    ['by october 15, 2026, 11:59 pm et', 'before oct 16, 2026', 'agrees'],
    ['by october 15, 2026', 'before november 15, 2026', 'contradicts'],
    ['by october 16, 2026, 11:59 pm et', 'before october 16, 2026', 'contradicts'],
    ['on august 18, 2026 at 9 am jst', 'on august 18, 2026', 'open'],
    ['on august 17, 2026 at 9 am jst', 'on august 18, 2026', 'contradicts'],
    ['on december 9, 2026', 'by december 9, 2026', 'contradicts'],
    ['on december 9 at 12 pm et', 'on december 9, 2026', 'open'],
    ['on december 9 at 12 pm et', 'on december 9 at 12 pm utc', 'contradicts'],
    ['on december 9 at 12 pm et', 'on december 9 at 17:00:00 utc', 'agrees'],
    ['on december 9 at 12 pm et', 'on december 9 at 17:00:00', 'open'],
    ['on december 9 at 16:00 utc', 'on december 9 at 4 pm est', 'contradicts'],
    ['on december 9 at 9 am pst', 'at 12:00 EST on 9 December 2026', 'agrees'],
    ['on december 9 at noon et', 'Dec. 9th, 2026 at 12 p.m. ET', 'agrees'],
    ['at 1600 hours utc on december 9', 'at 16h00 GMT on december 9', 'agrees'],
    ['on december 9 at 5 pm xyz', 'on december 9 at 5 pm XYZ', 'open'],
    ['on december 9 at 5 PM XYZ', 'on december 9 at 5 pm et', 'open'],
    ['on december 9 at 5 PM XYZ', 'on december 19 at 5 pm et', 'contradicts'],
    ["on december 9 at 5 o'clock", 'on december 9 at 5 pm et', 'open'],
    ['by midnight et on december 9', 'by december 9, 2026, 11:59 pm et', 'open'],
    ['on 11/12/2026', 'on november 12, 2026', 'open'],
    ['on 25/12/2026', 'on december 25, 2026', 'agrees'],
    ['by close of business on december 9, 2026', 'by december 9, 2026', 'open'],
    ['december 9-11, 2026', 'december 9, 2026', 'open'],
    ['in q4 2026', 'in november 2026', 'contradicts'],
    ['in q1 2027', 'in q1 2027', 'agrees'],
    ['on november 1, 2026 at 22:00 utc', 'on november 1, 2026 at 5 pm et', 'agrees'],
    ['on november 1, 2026 at 21:00 utc', 'on november 1, 2026 at 5 pm et', 'contradicts'],
    ['on november 1, 2026 at 1:30 am et', 'on november 1, 2026 at 05:30 utc', 'open'],
    ['on march 14, 2027 at 2:30 am et', 'on march 14, 2027 at 07:30 utc', 'open'],
    ['on march 29, 2026 at 3 pm bst', 'on march 29, 2026 at 14:00 utc', 'agrees'],
    ['on july 9, 2026 at 5 pm est', 'on july 9, 2026 at 5 pm et', 'open'],
    ['on july 9, 2026 at 17:00 utc+3', 'on july 9, 2026 at 14:00 utc', 'agrees'],
    ['2026-07-09T14:00:00Z', 'on july 9, 2026 at 6 pm gst', 'agrees'],
    ['on december 9, 2026', 'in december 2026', 'open'],
    ['by december 31, 2026', 'by december 31, 2026, 12:00 pm et', 'open'],
    ['in november 2026', 'in december 2026', 'contradicts'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect([verdict(a, b), verdict(b, a)]).toEqual([expected, expected]);
  });

  test('a day in UTC and the Eastern day before it hold the same evening', () => {
    const utc = namedDay({ text: '2026-12-10', zone: 'UTC' })!;
    const eastern = namedDay({ text: '2026-12-09', zone: 'America/New_York' })!;
    const evening = Date.UTC(2026, 11, 10, 1);
    for (const span of [utc, eastern]) expect(span.fromMs <= evening && evening < span.toMs).toBe(true);
    expect(compareDates(utc, utc)[0]).toBe('agrees');
  });

  test('a day in a name of which the zone is not known states no date', () => {
    expect(namedDay({ text: '2026-06-30', zone: null })).toBeNull();
  });

  test('an hour in a name is the one that clocks show, on a day on which they change too', () => {
    expect(namedDay({ text: '2026-11-01T17', zone: 'America/New_York' })!.fromMs).toBe(Date.UTC(2026, 10, 1, 22));
  });
});
