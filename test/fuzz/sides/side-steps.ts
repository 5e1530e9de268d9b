/** What is done to one side of a book, drawn by fast-check: single changes, whole stretches of levels, other grids, rest. */
import fc from 'fast-check';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';

export type SideStep =
  | { readonly kind: 'set' | 'add'; readonly key: number; readonly size: number }
  /** So many levels in steps of `stride`, up from `key`, all of one size; 0 takes them away. */
  | {
      readonly kind: 'stretch';
      readonly key: number;
      readonly count: number;
      readonly stride: number;
      readonly size: number;
    }
  | { readonly kind: 'grid'; readonly stepMicros: number }
  | { readonly kind: 'settle' | 'clear' };

const GRIDS = [0, 100, 500, 1_000, 2_500, 5_000, 10_000, 100_000] as const;
/** Deep enough to make a tree of a side, and to make it compact again. */
const STRETCH_MAX = 2_200;
const STRETCH_STRIDES = [1, 100, 400] as const;
const STEPS_MAX = 400;
/** Large, and yet the sum of a side is held exactly. */
const SIZE_LARGE = 2 ** 40;

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: SIZE_LARGE }) },
);

/** Mostly prices of a grid near the touch, now and then any price at all, the edges among them. */
export function keyOf(stepMicros: number): fc.Arbitrary<number> {
  const ticks = Math.floor(ONE_MICROS / stepMicros);
  const middle = Math.floor(ticks / 2);
  const near = Math.min(20, middle);
  return fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: middle - near, max: middle + near }).map((tick) => tick * stepMicros) },
    { weight: 10, arbitrary: fc.nat(ticks).map((tick) => tick * stepMicros) },
    { weight: 1, arbitrary: fc.constantFrom(0, ONE_MICROS) },
  );
}

function change(stepMicros: number): fc.Arbitrary<SideStep> {
  const key = keyOf(stepMicros);
  return fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, size }),
    fc.record({ kind: fc.constant('add' as const), key, size: fc.integer({ min: -5, max: 5 }) }),
  );
}

/** Changes on one grid only: what the forms themselves take. */
export function changesOn(stepMicros: number): fc.Arbitrary<readonly SideStep[]> {
  const ticks = Math.floor(ONE_MICROS / stepMicros);
  const span = fc
    .tuple(fc.nat(ticks), fc.integer({ min: 1, max: ticks }), fc.nat(3))
    .map(([from, count, size]): SideStep => {
      return {
        kind: 'stretch',
        key: from * stepMicros,
        count: Math.min(count, ticks - from + 1),
        stride: stepMicros,
        size,
      };
    });
  const step = fc.oneof({ weight: 100, arbitrary: change(stepMicros) }, { weight: 1, arbitrary: span });
  return fc.array(step, { minLength: 1, maxLength: STEPS_MAX, size: 'max' });
}

/** Everything that may happen to a side in its life. */
export function sideLife(): fc.Arbitrary<readonly SideStep[]> {
  return fc.constantFrom(500, 1_000, 10_000).chain((stepMicros) =>
    fc.array(
      fc.oneof(
        { weight: 200, arbitrary: change(stepMicros) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('set' as const), key: fc.nat(ONE_MICROS), size }) },
        {
          weight: 2,
          arbitrary: fc.record({ kind: fc.constant('grid' as const), stepMicros: fc.constantFrom(...GRIDS) }),
        },
        {
          weight: 2,
          arbitrary: fc.record({ kind: fc.constant('grid' as const), stepMicros: fc.constant(stepMicros) }),
        },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
        { weight: 1, arbitrary: stretch },
      ),
      { minLength: 1, maxLength: STEPS_MAX, size: 'max' },
    ),
  );
}

const stretch: fc.Arbitrary<SideStep> = fc.record({
  kind: fc.constant('stretch' as const),
  key: fc.nat(ONE_MICROS - STRETCH_MAX * 400),
  count: fc.integer({ min: 1, max: STRETCH_MAX }),
  stride: fc.constantFrom(...STRETCH_STRIDES),
  size: fc.nat(3),
});
