/**
 * Derives the visible rows from the last frame and the way it is viewed: outcome, grouping, scroll, hover.
 *
 * No painting, no clock, no DOM: time is passed in, so the same frames give the same rows. Prices, sides and touches are
 * converted to the outcome shown here, once; what reads the rows does not depend on it.
 */
import type { LadderFrame, LadderSide } from '../../../../src-shared/contract/ladder-frame.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { type PriceGrid, uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import { BookSide } from './book-side.ts';
import { fillFlashes, fillPrices, fillSide, fitBars, type HoverSide, markTouches } from './ladder-fill.ts';
import { LadderFlashes } from './ladder-flashes.ts';
import { LadderRows } from './ladder-rows.ts';
import { LevelScale } from './ladder-scale.ts';
import { LadderScroll } from './ladder-scroll.ts';
import { emptyTouch, mergeTouch } from './ladder-touch.ts';
import { greatestCommonDivisor, mergeGrids, mirrorGrid, PriceAxis, sameGrid } from './price-axis.ts';

/** The price step that is assumed until a finer price arrives or the facts of the market are known. */
const STEP_ASSUMED_MICROS = 10_000;

export class LadderModel {
  frame: LadderFrame | null = null;
  /** Every price that a member allows, in terms of the market itself, whatever the grouping. */
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
  /** True while the frame is not current: no size counts, whatever the frame reports. */
  frozen = false;
  mirrored = false;
  /** Text beside the rows where venues cross or lock; '' for none. */
  note = '';
  /** False when motion is reduced. */
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

  /** Changes that were missed (hidden, frozen, regrouped) must not flash as if they had just happened. */
  forgetChanges(): void {
    this.comparable = false;
    this.flashes.clear();
  }

  /** The row under the pointer, -1: none. `leftHalf` decides where both sides have levels. */
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
    fillPrices(this);
    if (frame === null) return false;
    fillSide(this, this.bids, rows.bids);
    fillSide(this, this.asks, rows.asks);
    markTouches(this, frame);
    fillFlashes(this, this.flashes, nowMs);
    fitBars(rows, this.scale);
    return this.flashes.count > 0;
  }

  /** Follows the touch or, while nothing is live, the best of the last known levels. */
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

  /** Learns the finest step from the prices while the facts are unknown; it never becomes coarser. */
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
