/** What happens to a whole book, drawn by fast-check: snapshots, changes in bursts, other grids, new epochs, rest. */
import fc from 'fast-check';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { type PriceGrid, uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { ASK, BID, type Side } from '../../../src-shared/domain/wire/event-buffer.ts';

type Level = readonly [side: Side, price: number, size: number];

export type BookStep =
  | { readonly kind: 'snapshot'; readonly levels: readonly Level[] }
  /** `later`: the burst before is over. */
  | {
      readonly kind: 'set' | 'add';
      readonly side: Side;
      readonly price: number;
      readonly size: number;
      readonly later: boolean;
    }
  /** The catalogue says another grid: the levels stay. */
  | { readonly kind: 'grid'; readonly grid: PriceGrid }
  /** The venue says another grid: the levels mean nothing any more. */
  | { readonly kind: 'epoch'; readonly grid: PriceGrid }
  | { readonly kind: 'settle' };

const CENT = 10_000;
const STEP = 1_000;
const TENTH = 100_000;
const STEPS_MAX = 300;
const SNAPSHOT_LEVELS_MAX = 40;

const GRIDS: readonly PriceGrid[] = [
  uniformGrid(500),
  uniformGrid(STEP),
  uniformGrid(CENT),
  uniformGrid(TENTH),
  [
    { startMicros: 0, endMicros: TENTH, stepMicros: STEP },
    { startMicros: TENTH, endMicros: ONE_MICROS - TENTH, stepMicros: CENT },
    { startMicros: ONE_MICROS - TENTH, endMicros: ONE_MICROS, stepMicros: STEP },
  ],
];

/** Bids mostly below the middle, asks above it; a few cross. */
const level: fc.Arbitrary<Level> = fc
  .tuple(
    fc.constantFrom<Side>(BID, ASK),
    fc.integer({ min: -1, max: 25 }),
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(STEP, STEP, CENT),
  )
  .map(([side, away, size, step]) => [side, ONE_MICROS / 2 + (side === BID ? -away : away + 1) * step, size]);

const change: fc.Arbitrary<BookStep> = fc
  .tuple(level, fc.constantFrom('set' as const, 'add' as const), fc.integer({ min: -3, max: 3 }), fc.boolean())
  .map(([[side, price, size], kind, by, later]) => ({ kind, side, price, size: kind === 'set' ? size : by, later }));

const snapshot: fc.Arbitrary<BookStep> = fc
  .uniqueArray(level, { maxLength: SNAPSHOT_LEVELS_MAX, selector: ([side, price]) => `${side} ${price}` })
  .map((levels) => ({ kind: 'snapshot', levels }));

export function bookLife(): fc.Arbitrary<readonly BookStep[]> {
  const grid = fc.constantFrom(...GRIDS);
  const step = fc.oneof(
    { weight: 120, arbitrary: change },
    { weight: 6, arbitrary: snapshot },
    { weight: 1, arbitrary: grid.map((to) => ({ kind: 'grid' as const, grid: to })) },
    { weight: 1, arbitrary: grid.map((to) => ({ kind: 'epoch' as const, grid: to })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
  );
  return fc
    .tuple(snapshot, fc.array(step, { minLength: 1, maxLength: STEPS_MAX, size: 'max' }))
    .map(([first, others]) => [first, ...others]);
}
