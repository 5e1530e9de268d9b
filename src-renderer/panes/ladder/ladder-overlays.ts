/**
 * Shows what lies over the painted rows: the banner of a ladder that is not live, the tooltip at the pointer, and the buttons
 * that lead back to a touch that is out of view. An element is written only when its text changed.
 */
import type { LadderFrame } from '../../../src-shared/contract/ladder-frame.ts';
import type { LadderState } from '../../stores/ladder-state.ts';
import { bannerOf } from './ladder-banner.ts';
import type { ViewTerms } from './ladder-terms.ts';
import { LadderTooltip, readingOf } from './ladder-tooltip.ts';
import type { LadderModel } from './model/ladder-model.ts';
import { walkTo } from './model/ladder-walk.ts';

export type OverlayElements = {
  readonly banner: HTMLElement;
  readonly tooltip: HTMLElement;
  readonly above: HTMLElement;
  readonly below: HTMLElement;
};

/** CSS pixels from the canvas's corner. */
export type Point = { readonly x: number; readonly y: number };

export class LadderOverlays {
  private readonly elements: OverlayElements;
  private readonly tooltip: LadderTooltip;
  private readFrame: LadderFrame | null = null;
  private readRow = -1;
  private readSide: LadderModel['hoverSide'] = null;

  constructor(elements: OverlayElements) {
    this.elements = elements;
    this.tooltip = new LadderTooltip(elements.tooltip);
  }

  /** Shows the banner of this state, if it has one. */
  showBanner(state: LadderState, venues: ViewTerms['members']): void {
    const { banner } = this.elements;
    const shown = bannerOf(state, venues);
    banner.hidden = shown === null;
    if (shown === null) return;
    if (banner.dataset.state !== shown.word) banner.dataset.state = shown.word;
    const [word, text] = banner.children;
    if (word !== undefined && word.textContent !== shown.word) word.textContent = shown.word;
    if (text !== undefined && text.textContent !== shown.text) text.textContent = shown.text;
  }

  /** `width` and `height` of the canvas in CSS pixels. */
  showReading(
    model: LadderModel,
    terms: ViewTerms,
    decimals: number,
    at: Point | null,
    width: number,
    height: number,
  ): void {
    const { hoverRow, hoverSide, frame } = model;
    if (hoverSide === null || at === null || !model.isLive) {
      this.readFrame = null;
      this.tooltip.hide();
      return;
    }
    if (frame !== this.readFrame || hoverRow !== this.readRow || hoverSide !== this.readSide) {
      this.readFrame = frame;
      this.readRow = hoverRow;
      this.readSide = hoverSide;
      this.read(model, terms, decimals);
    }
    this.tooltip.place(at, hoverSide, width, height);
  }

  /** Where the touch is when it is out of view. */
  showBeyond({ scroll, rows, bidRow, askRow }: LadderModel): void {
    const lowest = scroll.topRow - rows.slots + 1;
    const bid = bidRow < 0 ? askRow : bidRow;
    const ask = askRow < 0 ? bidRow : askRow;
    this.elements.above.hidden = bid < 0 || Math.max(bid, ask) <= scroll.topRow;
    this.elements.below.hidden = bid < 0 || Math.min(bid, ask) >= lowest;
  }

  private read(model: LadderModel, terms: ViewTerms, decimals: number): void {
    const { hoverRow, mirrored } = model;
    const side = model.hoverSide === 'bid' ? model.bids : model.asks;
    const price = model.axis.priceAt(hoverRow);
    const members = terms.members.map((member) => member.terms);
    const walk = price < 0 ? null : walkTo(side, hoverRow, price, model.rows.live, members);
    if (walk === null) {
      this.tooltip.hide();
      return;
    }
    const [outcome, opposite] = mirrored ? [terms.outcomes[1], terms.outcomes[0]] : terms.outcomes;
    const grouped = (model.frame?.groupMicros ?? 0) > 0;
    this.tooltip.show(readingOf({ walk, unit: terms.unit, decimals, outcome, opposite, grouped }));
  }
}
