/** What is painted, and above all what is not painted again. */
import { describe, expect, it } from 'vitest';
import { TextCache } from '../../../../../src-renderer/paint/text-cache.ts';
import type { Colours } from '../../../../../src-renderer/paint/theme.ts';
import { LadderModel } from '../../../../../src-renderer/panes/ladder/model/ladder-model.ts';
import { COLUMN_ORDER, layoutColumns } from '../../../../../src-renderer/panes/ladder/paint/ladder-columns.ts';
import type { LadderLook } from '../../../../../src-renderer/panes/ladder/paint/ladder-look.ts';
import { LadderPainter } from '../../../../../src-renderer/panes/ladder/paint/ladder-painter.ts';
import type { LadderFrame } from '../../../../../src-shared/contract/ladder-frame.ts';
import { uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';
import { FIGURE_WIDTH, type Mark, recordCanvas } from './canvas-record.ts';
import { ladderFrame } from './frames.ts';

const HATCH = { hatch: true } as unknown as CanvasPattern;
const HEAD = 20;
const ROW_PX = 20;
const VENUES = ['violet', 'teal'];

/** Every colour is its own name. */
const colours = new Proxy({}, { get: (_, name) => String(name) }) as Colours;

function lookFor(members: number): LadderLook {
  const widthPx = 700;
  return {
    theme: { revision: 1, colours, numberFont: 'mono', wordFont: 'sans' },
    columns: layoutColumns({
      widthPx,
      scale: 1,
      members,
      charPx: FIGURE_WIDTH,
      priceChars: 4,
      order: COLUMN_ORDER,
      hidden: new Set(),
    }),
    hatch: HATCH,
    widthPx,
    heightPx: HEAD + 20 * ROW_PX,
    scale: 1,
    headPx: HEAD,
    rowPx: ROW_PX,
    numberFont: 'mono',
    headFont: 'sans',
    basePx: 14,
    headBasePx: 14,
    prices: new TextCache((price) => `p${price / 10_000}`, 100),
    sizes: new TextCache((size) => String(size / 1_000_000), 100),
    memberNames: ['ONE', 'TWO'].slice(0, members),
    memberColours: VENUES.slice(0, members),
    priceHead: 'Price',
  };
}

function painted(frame: LadderFrame) {
  const model = new LadderModel();
  model.setGrids(frame.members.map(() => uniformGrid(10_000)));
  model.setSlots(20);
  model.flashing = false;
  model.setFrame(frame);
  model.build(0);
  const { context, marks, fonts } = recordCanvas();
  const painter = new LadderPainter(context);
  painter.paintAll(model.rows, lookFor(frame.members.length));
  const all = marks.splice(0);
  const next = (after: LadderFrame | null): Mark[] => {
    if (after !== null) model.setFrame(after);
    model.build(50);
    painter.paintChanges(model.rows);
    return marks.splice(0);
  };
  return { model, all, next, fonts };
}

const texts = (marks: readonly Mark[]): string[] => marks.filter(({ what }) => what === 'text').map(({ text }) => text);
const fills = (marks: readonly Mark[]): Set<unknown> => new Set(marks.map(({ fill }) => fill));

const BOOK = ladderFrame(
  [
    [460_000, 120, 40],
    [450_000, 30, 0],
  ],
  [
    [470_000, 68, 88],
    [480_000, 10, 0],
  ],
);

describe('the painter', () => {
  it('paints heads, prices and sizes', () => {
    const { all } = painted(BOOK);
    expect(texts(all)).toEqual(
      expect.arrayContaining(['ONE', 'TWO', 'Total', 'Cum', 'p46', 'p47', '120', '160', '190']),
    );
  });

  it('paints nothing when nothing changed', () => {
    const { next } = painted(BOOK);
    expect(next(null)).toEqual([]);
  });

  it('paints only the half row that changed, and its price', () => {
    const { next, model } = painted(BOOK);
    const marks = next(
      ladderFrame(
        [
          [460_000, 120, 40],
          [450_000, 31, 0],
        ],
        [
          [470_000, 68, 88],
          [480_000, 10, 0],
        ],
        { frame: 2 },
      ),
    );
    const top = HEAD + model.rows.prices.indexOf(450_000) * ROW_PX;
    expect(texts(marks)).toEqual(['191', '31', '31', 'p45']);
    for (const { y, height } of marks) {
      expect(y).toBeGreaterThanOrEqual(top);
      expect(y).toBeLessThanOrEqual(top + ROW_PX);
      expect(height).toBeLessThanOrEqual(ROW_PX);
    }
  });

  it('splits a bar by venue in proportion to their sizes', () => {
    const { all, model } = painted(BOOK);
    const top = HEAD + model.rows.prices.indexOf(460_000) * ROW_PX;
    const bar = all.filter(({ fill, alpha, y }) => alpha < 1 && VENUES.includes(String(fill)) && y === top + 1);
    expect(bar.map(({ fill }) => fill)).toEqual(['teal', 'violet']);
    const [teal, violet] = bar;
    expect(violet!.width / teal!.width).toBeCloseTo(3, 1);
    // Bids grow to the left, away from the price.
    expect(violet!.x + violet!.width).toBe(teal!.x);
  });

  it('draws a venue that is not synced hatched and faint, and gives it no bar', () => {
    const { all } = painted(
      ladderFrame([[460_000, 0, 40]], [], { members: [{}, { phase: 'recovering', reason: 'sequence-gap' }] }),
    );
    expect(all.some(({ fill }) => fill === HATCH)).toBe(true);
    expect(all.find(({ text }) => text === '40')?.fill).toBe('textFaint');
    expect(all.some(({ fill, alpha }) => alpha < 1 && VENUES.includes(String(fill)))).toBe(false);
  });

  it('hatches nothing while every venue is synced', () => {
    expect(fills(painted(BOOK).all).has(HATCH)).toBe(false);
  });

  it('tints the prices where venues cross', () => {
    expect(fills(painted(BOOK).all).has('crossed')).toBe(false);
    expect(fills(painted(ladderFrame([[480_000, 5, 0]], [[460_000, 0, 5]])).all).has('crossed')).toBe(true);
  });

  it('marks walls and the touch', () => {
    const sizes = [10, 10, 10, 10, 10, 90];
    const wall = painted(
      ladderFrame(
        sizes.map((size, at) => [460_000 - at * 10_000, size] as const),
        [],
      ),
    );
    expect(fills(wall.all).has('wall')).toBe(true);
    expect(fills(wall.all).has('bidSoft')).toBe(true);
    expect(fills(painted(BOOK).all).has('wall')).toBe(false);
  });

  it('paints everything again when a venue comes back', () => {
    const phases = (phase: 'synced' | 'stale', frame: number) =>
      ladderFrame([[460_000, 5, 5]], [[470_000, 5, 5]], { frame, members: [{}, { phase }] });
    const { next } = painted(phases('stale', 1));
    expect(texts(next(phases('synced', 2)))).toEqual(expect.arrayContaining(['TWO', 'p46', 'p47', '10']));
  });

  it('sets a font for the heads and one for the rows, and none while rows change', () => {
    const { next, fonts } = painted(BOOK);
    expect(fonts).toEqual(['sans', 'mono']);
    const marks = next(
      ladderFrame(
        [
          [460_000, 110, 40],
          [450_000, 30, 0],
        ],
        [[470_000, 68, 88]],
        { frame: 2 },
      ),
    );
    expect(marks.length).toBeGreaterThan(0);
    expect(fonts).toHaveLength(2);
  });
});
