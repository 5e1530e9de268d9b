import { expect, test } from 'vitest';
import { fixedDecimal, fixedPrice, plainDecimal, plainPrice } from '../../../../src-exchange/model/decimal.ts';
import { Random } from '../../../../src-exchange/model/random.ts';
import { toMicros } from '../test-client.ts';

test('plain decimals are trimmed and exact', () => {
  expect([0, 1, 500_000, 10_000, 219_217_767, 13_671_700_000].map(plainDecimal)).toEqual([
    '0',
    '0.000001',
    '0.5',
    '0.01',
    '219.217767',
    '13671.7',
  ]);
  expect(plainPrice(990_000)).toBe('0.99');
});

test('fixed decimals are padded and signed', () => {
  expect([0, 300_000_000, -40_000_000, 290_000, -10_000].map((micros) => fixedDecimal(micros, 2))).toEqual([
    '0.00',
    '300.00',
    '-40.00',
    '0.29',
    '-0.01',
  ]);
  expect(fixedPrice(480_000)).toBe('0.4800');
});

test('a number that does not fit the places is refused', () => {
  expect(() => fixedDecimal(1, 2)).toThrow('do not fit 2 decimal places');
});

test('what is written reads back to the same number (seed 5)', () => {
  const random = new Random(5);
  for (let i = 0; i < 2_000; i += 1) {
    const micros = random.below(2 ** 40);
    expect(toMicros(plainDecimal(micros))).toBe(micros);
    const cents = random.below(2 ** 30) * 10_000;
    expect(toMicros(fixedDecimal(-cents, 2))).toBe(-cents + 0);
  }
});
