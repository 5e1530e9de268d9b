/** Numbers as people read them. */
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAverage,
  formatBytes,
  formatCount,
  formatMeasure,
  formatMoney,
  formatMoneyCompact,
  formatPrice,
  formatRate,
  formatSize,
  formatSizeExact,
  NONE,
  priceDecimals,
} from '../../../../src-renderer/text/format.ts';
import { notionalMicros } from '../../../../src-shared/domain/micros.ts';

describe('prices', () => {
  it('gives cents the decimals that the price step needs', () => {
    expect([10_000, 1_000, 100, 5_000, 1].map((step) => priceDecimals('cents', step))).toEqual([0, 1, 2, 1, 4]);
  });

  it('writes a probability with at least two decimals', () => {
    expect([10_000, 1_000, 100, 100_000].map((step) => priceDecimals('probability', step))).toEqual([2, 3, 4, 2]);
  });

  it('writes the same price in every unit', () => {
    expect(formatPrice(465_000, 'cents', 1)).toBe('46.5');
    expect(formatPrice(465_000, 'probability', 3)).toBe('0.465');
    expect(formatPrice(465_000, 'odds', 3)).toBe('2.151');
    expect(formatPrice(500_000, 'odds', 2)).toBe('2.00');
  });

  it('never rounds a price: one that needs more decimals has them; what lies between prices is rounded', () => {
    expect(formatPrice(965_000, 'cents', 0)).toBe('96.5');
    expect(formatPrice(34_700, 'cents', 1)).toBe('3.47');
    expect(formatPrice(34_700, 'probability', 2)).toBe('0.0347');
    expect(formatPrice(1, 'cents', 1)).toBe('0.0001');
    expect(formatPrice(0, 'cents', 1)).toBe('0.0');
    expect(formatAverage(34_750, 'cents', 2)).toBe('3.48');
    expect(formatAverage(-1, 'cents', 2)).toBe(NONE);
  });

  it('keeps zeros at the end, so that a column does not jump', () => {
    expect(formatPrice(460_000, 'cents', 1)).toBe('46.0');
    expect(formatPrice(1_000_000, 'probability', 3)).toBe('1.000');
    expect(formatPrice(0, 'cents', 2)).toBe('0.00');
  });

  it('shows no price and no odds of nothing as none', () => {
    expect(formatPrice(-1, 'cents', 1)).toBe(NONE);
    expect(formatPrice(0, 'odds', 2)).toBe(NONE);
    expect(formatPrice(Number.NaN, 'cents', 0)).toBe(NONE);
  });

  it('does not show the error that floating point would make', () => {
    for (let micros = 0; micros <= 1_000_000; micros += 100) {
      const expected = `${Math.floor(micros / 10_000)}.${String((micros % 10_000) / 100).padStart(2, '0')}`;
      expect(formatPrice(micros, 'cents', 2)).toBe(expected);
    }
  });
});

describe('sizes and money', () => {
  it('shortens sizes to six characters', () => {
    const sizes = [0, 0.5, 1.25, 88, 1_204, 9_999, 12_345, 999_499, 1_240_000, 12_345_678];
    expect(sizes.map((size) => formatSize(size * 1_000_000))).toEqual([
      '0',
      '0.5',
      '1.25',
      '88',
      '1,204',
      '9,999',
      '12.3k',
      '999k',
      '1.24M',
      '12.3M',
    ]);
  });

  it('writes all digits of a size when asked', () => {
    expect(formatSizeExact(12_345_670_000)).toBe('12,345.67');
    expect(formatSizeExact(40_000_000)).toBe('40');
    expect(formatSizeExact(1)).toBe('0.000001');
  });

  it('multiplies price and size exactly beyond what a double holds', () => {
    expect(notionalMicros(333_333, 3_000_000_000_001)).toBe(999_999_000_000);
    expect(notionalMicros(1, 500_000)).toBe(1);
    expect(notionalMicros(1, 499_999)).toBe(0);
  });

  it('writes dollars', () => {
    expect(formatMoney(1_204_500_000)).toBe('$1,204.50');
    expect(formatMoney(-3_200_000)).toBe('-$3.20');
    expect(formatMoneyCompact(88_400_000)).toBe('$88');
    expect(formatMoneyCompact(12_345_000_000)).toBe('$12.3k');
  });
});

describe('measurements', () => {
  it('writes ages in the largest unit that fits', () => {
    const ages = [0, 400, 9_900, 12_400, 59_999, 180_000, 7_200_000, 432_000_000];
    expect(ages.map((age) => formatAge(age))).toEqual(['0.0 s', '0.4 s', '9.9 s', '12 s', '59 s', '3 m', '2 h', '5 d']);
  });

  it('shows an age in the future as none at all, and a missing one as a dash', () => {
    expect(formatAge(-500)).toBe('0.0 s');
    expect(formatAge(null)).toBe(NONE);
  });

  it('does not let a slow feed read as a dead one', () => {
    expect(formatRate(0.4)).toBe('0.4');
    expect(formatRate(0)).toBe('0');
    expect(formatRate(1_204.4)).toBe('1,204');
  });

  it('writes counts, bytes and times', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect([0, 842, 12_345, 999_600, 48_200_000].map(formatBytes)).toEqual([
      '0 B',
      '842 B',
      '12.3 kB',
      '1.0 MB',
      '48.2 MB',
    ]);
    expect([0.421, 12.34, 1_204.2, null].map(formatMeasure)).toEqual(['0.42', '12.3', '1,204', NONE]);
  });
});
