/** What a price of the ladder means as an alert: a rise or a fall, in the market's own terms. */
import { expect, it } from 'vitest';
import { alertAtPointer } from '../../../../../src-renderer/panes/ladder/model/ladder-alert.ts';
import { LadderModel } from '../../../../../src-renderer/panes/ladder/model/ladder-model.ts';
import type { BookPhase } from '../../../../../src-shared/domain/book-phase.ts';
import { uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';
import { ladderFrame } from './frames.ts';

const CENT = 10_000;
const BOOK = ladderFrame([[450_000, 30, 0]], [[470_000, 68, 0]]);

function pointed(priceMicros: number, phase: BookPhase = 'synced', mirrored = false): LadderModel {
  const model = new LadderModel();
  model.setGrids(BOOK.members.map(() => uniformGrid(CENT)));
  model.setSlots(99);
  model.setMirrored(mirrored);
  model.setFrame({ ...BOOK, members: BOOK.members.map((member) => ({ ...member, phase })) });
  model.build(0);
  model.setHover(model.axis.rowAtOrBelow(priceMicros));
  return model;
}

it('waits for a fall below the market and for a rise above it', () => {
  expect(alertAtPointer(pointed(300_000))).toMatchObject({ price: 'ask', crosses: 'below', priceMicros: 300_000 });
  expect(alertAtPointer(pointed(600_000))).toMatchObject({ price: 'bid', crosses: 'above', priceMicros: 600_000 });
});

it('means the same market in the view of the other outcome', () => {
  expect(alertAtPointer(pointed(700_000, 'synced', true))).toMatchObject({
    price: 'ask',
    crosses: 'below',
    priceMicros: 300_000,
  });
});

it('goes by the last known levels while no book is live', () => {
  for (const phase of ['recovering', 'stale', 'closed'] as const) {
    expect(alertAtPointer(pointed(300_000, phase))).toMatchObject({ price: 'ask', crosses: 'below' });
    expect(alertAtPointer(pointed(600_000, phase))).toMatchObject({ price: 'bid', crosses: 'above' });
  }
});

it('is none without a pointer or a market, and says why', () => {
  expect(alertAtPointer(pointed(-1))).toContain('Point at a price');
  const model = new LadderModel();
  model.setSlots(99);
  model.setFrame({ ...BOOK, bids: { ...BOOK.bids, count: 0 }, asks: { ...BOOK.asks, count: 0 }, members: [] });
  model.build(0);
  model.setHover(10);
  expect(alertAtPointer(model)).toContain('No price of this market');
});
