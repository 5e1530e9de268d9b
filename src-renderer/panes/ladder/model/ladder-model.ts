/**
 * From the last frame and how a person looks at it (NO view, scroll, hover) to the rows that are seen.
 *
 * No painting, no clock, no DOM: time is passed in, so the same frames give the same rows. Prices, sides and touches are turned
 * to the view's terms once, here; whatever reads the rows need not know which outcome is shown.
 */
import { LADDER_FLAG_CUT, type LadderFrame, type LadderSide } from '../../../../src-shared/contract/ladder-frame.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { type PriceGrid, uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import { BookSide } from './book-side.ts';
import { LadderFlashes } from './ladder-flashes.ts';
import { LadderRows, ROW, type SideRows } from './ladder-rows.ts';
import { LevelScale, WALL_MEDIANS } from './ladder-scale.ts';
import { LadderScroll } from './ladder-scroll.ts';
import { emptyTouch, mergeTouch, viewAsk, viewBid } from './ladder-touch.ts';
import { greatestCommonDivisor, mergeGrids, mirrorGrid, PriceAxis, sameGrid } from './price-axis.ts';

/** The step a market is taken to have until a finer price is seen or its facts are known. */
const STEP_ASSUMED_MICROS = 10_000;
/** Every so many rows a price is drawn stronger, when the step is a power of ten; otherwise the rows at whole steps. */
const MAJOR_ROWS = 5;

export type HoverSide = 'bid' | 'ask';

export class LadderModel {
  frame: LadderFrame | null = null;
  /** Every price a member allows, in the market's own terms, however the rows are grouped. */
  tickGrid: PriceGrid = uniformGrid(STEP_ASSUMED_MICROS);
  axis = new PriceAxis(uniformGrid(STEP_ASSUMED_MICROS));
  bids = new BookSide(true);
  asks = new BookSide(false);
  readonly rows = new LadderRows();
  readonly scroll = new LadderScroll();
  readonly touch = emptyTouch();
  /** Rows of the touch on the axis, -1: none. */
  bidRow = -1;
  askRow = -1;
  /** True while the window itself is cut off: nothing counts, whatever the frame says. */
  frozen = false;
  mirrored = false;
  /** Said beside the rows where venues cross or lock; '' for nothing. */
  note = '';
  /** False where the person wants no motion. */
  flashing = true;
  hoverRow = -1;
  hoverSide: HoverSide | null = null;

  private slots = 0;
  private grids: readonly PriceGrid[] = [];
  private gridsComplete = false;
  private observedStepMicros = STEP_ASSUMED_MICROS;
  private oldBids = new BookSide(true);
  private oldAsks = new BookSide(false);
  private builtFrame: LadderFrame | null = null;
  private comparable = false;
  private readonly flashes = new LadderFlashes();
  private readonly scale = new LevelScale();

  /** Forgets the frame and all that was derived from it. */
  clear(): void {
    if (this.frame === null) return;
    this.frame = null;
    this.builtFrame = null;
    this.observedStepMicros = STEP_ASSUMED_MICROS;
    this.bids.clear();
    this.asks.clear();
    mergeTouch([], this.mirrored, this.touch);
    this.bidRow = -1;
    this.askRow = -1;
    this.setHover(-1);
    this.scroll.reset();
    this.forgetChanges();
    this.updateAxis();
  }

  /** The members' grids; null where one is not known yet. */
  setGrids(grids: readonly (PriceGrid | null)[]): void {
    this.grids = grids.filter((grid) => grid !== null);
    this.gridsComplete = grids.length > 0 && this.grids.length === grids.length;
    this.updateAxis();
  }

  setFrame(frame: LadderFrame): void {
    this.frame = frame;
    if (!this.gridsComplete) this.observe(frame);
    this.updateAxis();
  }

  /** Rows that fit the view. */
  setSlots(slots: number): void {
    this.slots = slots;
    this.scroll.resize(slots, this.axis.rows);
  }

  setMirrored(mirrored: boolean): void {
    if (mirrored === this.mirrored) return;
    const middlePrice = this.axis.priceAt(this.scroll.middleRow);
    this.mirrored = mirrored;
    this.setHover(-1);
    this.forgetChanges();
    this.updateAxis();
    if (!this.scroll.follows && middlePrice >= 0) {
      this.scroll.putInMiddle(this.axis.rowAtOrBelow(ONE_MICROS - middlePrice));
    } else this.scroll.recentre();
  }

  setFrozen(frozen: boolean): void {
    if (frozen === this.frozen) return;
    this.frozen = frozen;
    this.forgetChanges();
  }

  /** What was missed (hidden, frozen, another grouping) must not flash as if it had just happened. */
  forgetChanges(): void {
    this.comparable = false;
    this.flashes.clear();
  }

  /** The row under the pointer, -1: none. `leftHalf` decides where both sides are on offer. */
  setHover(row: number, leftHalf = true): void {
    this.hoverRow = row;
    if (row < 0) this.hoverSide = null;
    else if (row <= this.bidRow && (row < this.askRow || this.askRow < 0 || leftHalf)) this.hoverSide = 'bid';
    else this.hoverSide = this.askRow >= 0 && row >= this.askRow ? 'ask' : null;
  }

  /** True when some member's sizes count. */
  get isLive(): boolean {
    return !this.frozen && this.frame !== null && this.frame.members.some(({ phase }) => phase === 'synced');
  }

  /** Fills the rows; true while flashes are still fading. */
  build(nowMs: number): boolean {
    const { rows, frame } = this;
    rows.resize(this.slots, frame?.members.length ?? 0);
    rows.clear();
    this.flashes.expire(nowMs);
    if (frame !== null) this.take(frame, nowMs);
    this.follow();
    this.fillPrices();
    if (frame === null) return false;
    this.fillSide(this.bids, rows.bids);
    this.fillSide(this.asks, rows.asks);
    this.markOwnTouches(frame);
    this.fillFlashes(nowMs);
    this.judgeSizes();
    return this.flashes.count > 0;
  }

  /** Follows the touch or, while nothing is live, where the last known levels were: there they are looked for. */
  private follow(): void {
    const isLive = this.bidRow >= 0 || this.askRow >= 0;
    const bidRow = !isLive && this.bids.count > 0 ? this.bids.rows[0]! : this.bidRow;
    const askRow = !isLive && this.asks.count > 0 ? this.asks.rows[0]! : this.askRow;
    this.scroll.follow(bidRow, askRow);
  }

  private take(frame: LadderFrame, nowMs: number): void {
    const { rows } = this;
    for (let m = 0; m < frame.members.length; m++) {
      rows.live[m] = !this.frozen && frame.members[m]!.phase === 'synced' ? 1 : 0;
    }
    if (frame === this.builtFrame && this.comparable) return;
    const members = frame.members.length;
    [this.oldBids, this.bids] = [this.bids, this.oldBids];
    [this.oldAsks, this.asks] = [this.asks, this.oldAsks];
    this.bids.load(this.sideOf(frame, true), members, this.axis, this.mirrored);
    this.asks.load(this.sideOf(frame, false), members, this.axis, this.mirrored);
    if (this.frozen) this.touch.state = 'empty';
    else mergeTouch(frame.members, this.mirrored, this.touch);
    const hasTouch = this.touch.state !== 'empty';
    this.bidRow = hasTouch && this.touch.bidMicros >= 0 ? this.axis.rowAtOrBelow(this.touch.bidMicros) : -1;
    this.askRow = hasTouch && this.touch.askMicros >= 0 ? this.axis.rowAtOrAbove(this.touch.askMicros) : -1;
    if (this.comparable && this.flashing && samePhases(frame, this.builtFrame)) {
      this.flashes.compare(this.oldBids, this.bids, rows.live, nowMs);
      this.flashes.compare(this.oldAsks, this.asks, rows.live, nowMs);
    }
    this.builtFrame = frame;
    this.comparable = true;
  }

  private sideOf(frame: LadderFrame, isBid: boolean): LadderSide {
    return isBid === this.mirrored ? frame.asks : frame.bids;
  }

  private fillPrices(): void {
    const { rows, axis, scroll } = this;
    const isCrossed = this.touch.state === 'crossed' || this.touch.state === 'locked';
    // Below the lowest ask nothing is asked: there is room for words, right at the crossing.
    rows.noteSlot = isCrossed && this.note !== '' && this.askRow > 0 ? scroll.topRow - this.askRow + 1 : -1;
    rows.note = rows.noteSlot >= 0 ? this.note : '';
    const reach = this.hoverSide === 'bid' ? this.bidRow : this.askRow;
    const isCut = this.frame !== null && (this.frame.flags & LADDER_FLAG_CUT) !== 0;
    const lastBidRow = isCut && this.bids.count > 0 ? this.bids.rows[this.bids.count - 1]! : -1;
    const lastAskRow = isCut && this.asks.count > 0 ? this.asks.rows[this.asks.count - 1]! : axis.rows;
    for (let slot = 0; slot < rows.slots; slot++) {
      const row = scroll.topRow - slot;
      const price = axis.priceAt(row);
      rows.prices[slot] = price;
      if (price < 0) continue;
      let flags = this.isMajor(row, price) ? ROW.major : 0;
      if (row === this.bidRow) flags |= ROW.bidTouch;
      if (row === this.askRow) flags |= ROW.askTouch;
      if (this.bidRow >= 0 && this.askRow >= 0) {
        if (row > this.bidRow && row < this.askRow) flags |= ROW.spread;
        if (isCrossed && row >= this.askRow && row <= this.bidRow) flags |= ROW.crossed;
      }
      if (row === this.hoverRow) flags |= ROW.hovered;
      if (this.hoverSide !== null && row >= Math.min(this.hoverRow, reach) && row <= Math.max(this.hoverRow, reach)) {
        flags |= ROW.reached;
      }
      if (row < lastBidRow) flags |= ROW.bidBeyond;
      if (row > lastAskRow) flags |= ROW.askBeyond;
      rows.flags[slot] = flags;
    }
  }

  private isMajor(row: number, price: number): boolean {
    const step = this.axis.priceAt(row + 1) - price;
    return step > 0 ? price % (step * MAJOR_ROWS) === 0 : true;
  }

  private fillSide(side: BookSide, out: SideRows): void {
    const { rows } = this;
    const { topRow } = this.scroll;
    const { members } = rows;
    for (let level = 0; level < side.count; level++) {
      const slot = topRow - side.rows[level]!;
      if (slot < 0 || slot >= rows.slots) continue;
      for (let m = 0; m < members; m++) out.sizes[slot * members + m]! += side.sizes[level * members + m]!;
      // A frozen window shows the last known sizes and counts none of them.
      if (this.frozen || side.totals[level] === 0) continue;
      out.totals[slot]! += side.totals[level]!;
      out.cums[slot] = side.cums[level]!;
    }
  }

  private markOwnTouches(frame: LadderFrame): void {
    const { rows, axis } = this;
    const { topRow } = this.scroll;
    for (let m = 0; m < frame.members.length; m++) {
      if (rows.live[m] === 0) continue;
      const bid = viewBid(frame.members[m]!, this.mirrored);
      const ask = viewAsk(frame.members[m]!, this.mirrored);
      const bidSlot = bid < 0 ? -1 : topRow - axis.rowAtOrBelow(bid);
      const askSlot = ask < 0 ? -1 : topRow - axis.rowAtOrAbove(ask);
      if (bidSlot >= 0 && bidSlot < rows.slots) rows.bids.touches[bidSlot]! |= 1 << m;
      if (askSlot >= 0 && askSlot < rows.slots) rows.asks.touches[askSlot]! |= 1 << m;
    }
  }

  private fillFlashes(nowMs: number): void {
    const { rows, flashes } = this;
    for (let i = 0; i < flashes.count; i++) {
      const slot = this.scroll.topRow - flashes.rows[i]!;
      if (slot < 0 || slot >= rows.slots || flashes.members[i]! >= rows.members) continue;
      const side = flashes.isBid[i] === 1 ? rows.bids : rows.asks;
      side.flashes[slot * rows.members + flashes.members[i]!] = flashes.strength(i, nowMs);
    }
  }

  private judgeSizes(): void {
    const { rows, scale } = this;
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

  /** Without the facts the finest step is learned from the prices, and never unlearned. */
  private observe(frame: LadderFrame): void {
    if (frame.groupMicros !== 0) return;
    let step = this.observedStepMicros;
    for (let i = 0; i < frame.bids.count; i++) step = greatestCommonDivisor(step, frame.bids.prices[i]!);
    for (let i = 0; i < frame.asks.count; i++) step = greatestCommonDivisor(step, frame.asks.prices[i]!);
    this.observedStepMicros = step;
  }

  private updateAxis(): void {
    const group = this.frame?.groupMicros ?? 0;
    const known = this.gridsComplete ? this.grids : [...this.grids, uniformGrid(this.observedStepMicros)];
    this.tickGrid = mergeGrids(known);
    const merged = group > 0 ? uniformGrid(group) : this.tickGrid;
    const grid = this.mirrored ? mirrorGrid(merged) : merged;
    if (sameGrid(grid, this.axis.grid)) return;
    const middlePrice = this.axis.priceAt(this.scroll.middleRow);
    this.axis = new PriceAxis(grid);
    this.forgetChanges();
    this.setHover(-1);
    this.scroll.resize(this.slots, this.axis.rows);
    if (!this.scroll.follows && middlePrice >= 0) this.scroll.putInMiddle(this.axis.rowAtOrBelow(middlePrice));
  }
}

function samePhases(frame: LadderFrame, before: LadderFrame | null): boolean {
  if (before === null || before.members.length !== frame.members.length) return false;
  for (let m = 0; m < frame.members.length; m++) {
    if (frame.members[m]!.phase !== before.members[m]!.phase) return false;
  }
  return true;
}
