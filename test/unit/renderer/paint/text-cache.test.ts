/** Texts of numbers are made once and never pile up. */
import { describe, expect, it } from 'vitest';
import { TextCache } from '../../../../src-renderer/paint/text-cache.ts';

const counting = (limit: number) => {
  const made: number[] = [];
  const cache = new TextCache((value) => {
    made.push(value);
    return `<${value}>`;
  }, limit);
  return { cache, made };
};

describe('the text cache', () => {
  it('formats a value once however often it is painted', () => {
    const { cache, made } = counting(8);
    for (let i = 0; i < 100; i++) expect(cache.get(7)).toBe('<7>');
    expect(made).toEqual([7]);
  });

  it('keeps what is in use while other values come and go', () => {
    const { cache, made } = counting(4);
    for (let value = 100; value < 200; value++) {
      cache.get(1);
      cache.get(value);
    }
    expect(made.filter((value) => value === 1)).toHaveLength(1);
  });

  it('forgets what has not been used for two generations', () => {
    const { cache, made } = counting(4);
    cache.get(1);
    for (let value = 100; value < 120; value++) cache.get(value);
    cache.get(1);
    expect(made.filter((value) => value === 1)).toHaveLength(2);
  });
});
