import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatMicros,
  oppositePriceMicros,
  type PriceMicros,
  parseMicros,
  parsePriceMicros,
  parseSizeMicros,
} from '../../../../src-shared/domain/micros.ts';
import { SEED } from '../../../venues/seed.ts';

/** The same number in BigInt: digits shifted, never multiplied as a float. Null where it cannot be a safe integer. */
function exactMicros(negative: boolean, whole: string, fraction: string): bigint | null {
  if (/[1-9]/.test(fraction.slice(6))) return null;
  const value = BigInt(`${whole}${fraction.slice(0, 6).padEnd(6, '0')}`);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return negative ? -value : value;
}

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

describe('parseMicros', () => {
  it.each([
    ['0', 0],
    ['1', 1_000_000],
    ['0.505', 505_000],
    ['.5', 500_000],
    ['5.', 5_000_000],
    ['-40.00', -40_000_000],
    ['+0.25', 250_000],
    ['1330', 1_330_000_000],
    ['219.217767', 219_217_767],
    ['0.1234560000', 123_456],
    ['007', 7_000_000],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each([
    '',
    '.',
    '-',
    '+',
    '-.',
    '1.2.3',
    '1e3',
    '0x10',
    ' 1',
    '1 ',
    '1,5',
    'NaN',
    'Infinity',
    '--1',
    '0.1234567',
    '9007199254.740992',
    '9'.repeat(400),
    '٣',
  ])('refuses %j', (text) => {
    expect(parseMicros(text)).toBeNaN();
  });

  it('knows no negative zero', () => {
    expect(Object.is(parseMicros('-0.00'), 0)).toBe(true);
  });

  it(`agrees with BigInt on every decimal text (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.boolean(), digits(1, 14), digits(0, 9), (negative, whole, fraction) => {
        const text = `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
        const exact = exactMicros(negative, whole, fraction);
        const read = parseMicros(text);
        if (exact === null) expect(read).toBeNaN();
        else expect(BigInt(read)).toBe(exact);
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it(`reads back what formatMicros wrote (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(6), (micros, decimals) => {
        expect(parseMicros(formatMicros(micros, decimals))).toBe(micros);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});

describe('parsePriceMicros and parseSizeMicros', () => {
  it('hold prices within 0 and 1', () => {
    expect(['0', '1', '1.0000', '0.000001'].map(parsePriceMicros)).toEqual([0, 1_000_000, 1_000_000, 1]);
    for (const text of ['-0.01', '1.000001', '2', 'x']) expect(parsePriceMicros(text)).toBeNaN();
  });

  it('hold sizes of zero and more', () => {
    expect(['0', '0.01', '2221058.1'].map(parseSizeMicros)).toEqual([0, 10_000, 2_221_058_100_000]);
    for (const text of ['-1', 'x']) expect(parseSizeMicros(text)).toBeNaN();
  });

  it('turn a price round exactly', () => {
    expect(oppositePriceMicros(parsePriceMicros('0.48'))).toBe(520_000);
    expect(oppositePriceMicros(oppositePriceMicros(1 as PriceMicros))).toBe(1);
  });
});

describe('formatMicros', () => {
  it.each([
    [505_000, 2, '0.505'],
    [500_000, 2, '0.50'],
    [1_000_000, 0, '1'],
    [-40_000_000, 2, '-40.00'],
    [1, 0, '0.000001'],
    [0, 2, '0.00'],
    [-1, 0, '-0.000001'],
  ])('writes %d with %d decimals', (micros, decimals, text) => {
    expect(formatMicros(micros, decimals)).toBe(text);
  });
});
