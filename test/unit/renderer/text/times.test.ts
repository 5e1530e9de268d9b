/** Moments as the window writes them, in every zone that can be chosen. */
import { expect, test } from 'vitest';
import { timesIn } from '../../../../src-renderer/text/times.ts';

const WINTER = Date.UTC(2026, 0, 2, 4, 3, 7, 42);
const SUMMER = Date.UTC(2026, 6, 2, 18, 30, 0, 0);

test('one moment has one form: 24 hours and the name of the zone', () => {
  const utc = timesIn('utc');
  expect([utc.day(WINTER), utc.moment(WINTER)]).toEqual(['2 Jan 2026, 04:03 UTC', '2 Jan 2026, 04:03:07 UTC']);
  expect([utc.shortClock(WINTER), utc.clock(WINTER), utc.exactClock(WINTER)]).toEqual([
    '04:03',
    '04:03:07',
    '04:03:07.042',
  ]);
});

test('New York is written as traders do, on both sides of a change of clocks', () => {
  const eastern = timesIn('new-york');
  expect([WINTER, SUMMER].map(eastern.day)).toEqual(['1 Jan 2026, 23:03 ET', '2 Jul 2026, 14:30 ET']);
});

test('the time of this computer names its zone, which may be another in summer', () => {
  const local = timesIn('local');
  const at = new Date(SUMMER);
  expect(local.shortClock(SUMMER)).toBe(
    [at.getHours(), at.getMinutes()].map((value) => String(value).padStart(2, '0')).join(':'),
  );
  expect(local.zone(SUMMER)).toMatch(/^[A-Z]/);
  expect(local.day(SUMMER)).toContain(local.zone(SUMMER));
});

test('midnight begins a day', () => {
  expect(timesIn('utc').clock(Date.UTC(2026, 0, 2))).toBe('00:00:00');
});
