/** Figures that decide a market, and whether two listings mean the same. */
import { expect, test } from 'vitest';
import { compareBounds } from '../../../../../src-main/links/judge/judge-bounds.ts';
import { boundsIn, labelBound } from '../../../../../src-main/links/read/bound.ts';
import { ONE_UNIT } from '../../../../../src-main/links/read/figure.ts';

const exact = (value: number): bigint => (BigInt(Math.round(value * 1e6)) * ONE_UNIT) / 1_000_000n;

test.each([
  ['above $110,000 on', 'above', 110_000],
  ['110,000 or higher', 'at-least', 110_000],
  ['at least 6 million', 'at-least', 6_000_000],
  ['>46°', 'above', 46],
  ['$77.5m or more', 'at-least', 77_500_000],
  ['not exceed 3.5%', 'at-most', 3.5],
  ['stays below $0.31', 'below', 0.31],
  ['will bitcoin reach $4,000 by', 'at-least', 4_000],
  ['exactly 0.2%', 'exactly', 0.2],
  ['at least -1.0%', 'at-least', -1],
  ['less than or equal to 12', 'at-most', 12],
])('%s', (text, relation, low) => {
  expect(boundsIn(text).bounds[0]).toMatchObject({ relation, low: exact(low), high: exact(low) });
});

test('a range has two ends', () => {
  expect(boundsIn('between 50-51°f').bounds).toEqual([
    { relation: 'between', low: exact(50), high: exact(51), unit: '°F' },
  ]);
  expect(labelBound('6-9m')).toEqual({
    ...{ relation: 'between', low: exact(6_000_000), high: exact(9_000_000), unit: '' },
  });
});

test('a handicap is a win by more', () => {
  expect([labelBound('brewers (-1.5)'), labelBound('milwaukee -2.5 games')]).toEqual([
    { relation: 'above', low: exact(1.5), high: exact(1.5), unit: '' },
    { relation: 'above', low: exact(2.5), high: exact(2.5), unit: '' },
  ]);
});

test('a time is no figure that decides', () => {
  expect(boundsIn('the meeting of december is closed').bounds).toEqual([]);
});

test.each([
  ['above 110,000', 'above 110,000', 'same'],
  ['above 109,999.99', '110,000 or above', 'same'],
  ['more than 25bps', '50 bps or more', 'same'],
  ['above 110,000', '110,000 or below', 'opposite'],
  ['at least 3%', 'below 3%', 'opposite'],
  ['above 110,000', '110,000 or above', 'other relation'],
  ['above 3%', 'below 3%', 'other relation'],
  ['above 3%', 'above 3.1%', 'other figure'],
  ['at least 6 million', 'between 6 and 9 million', 'other figure'],
  ['above 40°f', 'above 40°c', 'other unit'],
  ['above 40 mph', 'above 40 km/h', 'other unit'],
  ['above 25 mph', 'above 40 km/h', 'units apart'],
  ['above 0.5%', 'above 50 bps', 'same'],
  ['50+ bps', '50 or more basis points', 'same'],
  ['above $1.5m', 'above $1,500,000', 'same'],
  ['above $2bn', 'above $2 million', 'other figure'],
  ['above $40', 'above €40', 'other unit'],
  ['above 3%', 'above 3', 'same'],
  ['at least three', 'at least 3', 'same'],
  ['at least 20', 'at least 200', 'other figure'],
])('%s and %s: %s', (a, b, is) => {
  const [first, second] = [boundsIn(a).bounds, boundsIn(b).bounds];
  expect([compareBounds(first, second).is, compareBounds(second, first).is]).toEqual([is, is]);
});
