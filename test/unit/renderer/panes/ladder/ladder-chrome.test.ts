/** Everything about a ladder that is decided but not painted: columns, grouping, memory, words, the table's cells. */
import { describe, expect, it } from 'vitest';
import { bannerOf } from '../../../../../src-renderer/panes/ladder/ladder-banner.ts';
import { readMemory, writeMemory } from '../../../../../src-renderer/panes/ladder/ladder-memory.ts';
import { tableCells, tableColumns } from '../../../../../src-renderer/panes/ladder/ladder-table.ts';
import {
  groupLabel,
  groupOf,
  groupsOf,
  stepGroup,
} from '../../../../../src-renderer/panes/ladder/model/ladder-groups.ts';
import { LadderModel } from '../../../../../src-renderer/panes/ladder/model/ladder-model.ts';
import {
  COLUMN_ORDER,
  type ColumnRequest,
  layoutColumns,
} from '../../../../../src-renderer/panes/ladder/paint/ladder-columns.ts';
import { cellSizeText, priceChars } from '../../../../../src-renderer/panes/ladder/paint/ladder-look.ts';
import { LINK_GONE_TEXT } from '../../../../../src-renderer/stores/links-store.ts';
import type { LadderMember } from '../../../../../src-shared/contract/ladder-frame.ts';
import { BOOK_REASON_TEXT } from '../../../../../src-shared/domain/book-phase.ts';
import { uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';
import { ladderFrame, lots } from './frames.ts';

describe('columns', () => {
  const lay = (change: Partial<ColumnRequest>) =>
    layoutColumns({
      widthPx: 700,
      scale: 1,
      members: 2,
      charPx: 7.2,
      priceChars: 5,
      order: COLUMN_ORDER,
      hidden: new Set(),
      ...change,
    });
  const kinds = (change: Partial<ColumnRequest>) =>
    lay(change).asks.map(({ kind, member }) => (kind === 'member' ? member : kind));

  it('run from the price outwards, mirrored, the first venue outermost', () => {
    const { bids, asks, priceLeftPx, priceRightPx } = lay({});
    expect(kinds({})).toEqual(['cum', 'total', 1, 0]);
    expect(bids.map(({ kind }) => kind)).toEqual(asks.map(({ kind }) => kind));
    expect(bids[0]!.leftPx + bids[0]!.widthPx).toBe(priceLeftPx);
    expect(asks[0]!.leftPx).toBe(priceRightPx);
    expect(asks[1]!.leftPx).toBe(asks[0]!.leftPx + asks[0]!.widthPx);
  });

  it('never overlap and never leave the canvas, whatever its width', () => {
    for (let widthPx = 120; widthPx <= 2_000; widthPx += 20) {
      const { bids, asks } = lay({ widthPx });
      for (const column of [...bids, ...asks]) {
        expect(column.leftPx).toBeGreaterThanOrEqual(0);
        expect(column.leftPx + column.widthPx).toBeLessThanOrEqual(widthPx);
      }
    }
  });

  it('give up the total first, then the venues, then the cumulative size', () => {
    expect(kinds({ widthPx: 420 })).toEqual(['cum', 'total', 1, 0]);
    expect(kinds({ widthPx: 320 })).toEqual(['cum', 1, 0]);
    expect(kinds({ widthPx: 240 })).toEqual(['cum', 'total']);
    expect(kinds({ widthPx: 160 })).toEqual(['total']);
  });

  it('have no total for one venue, which is its own', () => {
    expect(kinds({ members: 1 })).toEqual(['cum', 0]);
    expect(kinds({ members: 1, widthPx: 160 })).toEqual([0]);
  });

  it('follow the order and the choice of the user', () => {
    expect(kinds({ order: ['member', 'total', 'cum'] })).toEqual([1, 0, 'total', 'cum']);
    expect(kinds({ hidden: new Set(['cum']) })).toEqual(['total', 1, 0]);
    expect(kinds({ hidden: new Set(['member']) })).toEqual(['cum', 'total']);
  });

  it('show the venues where the total is put away as well: some size must stay', () => {
    expect(kinds({ hidden: new Set(['member', 'total']) })).toEqual(['cum', 1, 0]);
    expect(kinds({ members: 1, hidden: new Set(['member']) })).toEqual(['cum', 0]);
  });
});

describe('groups', () => {
  it('start with a tick and continue with the round steps above it', () => {
    expect(groupsOf(uniformGrid(10_000))).toEqual([0, 20_000, 50_000, 100_000]);
    expect(groupsOf(uniformGrid(1_000))).toEqual([0, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]);
  });

  it('divide a dollar, so that NO has the same rows', () => {
    for (const step of groupsOf(uniformGrid(100)).slice(1)) expect(1_000_000 % step).toBe(0);
  });

  it('step to the neighbour and stop at the ends', () => {
    const groups = groupsOf(uniformGrid(10_000));
    expect([stepGroup(groups, 0, -1), stepGroup(groups, 0, 1)]).toEqual([0, 20_000]);
    expect(stepGroup(groups, 100_000, 1)).toBe(100_000);
  });

  it('fall back to the next finer one where a market does not offer what is remembered', () => {
    expect(groupOf(groupsOf(uniformGrid(10_000)), 5_000)).toBe(0);
    expect(groupOf(groupsOf(uniformGrid(10_000)), 60_000)).toBe(50_000);
  });

  it('are named in the unit in use, and a tick of several sizes by its name', () => {
    const grid = uniformGrid(1_000);
    expect([groupLabel(grid, 0, 'cents'), groupLabel(grid, 20_000, 'cents')]).toEqual(['0.1¢', '2¢']);
    expect([groupLabel(grid, 0, 'probability'), groupLabel(grid, 0, 'odds')]).toEqual(['0.001', '0.1¢']);
    const tapered = [
      { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
      { startMicros: 100_000, endMicros: 1_000_000, stepMicros: 10_000 },
    ];
    expect(groupLabel(tapered, 0, 'cents')).toBe('tick');
  });
});

describe('memory', () => {
  it('comes back as it was written', () => {
    const written = {
      groupMicros: 20_000,
      mirrored: true,
      dense: true,
      hidden: new Set(['total'] as const),
      order: ['member', 'cum', 'total'] as const,
    };
    expect(readMemory(writeMemory(written))).toEqual(written);
  });

  it('writes only what changed', () => {
    expect(writeMemory({ mirrored: false })).toEqual({ outcome: 'yes' });
  });

  it('reads broken values as the defaults', () => {
    const plain = { groupMicros: 0, mirrored: false, dense: false, hidden: new Set(), order: COLUMN_ORDER };
    expect(readMemory({})).toEqual(plain);
    expect(readMemory({ group: -5, outcome: 'maybe', dense: 1, hidden: 'x y', order: 'cum cum z' })).toEqual(plain);
  });
});

describe('the banner', () => {
  const venues = [{ name: 'One' }, { name: 'Two' }];
  const received = (...members: readonly Partial<LadderMember>[]) => ({
    frame: ladderFrame([[460_000, 1, 1]], [], { members }),
    arrivedMs: 0,
  });

  it('is hidden while one venue is live', () => {
    const half = received({}, { phase: 'stale', reason: 'feed-silent' });
    expect(bannerOf({ is: 'live', ...half }, venues)).toBeNull();
  });

  it('gives one reason once', () => {
    const closed = received({ phase: 'closed', reason: 'market-closed' }, { phase: 'closed', reason: 'market-closed' });
    for (const is of ['live', 'renewing'] as const) {
      expect(bannerOf({ is, ...closed }, venues)).toEqual({ word: 'closed', text: BOOK_REASON_TEXT['market-closed'] });
    }
  });

  it('gives the reason of each venue, under the word that may yet change', () => {
    const dead = received(
      { phase: 'closed', reason: 'market-closed' },
      { phase: 'recovering', reason: 'sequence-gap' },
    );
    const banner = bannerOf({ is: 'live', ...dead }, venues);
    expect(banner?.word).toBe('recovering');
    expect(banner?.text).toBe(
      `One closed: ${BOOK_REASON_TEXT['market-closed']} Two recovering: ${BOOK_REASON_TEXT['sequence-gap']}`,
    );
  });

  it('shows that a frozen ladder has old levels, whatever its frame reports', () => {
    expect(bannerOf({ is: 'frozen', reason: 'the engine stopped', ...received({}, {}) }, venues)).toEqual({
      word: 'frozen',
      text: 'These are the last known levels. The engine stopped.',
    });
  });

  it('shows that a link is gone, and what to do', () => {
    expect(bannerOf({ is: 'gone' }, venues)).toEqual({ word: 'gone', text: LINK_GONE_TEXT });
    expect(LINK_GONE_TEXT).toMatch(/no longer.*Press \//);
  });

  it('shows why there is no book yet, but nothing while the first frame is due', () => {
    expect(bannerOf({ is: 'waiting', reason: 'Unknown market.' }, venues)?.text).toBe('Unknown market.');
    expect(bannerOf({ is: 'waiting', reason: '' }, venues)?.text).toMatch(/Prices appear when it arrives/);
    expect(bannerOf({ is: 'waiting', reason: null }, venues)).toBeNull();
  });
});

describe('the table', () => {
  it('has the cells of the visible rows from left to right, with exact sizes', () => {
    const venues = [
      { id: 'one', name: 'One' },
      { id: 'two', name: 'Two' },
    ];
    const book = ladderFrame([[460_000, 12_345.25, 40]], [[470_000, 68, 88]]);
    const model = new LadderModel();
    model.setGrids([uniformGrid(10_000), uniformGrid(10_000)]);
    model.setSlots(20);
    model.setFrame(book);
    model.build(0);
    const terms = { label: '', unit: 'cents' as const, decimals: 0, venues };
    const cells: string[] = [];
    const rowOf = (price: number) => {
      tableCells(model.rows, model.rows.prices.indexOf(price), terms, cells);
      return Object.fromEntries(tableColumns(venues).map(({ cell }, at) => [cell, cells[at]]));
    };
    expect(rowOf(460_000)).toMatchObject({
      'bid-one': '12,345.25',
      'bid-two': '40',
      'bid-total': '12,385.25',
      'bid-cum': '12,385.25',
      price: '46',
      'ask-cum': '',
    });
    expect(rowOf(470_000)).toMatchObject({ 'bid-one': '', 'ask-one': '68', 'ask-two': '88', 'ask-total': '156' });
  });
});

describe('texts of a cell', () => {
  it('are whole contracts in full where there is room, rounded down', () => {
    expect(cellSizeText(lots(123_456) + 999_999, 10)).toBe('123,456');
    expect(cellSizeText(lots(123_456), 6)).toBe('123k');
    expect(cellSizeText(lots(2) + 500_000, 10)).toBe('2.5');
  });

  it('leave room for the widest price of the unit', () => {
    expect(priceChars('cents', 1)).toBe('100.0'.length);
    expect(priceChars('probability', 3)).toBe('0.001'.length);
  });
});
