/** Dates in texts, and whether two of them are the same time. */
import { describe, expect, test } from 'vitest';
import { compareDates, type DateSpan, datesIn, easternMs, statedSpan } from '../../../../src-main/links/link-date.ts';

const NEAR = Date.UTC(2026, 10, 20);
const one = (text: string): DateSpan => datesIn(text, NEAR)[0]!;
const verdict = (a: string, b: string): string => compareDates(one(a), one(b)).verdict;

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
    ['on december 9, 2026', 'by december 9, 2026', 'contradicts'],
    ['on december 9 at 12 pm et', 'on december 9, 2026', 'agrees'],
    ['on december 9 at 12 pm et', 'on december 9 at 12 pm utc', 'contradicts'],
    ['on december 9 at 12 pm et', 'on december 9 at 17:00:00', 'agrees'],
    ['on december 9, 2026', 'in december 2026', 'open'],
    ['by december 31, 2026', 'by december 31, 2026, 12:00 pm et', 'open'],
    ['in november 2026', 'in december 2026', 'contradicts'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect([verdict(a, b), verdict(b, a)]).toEqual([expected, expected]);
  });

  test('a day in UTC and the Eastern day before it hold the same evening', () => {
    const utc = statedSpan({ text: '2026-12-10', zone: 'UTC' });
    const eastern = statedSpan({ text: '2026-12-09', zone: 'America/New_York' });
    const evening = Date.UTC(2026, 11, 10, 1);
    for (const span of [utc, eastern]) expect(span.fromMs <= evening && evening < span.toMs).toBe(true);
  });
});
