/** How a side of a book changes its form. That every form equals a naive map is shown by test/fuzz. */
import { describe, expect, it } from 'vitest';
import { BookSide } from '../../../../src-worker/book/book-side.ts';

const STEP = 1_000;

describe('book side', () => {
  it('turns dense when it is busy, and compact again when it was quiet for a while', () => {
    const side = new BookSide();
    side.setStep(STEP);
    const forms = [side.form];
    for (let i = 0; i < 100; i++) side.set(500_000 + (i % 10) * STEP, i + 1);
    forms.push(side.form);
    side.settle();
    forms.push(side.form);
    side.settle();
    forms.push(side.form);
    expect(forms).toEqual(['compact', 'dense', 'dense', 'compact']);
    expect(side.count).toBe(10);
  });

  it('stays exact when a price comes that is not on its grid', () => {
    const side = new BookSide();
    side.setStep(10_000);
    for (let i = 0; i < 100; i++) side.set((i % 20) * 10_000, i + 1);
    expect(side.form).toBe('dense');
    side.set(12_345, 7);
    expect([side.form, side.sizeAt(12_345), side.count]).toEqual(['compact', 7, 21]);
  });

  it('turns into a tree when it is very deep, and back', () => {
    const side = new BookSide();
    for (let key = 1; key <= 2_000; key++) side.set(key, key);
    expect([side.form, side.count, side.bestKey]).toEqual(['tree', 2_000, 2_000]);
    for (let key = 1; key <= 1_500; key++) side.set(key, 0);
    side.settle();
    expect([side.form, side.count, side.bestKey]).toEqual(['compact', 500, 2_000]);
  });

  it('adds a level above all others to a deep side', () => {
    const side = new BookSide();
    for (let key = 1; key <= 2_000; key++) side.set(key, key);
    expect([side.sizeAt(3_000), side.add(3_000, 0), side.add(3_000, 5), side.bestKey, side.form]).toEqual([
      0,
      0,
      5,
      3_000,
      'tree',
    ]);
  });

  it('breaks its promise loudly when a size is negative', () => {
    expect(() => new BookSide().set(1, -1)).toThrow('broken promise');
  });
});
