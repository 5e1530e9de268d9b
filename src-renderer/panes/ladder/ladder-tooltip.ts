/**
 * The tooltip of a hovered row: what taking everything up to that row would cost and pay.
 *
 * Created once and updated in place; it is moved, never animated, and stays inside the ladder.
 */
import {
  formatAverage,
  formatMoney,
  formatPrice,
  formatSizeExact,
  NONE,
  type PriceUnit,
  UNIT_LABEL,
} from '../../text/format.ts';
import type { HoverSide } from './model/ladder-fill.ts';
import type { Walk } from './model/ladder-walk.ts';

/** Lines of the reading: name and value. */
export type Reading = { readonly title: string; readonly lines: readonly (readonly [name: string, value: string])[] };

export type ReadingInput = {
  readonly walk: Walk;
  readonly unit: PriceUnit;
  readonly decimals: number;
  /** The outcome of the view, and the other one. */
  readonly outcome: string;
  readonly opposite: string;
  readonly grouped: boolean;
};

/** Distance from the pointer, CSS pixels. */
const OFFSET = 14;
/** Half a price column with some air. */
const HALF_PRICE = 40;

/** The words and numbers of a reading. An average has two decimals more than a price: it lies between two rows. */
export function readingOf({ walk, unit, decimals, outcome, opposite, grouped }: ReadingInput): Reading {
  const sign = unit === 'cents' ? UNIT_LABEL.cents : '';
  const contracts = walk.feeContractsMicros > 0 ? ` + ${formatSizeExact(walk.feeContractsMicros)} contracts` : '';
  const fee = walk.feeMicros === null ? NONE : `${formatMoney(walk.feeMicros)}${contracts}`;
  const common: Reading['lines'] = [
    ['Size to here', formatSizeExact(walk.sizeMicros)],
    ['Average price', `${formatAverage(walk.averageMicros, unit, unit === 'odds' ? decimals : decimals + 2)}${sign}`],
  ];
  const own: Reading['lines'] =
    walk.action === 'buy'
      ? [
          ['Cost', formatMoney(walk.amountMicros)],
          ['Fee', fee],
          [`Payout if ${outcome}`, formatMoney(walk.payoutMicros)],
        ]
      : [
          ['Proceeds', formatMoney(walk.amountMicros)],
          ['Fee', fee],
          [`Or cost as ${opposite}`, formatMoney(walk.oppositeCostMicros)],
          [`Payout if ${opposite}`, formatMoney(walk.payoutMicros)],
        ];
  const note: Reading['lines'] = grouped ? [['Prices', 'worst of each row']] : [];
  const verb = walk.action === 'buy' ? 'Buy' : 'Sell';
  return {
    title: `${verb} ${outcome} to ${formatPrice(walk.priceMicros, unit, decimals)}${sign}`,
    lines: [...common, ...own, ...note],
  };
}

export class LadderTooltip {
  private readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(reading: Reading): void {
    const { element } = this;
    const document = element.ownerDocument;
    const title = document.createElement('div');
    title.className = 'ladder-tooltip-title';
    title.textContent = reading.title;
    const list = document.createElement('dl');
    for (const [name, value] of reading.lines) {
      const term = document.createElement('dt');
      term.textContent = name;
      const detail = document.createElement('dd');
      detail.textContent = value;
      list.append(term, detail);
    }
    element.replaceChildren(title, list);
    element.hidden = false;
  }

  /**
   * Puts it beside the pointer, away from the numbers it speaks of: left of an ask, right of a bid, unless there is no room.
   * All in CSS pixels.
   */
  place(pointer: { readonly x: number; readonly y: number }, side: HoverSide, width: number, height: number): void {
    const { element } = this;
    const toLeft = width / 2 - HALF_PRICE - element.offsetWidth;
    const toRight = width / 2 + HALF_PRICE;
    let left = side === 'ask' ? toLeft : toRight;
    if (left < 0 || left + element.offsetWidth > width) {
      const isRightHalf = pointer.x + OFFSET + element.offsetWidth > width;
      left = isRightHalf ? pointer.x - OFFSET - element.offsetWidth : pointer.x + OFFSET;
    }
    const top = Math.min(pointer.y + OFFSET, height - element.offsetHeight);
    element.style.transform = `translate(${Math.max(0, Math.round(left))}px, ${Math.max(0, Math.round(top))}px)`;
  }
}
