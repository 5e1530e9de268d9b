/**
 * Fills the visible rows of a ladder from its axis, its two sides and its touch: prices, sizes, marks, flashes and bars.
 *
 * Called for every drawing: loops over typed arrays, nothing is allocated.
 */
import { LADDER_FLAG_CUT, type LadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import type { BookSide } from './book-side.ts';
import type { LadderFlashes } from './ladder-flashes.ts';
import { type LadderRows, ROW, type SideRows } from './ladder-rows.ts';
import { type LevelScale, WALL_MEDIANS } from './ladder-scale.ts';
import type { LadderScroll } from './ladder-scroll.ts';
import { type Touch, viewAsk, viewBid } from './ladder-touch.ts';
import type { PriceAxis } from './price-axis.ts';

/** Every so many rows a price is drawn stronger, when the step is a power of ten; otherwise the rows at whole steps. */
const MAJOR_ROWS = 5;

export type HoverSide = 'bid' | 'ask';

/** What the rows are filled from. */
export type RowSource = {
  readonly rows: LadderRows;
  readonly frame: LadderFrame | null;
  readonly axis: PriceAxis;
  readonly scroll: LadderScroll;
  readonly bids: BookSide;
  readonly asks: BookSide;
  readonly touch: Touch;
  /** Rows of the touch on the axis, -1: none. */
  readonly bidRow: number;
  readonly askRow: number;
  readonly frozen: boolean;
  readonly mirrored: boolean;
  readonly note: string;
  readonly hoverRow: number;
  readonly hoverSide: HoverSide | null;
};

/** Writes the price and the marks of every row. */
export function fillPrices(source: RowSource): void {
  const { rows, axis, scroll, bids, asks, bidRow, askRow, hoverRow, hoverSide, frame } = source;
  const isCrossed = source.touch.state === 'crossed' || source.touch.state === 'locked';
  // Below the lowest ask the ask side is empty, so the note fits there, next to the crossing.
  rows.noteSlot = isCrossed && source.note !== '' && askRow > 0 ? scroll.topRow - askRow + 1 : -1;
  rows.note = rows.noteSlot >= 0 ? source.note : '';
  const reach = hoverSide === 'bid' ? bidRow : askRow;
  const isCut = frame !== null && (frame.flags & LADDER_FLAG_CUT) !== 0;
  const lastBidRow = isCut && bids.count > 0 ? bids.rows[bids.count - 1]! : -1;
  const lastAskRow = isCut && asks.count > 0 ? asks.rows[asks.count - 1]! : axis.rows;
  for (let slot = 0; slot < rows.slots; slot++) {
    const row = scroll.topRow - slot;
    const price = axis.priceAt(row);
    rows.prices[slot] = price;
    if (price < 0) continue;
    let flags = isMajor(axis, row, price) ? ROW.major : 0;
    if (row === bidRow) flags |= ROW.bidTouch;
    if (row === askRow) flags |= ROW.askTouch;
    if (bidRow >= 0 && askRow >= 0) {
      if (row > bidRow && row < askRow) flags |= ROW.spread;
      if (isCrossed && row >= askRow && row <= bidRow) flags |= ROW.crossed;
    }
    if (row === hoverRow) flags |= ROW.hovered;
    if (hoverSide !== null && row >= Math.min(hoverRow, reach) && row <= Math.max(hoverRow, reach))
      flags |= ROW.reached;
    if (row < lastBidRow) flags |= ROW.bidBeyond;
    if (row > lastAskRow) flags |= ROW.askBeyond;
    rows.flags[slot] = flags;
  }
}

function isMajor(axis: PriceAxis, row: number, price: number): boolean {
  const step = axis.priceAt(row + 1) - price;
  return step > 0 ? price % (step * MAJOR_ROWS) === 0 : true;
}

/** Writes the sizes of one side. A frozen ladder shows the last known sizes and counts none of them. */
export function fillSide({ rows, scroll, frozen }: RowSource, side: BookSide, out: SideRows): void {
  const { members } = rows;
  for (let level = 0; level < side.count; level++) {
    const slot = scroll.topRow - side.rows[level]!;
    if (slot < 0 || slot >= rows.slots) continue;
    for (let m = 0; m < members; m++) out.sizes[slot * members + m]! += side.sizes[level * members + m]!;
    if (frozen || side.totals[level] === 0) continue;
    out.totals[slot]! += side.totals[level]!;
    out.cums[slot] = side.cums[level]!;
  }
}

/** Marks the rows of each live member's own touch. */
export function markTouches({ rows, axis, scroll, mirrored }: RowSource, frame: LadderFrame): void {
  for (let m = 0; m < frame.members.length; m++) {
    if (rows.live[m] === 0) continue;
    const bid = viewBid(frame.members[m]!, mirrored);
    const ask = viewAsk(frame.members[m]!, mirrored);
    const bidSlot = bid < 0 ? -1 : scroll.topRow - axis.rowAtOrBelow(bid);
    const askSlot = ask < 0 ? -1 : scroll.topRow - axis.rowAtOrAbove(ask);
    if (bidSlot >= 0 && bidSlot < rows.slots) rows.bids.touches[bidSlot]! |= 1 << m;
    if (askSlot >= 0 && askSlot < rows.slots) rows.asks.touches[askSlot]! |= 1 << m;
  }
}

/** Writes how strong each running flash is. */
export function fillFlashes({ rows, scroll }: RowSource, flashes: LadderFlashes, nowMs: number): void {
  for (let i = 0; i < flashes.count; i++) {
    const slot = scroll.topRow - flashes.rows[i]!;
    if (slot < 0 || slot >= rows.slots || flashes.members[i]! >= rows.members) continue;
    const side = flashes.isBid[i] === 1 ? rows.bids : rows.asks;
    side.flashes[slot * rows.members + flashes.members[i]!] = flashes.strength(i, nowMs);
  }
}

/** Marks the walls and chooses the size that fills a bar. */
export function fitBars(rows: LadderRows, scale: LevelScale): void {
  const bidMedian = scale.median(rows.bids.totals);
  const askMedian = scale.median(rows.asks.totals);
  let largest = 0;
  for (let slot = 0; slot < rows.slots; slot++) {
    const bid = rows.bids.totals[slot]!;
    const ask = rows.asks.totals[slot]!;
    if (bid > largest) largest = bid;
    if (ask > largest) largest = ask;
    if (bidMedian > 0 && bid >= bidMedian * WALL_MEDIANS) rows.flags[slot]! |= ROW.bidWall;
    if (askMedian > 0 && ask >= askMedian * WALL_MEDIANS) rows.flags[slot]! |= ROW.askWall;
  }
  scale.fit(largest, bidMedian, askMedian);
  rows.barMicros = scale.barMicros;
}
