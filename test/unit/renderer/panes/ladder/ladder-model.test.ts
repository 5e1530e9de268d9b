/** From frames to rows: totals, cumulative sizes, the NO view, what is live, what flashes, what is a wall. */
import { describe, expect, it } from 'vitest';
import { LadderModel } from '../../../../../src-renderer/panes/ladder/model/ladder-model.ts';
import { ROW } from '../../../../../src-renderer/panes/ladder/model/ladder-rows.ts';
import { LADDER_FLAG_CUT, type LadderFrame } from '../../../../../src-shared/contract/ladder-frame.ts';
import { uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';
import { ladderFrame, lots } from './frames.ts';

const CENT = 10_000;

function modelOf(frame: LadderFrame, slots = 20, step = CENT): LadderModel {
  const model = new LadderModel();
  model.setGrids(frame.members.map(() => uniformGrid(step)));
  model.setSlots(slots);
  model.setFrame(frame);
  model.build(0);
  return model;
}

/** The slot that shows a price. */
function slotOf(model: LadderModel, priceMicros: number): number {
  return model.rows.prices.indexOf(priceMicros);
}

const flagsAt = (model: LadderModel, price: number): number => model.rows.flags[slotOf(model, price)]!;

const BOOK = ladderFrame(
  [
    [460_000, 120, 40],
    [450_000, 30, 0],
    [420_000, 0, 500],
  ],
  [
    [470_000, 68, 88],
    [490_000, 10, 0],
  ],
);

describe('rows', () => {
  it('exist for every step, highest price first, with or without a level', () => {
    const model = modelOf(BOOK);
    const prices = [...model.rows.prices];
    expect(prices).toHaveLength(20);
    for (let slot = 1; slot < prices.length; slot++) expect(prices[slot]).toBe(prices[slot - 1]! - CENT);
    expect(slotOf(model, 480_000)).toBeGreaterThan(0);
  });

  it('hold the size of each venue, the total, and the sum from the touch outwards', () => {
    const { rows } = modelOf(BOOK);
    const at = (price: number) => {
      const slot = rows.prices.indexOf(price);
      return [...rows.bids.sizes.slice(slot * 2, slot * 2 + 2), rows.bids.totals[slot], rows.bids.cums[slot]];
    };
    expect(at(460_000)).toEqual([lots(120), lots(40), lots(160), lots(160)]);
    expect(at(450_000)).toEqual([lots(30), 0, lots(30), lots(190)]);
    expect(at(440_000)).toEqual([0, 0, 0, 0]);
    expect(at(420_000)).toEqual([0, lots(500), lots(500), lots(690)]);
    const ask = rows.prices.indexOf(490_000);
    expect([rows.asks.totals[ask], rows.asks.cums[ask]]).toEqual([lots(10), lots(166)]);
  });

  it('mark the touch of all venues, of each venue, and the spread', () => {
    const model = modelOf(
      ladderFrame(
        [
          [460_000, 5, 0],
          [450_000, 0, 5],
        ],
        [
          [480_000, 0, 5],
          [490_000, 5, 0],
        ],
      ),
    );
    expect(flagsAt(model, 460_000) & ROW.bidTouch).toBeTruthy();
    expect(flagsAt(model, 480_000) & ROW.askTouch).toBeTruthy();
    expect(flagsAt(model, 470_000) & ROW.spread).toBeTruthy();
    expect(flagsAt(model, 460_000) & ROW.crossed).toBeFalsy();
    expect(model.rows.bids.touches[slotOf(model, 460_000)]).toBe(0b01);
    expect(model.rows.bids.touches[slotOf(model, 450_000)]).toBe(0b10);
    expect(model.rows.asks.touches[slotOf(model, 490_000)]).toBe(0b01);
  });

  it('stand still while sizes change within the dead zone', () => {
    const model = modelOf(BOOK);
    const before = [...model.rows.prices];
    model.setFrame(ladderFrame([[480_000, 1, 1]], [[490_000, 1, 1]], { frame: 2 }));
    model.build(50);
    expect([...model.rows.prices]).toEqual(before);
  });

  it('add up levels that fall on one row, so that nothing on offer is hidden', () => {
    const model = modelOf(
      ladderFrame(
        [
          [465_000, 1],
          [460_000, 2],
        ],
        [[475_000, 4]],
      ),
    );
    expect(model.rows.bids.totals[slotOf(model, 460_000)]).toBe(lots(3));
    expect(model.rows.asks.totals[slotOf(model, 480_000)]).toBe(lots(4));
  });

  it('say where the book may go on beyond what the frame holds', () => {
    const model = modelOf(ladderFrame([[460_000, 1]], [[470_000, 1]], { flags: LADDER_FLAG_CUT }));
    expect(flagsAt(model, 450_000) & ROW.bidBeyond).toBeTruthy();
    expect(flagsAt(model, 480_000) & ROW.askBeyond).toBeTruthy();
    expect(flagsAt(model, 460_000) & (ROW.bidBeyond | ROW.askBeyond)).toBeFalsy();
  });
});

describe('the grid', () => {
  it('is that of the group when the engine groups', () => {
    const model = modelOf(ladderFrame([[450_000, 1]], [[500_000, 1]], { groupMicros: 50_000 }));
    expect(model.axis.rows).toBe(21);
  });

  it('has the finest step of the members', () => {
    const model = new LadderModel();
    model.setGrids([uniformGrid(CENT), uniformGrid(1_000)]);
    expect(model.axis.rows).toBe(1_001);
  });

  it('is learned from the prices while the facts of a market are not known, and only becomes finer', () => {
    const model = new LadderModel();
    model.setGrids([null]);
    model.setSlots(20);
    model.setFrame(ladderFrame([[460_000, 1]], []));
    expect(model.axis.rows).toBe(101);
    model.setFrame(ladderFrame([[460_500, 1]], [], { frame: 2 }));
    expect(model.axis.rows).toBe(2_001);
    model.setFrame(ladderFrame([[460_000, 1]], [], { frame: 3 }));
    expect(model.axis.rows).toBe(2_001);
    model.setGrids([uniformGrid(1_000)]);
    expect(model.axis.rows).toBe(1_001);
  });
});

describe('the NO view', () => {
  it('mirrors prices and exchanges the sides', () => {
    const model = modelOf(BOOK);
    model.setMirrored(true);
    model.build(10);
    const bid = slotOf(model, 530_000);
    expect(model.touch).toMatchObject({ state: 'open', bidMicros: 530_000, askMicros: 540_000 });
    expect(model.rows.bids.totals[bid]).toBe(lots(156));
    expect(model.rows.asks.cums[slotOf(model, 580_000)]).toBe(lots(690));
  });

  it('is the same book again when flipped back', () => {
    const model = modelOf(BOOK);
    const before = [[...model.rows.prices], [...model.rows.bids.totals], [...model.rows.asks.cums]];
    model.setMirrored(true);
    model.build(10);
    model.setMirrored(false);
    model.build(20);
    expect([[...model.rows.prices], [...model.rows.bids.totals], [...model.rows.asks.cums]]).toEqual(before);
  });

  it('keeps the price that the user scrolled to in view', () => {
    const model = modelOf(BOOK);
    model.scroll.scrollBy(25);
    model.build(10);
    const price = model.axis.priceAt(model.scroll.middleRow);
    model.setMirrored(true);
    model.build(20);
    expect(model.axis.priceAt(model.scroll.middleRow)).toBe(1_000_000 - price);
    expect(model.scroll.follows).toBe(false);
  });
});

describe('a venue that is not synced', () => {
  const HALF = ladderFrame(
    [
      [480_000, 0, 70],
      [460_000, 120, 40],
    ],
    [[470_000, 68, 88]],
    { members: [{}, { phase: 'recovering', reason: 'sequence-gap' }] },
  );

  it('is seen, is not counted, and does not make the touch', () => {
    const model = modelOf(HALF);
    const slot = slotOf(model, 480_000);
    expect([...model.rows.live]).toEqual([1, 0]);
    expect(model.rows.bids.sizes[slot * 2 + 1]).toBe(lots(70));
    expect(model.rows.bids.totals[slot]).toBe(0);
    expect(model.rows.bids.cums[slotOf(model, 460_000)]).toBe(lots(120));
    expect(model.touch).toMatchObject({ state: 'open', bidMicros: 460_000, bidMember: 0 });
    expect(model.isLive).toBe(true);
  });

  it('leaves nothing live when it is the last one, and its last levels stay in view', () => {
    const model = modelOf(
      ladderFrame([[160_000, 5]], [[180_000, 5]], { members: [{ phase: 'stale', reason: 'feed-silent' }] }),
    );
    expect(model.isLive).toBe(false);
    expect(model.touch.state).toBe('empty');
    expect(slotOf(model, 160_000)).toBeGreaterThan(0);
    expect(Math.max(...model.rows.bids.totals)).toBe(0);
  });
});

describe('a window that is cut off', () => {
  it('counts nothing and shows the last known sizes', () => {
    const model = modelOf(BOOK);
    model.setFrozen(true);
    model.build(10);
    const slot = slotOf(model, 460_000);
    expect(model.isLive).toBe(false);
    expect(model.rows.bids.sizes[slot * 2]).toBe(lots(120));
    expect([model.rows.bids.totals[slot], model.rows.bids.cums[slot]]).toEqual([0, 0]);
    expect(flagsAt(model, 460_000) & ROW.bidTouch).toBeFalsy();
    model.setFrozen(false);
    model.build(20);
    expect(model.rows.bids.totals[slot]).toBe(lots(160));
  });
});

describe('venues that cross', () => {
  it('tint the prices from the lower ask to the higher bid', () => {
    const model = modelOf(
      ladderFrame(
        [
          [480_000, 5, 0],
          [450_000, 0, 5],
        ],
        [
          [460_000, 0, 5],
          [490_000, 5, 0],
        ],
      ),
    );
    expect(model.touch).toMatchObject({ state: 'crossed', bidMember: 0, askMember: 1 });
    const crossed = [...model.rows.prices].filter((price) => flagsAt(model, price) & ROW.crossed);
    expect(crossed).toEqual([480_000, 470_000, 460_000]);
  });

  it('tint the one price at which they lock', () => {
    const model = modelOf(ladderFrame([[470_000, 5, 0]], [[470_000, 0, 5]]));
    expect(model.touch.state).toBe('locked');
    const crossed = [...model.rows.prices].filter((price) => flagsAt(model, price) & ROW.crossed);
    expect(crossed).toEqual([470_000]);
  });
});

describe('flashes', () => {
  const flashAt = (model: LadderModel, price: number, member: number): number =>
    model.rows.bids.flashes[slotOf(model, price) * model.rows.members + member]!;

  const next = ladderFrame(
    [
      [460_000, 100, 40],
      [440_000, 9, 0],
      [420_000, 0, 500],
    ],
    [
      [470_000, 68, 88],
      [490_000, 10, 0],
    ],
    { frame: 2 },
  );

  it('show what was added and what was pulled, by venue, and fade within 120 ms', () => {
    const model = modelOf(BOOK);
    model.setFrame(next);
    expect(model.build(1_000)).toBe(true);
    expect([flashAt(model, 460_000, 0), flashAt(model, 460_000, 1)]).toEqual([-4, 0]);
    expect(flashAt(model, 450_000, 0)).toBe(-4);
    expect(flashAt(model, 440_000, 0)).toBe(4);
    expect(model.build(1_070)).toBe(true);
    expect(flashAt(model, 440_000, 0)).toBe(2);
    expect(model.build(1_120)).toBe(false);
    expect(flashAt(model, 440_000, 0)).toBe(0);
  });

  it('are not shown for the first frame, nor where no motion is wanted', () => {
    const model = modelOf(BOOK);
    expect(Math.max(...model.rows.bids.flashes)).toBe(0);
    model.flashing = false;
    model.setFrame(next);
    expect(model.build(1_000)).toBe(false);
  });

  it('are not shown for what was missed: a hidden time, a resync, another view', () => {
    const missed = modelOf(BOOK);
    missed.forgetChanges();
    missed.setFrame(next);
    expect(missed.build(1_000)).toBe(false);

    const resynced = modelOf(ladderFrame([[460_000, 1]], [], { members: [{ phase: 'recovering' }] }));
    resynced.setFrame(ladderFrame([[460_000, 2]], [], { frame: 2 }));
    expect(resynced.build(1_000)).toBe(false);

    const flipped = modelOf(BOOK);
    flipped.setMirrored(true);
    expect(flipped.build(1_000)).toBe(false);
  });
});

describe('walls and bars', () => {
  const side = (sizes: readonly number[]) => sizes.map((size, at) => [460_000 - at * CENT, size] as const);

  it('marks a level of five times the median of its side, and no other', () => {
    const model = modelOf(ladderFrame(side([10, 12, 60, 8, 10, 49]), [[470_000, 900]]));
    const walls = [...model.rows.prices].filter((price) => flagsAt(model, price) & ROW.bidWall);
    expect(walls).toEqual([440_000]);
  });

  it('judges nothing from a handful of levels', () => {
    const model = modelOf(ladderFrame(side([10, 10, 10, 900]), []));
    expect([...model.rows.flags].some((flags) => flags & ROW.bidWall)).toBe(false);
  });

  it('keeps other bars visible beside a wall, and does not rescale for every change', () => {
    const model = modelOf(ladderFrame(side([10, 10, 10, 10, 10, 90_000]), []));
    const { barMicros } = model.rows;
    expect(barMicros).toBe(lots(100));
    model.setFrame(ladderFrame(side([10, 12, 10, 11, 10, 70_000]), [], { frame: 2 }));
    model.build(50);
    expect(model.rows.barMicros).toBe(barMicros);
  });
});

describe('hovering', () => {
  it('reads bids below the touch, asks above it, and nothing in the spread', () => {
    const model = modelOf(BOOK);
    model.setHover(model.axis.rowAtOrBelow(450_000));
    expect(model.hoverSide).toBe('bid');
    model.build(10);
    expect(flagsAt(model, 450_000) & ROW.hovered).toBeTruthy();
    expect(flagsAt(model, 460_000) & ROW.reached).toBeTruthy();
    expect(flagsAt(model, 470_000) & ROW.reached).toBeFalsy();
    model.setHover(model.axis.rowAtOrBelow(490_000));
    expect(model.hoverSide).toBe('ask');
  });

  it('chooses by the half of the ladder where both sides are on offer', () => {
    const model = modelOf(ladderFrame([[480_000, 5, 0]], [[460_000, 0, 5]]));
    const row = model.axis.rowAtOrBelow(470_000);
    model.setHover(row, true);
    expect(model.hoverSide).toBe('bid');
    model.setHover(row, false);
    expect(model.hoverSide).toBe('ask');
  });
});

describe('another market', () => {
  it('leaves nothing of the last one', () => {
    const model = modelOf(BOOK);
    model.clear();
    model.build(10);
    expect(model.frame).toBeNull();
    expect(model.touch.state).toBe('empty');
    expect(model.bids.count + model.asks.count).toBe(0);
  });
});
