/** Which prices have a row. */
import { describe, expect, it } from 'vitest';
import { mergeGrids, mirrorGrid, PriceAxis } from '../../../../../src-renderer/panes/ladder/model/price-axis.ts';
import { isPriceGrid, type PriceGrid, uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';

/** Finer below 10 cents and above 90. */
const TAPERED: PriceGrid = [
  { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
  { startMicros: 100_000, endMicros: 900_000, stepMicros: 10_000 },
  { startMicros: 900_000, endMicros: 1_000_000, stepMicros: 1_000 },
];

/** Finer only at the low end, so that it is not its own mirror. */
const LOPSIDED: PriceGrid = [
  { startMicros: 0, endMicros: 200_000, stepMicros: 1_000 },
  { startMicros: 200_000, endMicros: 1_000_000, stepMicros: 10_000 },
];

describe('the price axis', () => {
  it.each([{ grid: uniformGrid(10_000) }, { grid: uniformGrid(100) }, { grid: TAPERED }, { grid: LOPSIDED }])(
    'finds every row again by its price ($grid.length ranges from $grid.0.stepMicros)',
    ({ grid }) => {
      const axis = new PriceAxis(grid);
      let last = -1;
      for (let row = 0; row < axis.rows; row++) {
        const price = axis.priceAt(row);
        expect(price).toBeGreaterThan(last);
        expect(axis.rowAtOrBelow(price)).toBe(row);
        expect(axis.rowAtOrAbove(price)).toBe(row);
        last = price;
      }
      expect(axis.priceAt(0)).toBe(0);
      expect(last).toBe(1_000_000);
    },
  );

  it('has no price outside of itself', () => {
    const axis = new PriceAxis(uniformGrid(10_000));
    expect(axis.rows).toBe(101);
    expect([axis.priceAt(-1), axis.priceAt(101)]).toEqual([-1, -1]);
  });

  it('puts a price between two rows on the side that does not flatter it', () => {
    const axis = new PriceAxis(TAPERED);
    expect(axis.priceAt(axis.rowAtOrBelow(455_000))).toBe(450_000);
    expect(axis.priceAt(axis.rowAtOrAbove(455_000))).toBe(460_000);
    expect(axis.priceAt(axis.rowAtOrAbove(899_000))).toBe(900_000);
  });
});

describe('merged grids', () => {
  it('have a row wherever one of them allows a price', () => {
    expect(mergeGrids([uniformGrid(10_000), uniformGrid(1_000)])).toEqual(uniformGrid(1_000));
    expect(mergeGrids([TAPERED, uniformGrid(10_000)])).toEqual(TAPERED);
    expect(mergeGrids([TAPERED, uniformGrid(1_000)])).toEqual(uniformGrid(1_000));
    expect(mergeGrids([uniformGrid(2_000), uniformGrid(5_000)])).toEqual(uniformGrid(1_000));
  });

  it('are grids themselves, and whole cents where none is known', () => {
    expect(isPriceGrid(mergeGrids([TAPERED, LOPSIDED]))).toBe(true);
    expect(mergeGrids([])).toEqual(uniformGrid(10_000));
  });
});

describe('a mirrored grid', () => {
  it('allows exactly the opposite prices', () => {
    const axis = new PriceAxis(LOPSIDED);
    const mirrored = new PriceAxis(mirrorGrid(LOPSIDED));
    expect(mirrored.rows).toBe(axis.rows);
    for (let row = 0; row < axis.rows; row++) {
      expect(mirrored.priceAt(axis.rows - 1 - row)).toBe(1_000_000 - axis.priceAt(row));
    }
  });

  it('is the grid again when mirrored twice', () => {
    expect(mirrorGrid(mirrorGrid(LOPSIDED))).toEqual(LOPSIDED);
  });
});
