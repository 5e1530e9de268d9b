/** Which rows are seen, and when they move. */
import { describe, expect, it } from 'vitest';
import { LadderScroll } from '../../../../../src-renderer/panes/ladder/model/ladder-scroll.ts';

const SLOTS = 20;
const ROWS = 1_001;

function scrollAt(bidRow: number, askRow: number): LadderScroll {
  const scroll = new LadderScroll();
  scroll.resize(SLOTS, ROWS);
  scroll.follow(bidRow, askRow);
  return scroll;
}

describe('following the touch', () => {
  it('puts the line between bid and ask in the middle of the view', () => {
    const scroll = scrollAt(500, 501);
    // Ten slots above the line, ten below: the ask is the tenth row, the bid the eleventh.
    expect(scroll.topRow - 501).toBe(9);
    expect(scroll.topRow - 500).toBe(10);
  });

  it('stands still while the touch wanders within the middle half', () => {
    const scroll = scrollAt(500, 501);
    const { topRow } = scroll;
    for (const bid of [496, 504, 498, 503]) expect(scroll.follow(bid, bid + 1)).toBe(false);
    expect(scroll.topRow).toBe(topRow);
  });

  it('centres again once the touch has left the middle half', () => {
    const scroll = scrollAt(500, 501);
    expect(scroll.follow(508, 509)).toBe(true);
    expect(scroll.topRow - 509).toBe(9);
  });

  it('judges a spread wider than the view by its middle and does not jump to and fro', () => {
    const scroll = scrollAt(300, 700);
    expect(scroll.middleRow).toBe(500);
    expect(scroll.follow(300, 702)).toBe(false);
    expect(scroll.follow(300, 760)).toBe(true);
  });

  it('centres on the one side there is', () => {
    expect(scrollAt(400, -1).middleRow).toBe(400);
    expect(scrollAt(-1, 600).middleRow).toBe(600);
  });

  it('waits in the middle of the prices for the first touch, and then goes to it', () => {
    const scroll = scrollAt(-1, -1);
    expect(Math.abs(scroll.middleRow - 500)).toBeLessThanOrEqual(1);
    expect(scroll.follow(100, 101)).toBe(true);
    expect(scroll.middleRow).toBeCloseTo(100, -1);
  });

  it('does not go beyond the lowest and the highest price', () => {
    expect(scrollAt(1, 2).topRow).toBe(SLOTS - 1);
    expect(scrollAt(998, 999).topRow).toBe(ROWS - 1);
  });

  it('puts an axis shorter than the view in its middle', () => {
    const scroll = new LadderScroll();
    scroll.resize(31, 11);
    scroll.follow(3, 4);
    expect(scroll.topRow).toBe(20);
  });
});

describe('scrolling by hand', () => {
  it('stops following until recentred', () => {
    const scroll = scrollAt(500, 501);
    scroll.scrollBy(30);
    const { topRow } = scroll;
    expect(scroll.follow(400, 401)).toBe(false);
    expect(scroll).toMatchObject({ topRow, follows: false });
    scroll.recentre();
    expect(scroll.follow(400, 401)).toBe(true);
    expect(scroll.follows).toBe(true);
    expect(scroll.topRow - 401).toBe(9);
  });

  it('ends at the ends', () => {
    const scroll = scrollAt(500, 501);
    scroll.scrollBy(10_000);
    expect(scroll.topRow).toBe(ROWS - 1);
    scroll.scrollBy(-10_000);
    expect(scroll.topRow).toBe(SLOTS - 1);
  });

  it('recentres even when the touch is still in the middle half', () => {
    const scroll = scrollAt(500, 501);
    scroll.scrollBy(3);
    scroll.recentre();
    expect(scroll.follow(500, 501)).toBe(true);
    expect(scroll.topRow - 501).toBe(9);
  });
});

describe('another size', () => {
  it('keeps the middle row in the middle', () => {
    const scroll = scrollAt(500, 501);
    scroll.scrollBy(100);
    const { middleRow } = scroll;
    scroll.resize(40, ROWS);
    expect(Math.abs(scroll.middleRow - middleRow)).toBeLessThanOrEqual(1);
  });
});
