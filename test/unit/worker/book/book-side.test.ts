/** One side of a book, in every form, against the naive one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSide } from '../../../../src-worker/book/book-side.ts';
import { CompactLevels } from '../../../../src-worker/book/compact-levels.ts';
import { DenseLevels } from '../../../../src-worker/book/dense-levels.ts';
import type { Levels } from '../../../../src-worker/book/levels.ts';
import { TreeLevels } from '../../../../src-worker/book/tree-levels.ts';
import { NaiveSide } from './naive-book.ts';

const STEP = 1_000;

type Readable = Pick<Levels, 'count' | 'copyBest'>;

function levelsOf(side: Readable, max = side.count): readonly (readonly [number, number])[] {
  const keys = new Float64Array(max);
  const sizes = new Float64Array(max);
  const count = side.copyBest(keys, sizes, max);
  return Array.from({ length: count }, (_, i) => [keys[i]!, sizes[i]!] as const);
}

type Change = { readonly key: number; readonly size: number; readonly adds: boolean };

const change: fc.Arbitrary<Change> = fc.record({
  key: fc.integer({ min: 0, max: 60 }).map((tick) => tick * STEP),
  size: fc.integer({ min: -3, max: 3 }),
  adds: fc.boolean(),
});

function applyTo(side: Pick<Levels, 'set' | 'add'>, naive: NaiveSide, { key, size, adds }: Change): void {
  if (!adds) {
    side.set(key, Math.abs(size));
    naive.set(key, Math.abs(size));
    return;
  }
  const sum = (naive.levels.get(key) ?? 0) + size;
  expect(side.add(key, size)).toBe(sum);
  if (sum >= 0) naive.set(key, sum);
}

function expectEqual(side: Levels | BookSide, naive: NaiveSide): void {
  const sorted = naive.sorted();
  expect(levelsOf(side)).toEqual(sorted);
  expect(levelsOf(side, Math.min(2, side.count))).toEqual(sorted.slice(0, 2));
  expect([side.count, side.bestKey, side.bestSize]).toEqual([sorted.length, sorted[0]?.[0] ?? -1, sorted[0]?.[1] ?? 0]);
}

describe.each([
  ['compact', () => new CompactLevels()],
  ['dense', () => new DenseLevels(STEP, 1_000_000)],
  ['tree', () => new TreeLevels()],
] as const)('%s levels', (_form, make) => {
  it('are empty at first', () => {
    expectEqual(make(), new NaiveSide());
  });

  it('equal a naive map after any changes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        const levels = make();
        const naive = new NaiveSide();
        for (const each of changes) applyTo(levels, naive, each);
        expectEqual(levels, naive);
        for (const { key } of changes) expect(levels.sizeAt(key)).toBe(naive.levels.get(key) ?? 0);
      }),
    );
  });
});

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

  it('breaks its promise loudly when a size is negative', () => {
    expect(() => new BookSide().set(1, -1)).toThrow('broken promise');
  });

  it('equals a naive map through every change of form', () => {
    const step = fc.oneof(
      { weight: 30, arbitrary: change.map((made) => ({ kind: 'change' as const, made })) },
      { weight: 1, arbitrary: fc.constantFrom(0, 500, 1_000, 10_000).map((to) => ({ kind: 'step' as const, to })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 80, maxLength: 500 }), (steps) => {
        const side = new BookSide();
        const naive = new NaiveSide();
        side.setStep(STEP);
        for (const each of steps) {
          if (each.kind === 'change') applyTo(side, naive, each.made);
          else if (each.kind === 'step') side.setStep(each.to);
          else if (each.kind === 'settle') side.settle();
          else {
            side.clear();
            naive.levels.clear();
          }
        }
        expectEqual(side, naive);
      }),
      { numRuns: 60 },
    );
  });
});
