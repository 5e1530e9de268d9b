/** The first of many. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topOf } from '../../../../src-main/base/top-of.ts';

it('gives what sorting them all would give first, equal ones in the order in which they came', () => {
  const items = fc.array(fc.record({ key: fc.nat(6), name: fc.nat() }), { maxLength: 60 });
  const byKey = (a: { key: number }, b: { key: number }): number => a.key - b.key;
  fc.assert(
    fc.property(items, fc.integer({ min: 0, max: 70 }), (all, count) => {
      expect(topOf(all, count, byKey)).toEqual([...all].sort(byKey).slice(0, count));
    }),
  );
});

it('gives nothing of nothing, nor when nothing is wanted', () => {
  const ascending = (a: number, b: number): number => a - b;
  expect([topOf([], 3, ascending), topOf([1, 2], 0, ascending), topOf([1, 2], -1, ascending)]).toEqual([[], [], []]);
});
