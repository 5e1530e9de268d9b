/**
 * Shows the line of figures above the rows: microprice, depth, imbalance, levels and walls, over all live venues together.
 *
 * The figures of each venue are in the tooltip. Depth, levels and imbalance cover whole books, walls the visible rows. A venue that is
 * not live is left out, and the two sides of one market are never added up.
 */
import type { LadderFrame, LadderMember } from '../../../src-shared/contract/ladder-frame.ts';
import { formatAverage, formatSize, NONE, type PriceUnit } from '../../text/format.ts';
import { type LadderRows, ROW } from './model/ladder-rows.ts';
import { viewAsk, viewBid } from './model/ladder-touch.ts';

export type LadderFigures = {
  /** The touch weighted by the other side's size, in the view; NaN: none. */
  readonly microMicros: number;
  readonly bidDepthMicros: number;
  readonly askDepthMicros: number;
  /** Bids less asks, of both, -1 to 1; NaN: nothing is there. */
  readonly imbalance: number;
  readonly bidLevels: number;
  readonly askLevels: number;
};

type Sizes = Pick<LadderMember, 'bidSizeMicros' | 'askSizeMicros' | 'bidDepthMicros' | 'askDepthMicros'>;

/** A member's sizes in the view. */
function viewSizes(member: LadderMember, mirrored: boolean): Sizes {
  if (!mirrored) return member;
  const { bidSizeMicros, askSizeMicros, bidDepthMicros, askDepthMicros } = member;
  return {
    bidSizeMicros: askSizeMicros,
    askSizeMicros: bidSizeMicros,
    bidDepthMicros: askDepthMicros,
    askDepthMicros: bidDepthMicros,
  };
}

/** The figures over these members, who all count. */
export function figuresOf(
  members: readonly LadderMember[],
  mirrored: boolean,
): Omit<LadderFigures, 'bidLevels' | 'askLevels'> {
  const bid = Math.max(-1, ...members.map((member) => viewBid(member, mirrored)));
  const asks = members.map((member) => viewAsk(member, mirrored)).filter((price) => price >= 0);
  const ask = asks.length === 0 ? -1 : Math.min(...asks);
  let [bidSize, askSize, bidDepth, askDepth] = [0, 0, 0, 0];
  for (const member of members) {
    const sizes = viewSizes(member, mirrored);
    if (viewBid(member, mirrored) === bid) bidSize += sizes.bidSizeMicros;
    if (viewAsk(member, mirrored) === ask) askSize += sizes.askSizeMicros;
    bidDepth += sizes.bidDepthMicros;
    askDepth += sizes.askDepthMicros;
  }
  const both = bid >= 0 && ask >= 0 && bidSize + askSize > 0;
  const depth = bidDepth + askDepth;
  return {
    // A part of the way from bid to ask: an estimate, not money.
    microMicros: both ? bid + (ask - bid) * (bidSize / (bidSize + askSize)) : Number.NaN,
    bidDepthMicros: bidDepth,
    askDepthMicros: askDepth,
    imbalance: depth > 0 ? (bidDepth - askDepth) / depth : Number.NaN,
  };
}

const FIGURES = [
  ['micro', 'Microprice: the touch weighted by the size on the other side'],
  ['depth', 'Contracts bid and offered, whole books'],
  ['imb', 'Imbalance: (bids − asks) / (bids + asks), whole books'],
  ['levels', 'Price levels bid and offered, whole books'],
  ['walls', 'Levels many times the median, in the visible rows'],
] as const;

/** Prices between two of the grid need two decimals more. */
const MICRO_DECIMALS_MORE = 2;

export type StatsTerms = { readonly unit: PriceUnit; readonly decimals: number; readonly names: readonly string[] };

export class LadderStats {
  private readonly element: HTMLElement;
  private readonly texts = new Map<string, Text>();

  constructor(element: HTMLElement) {
    this.element = element;
    const { ownerDocument: document } = element;
    const cells = FIGURES.map(([name, title]) => {
      const cell = document.createElement('span');
      cell.title = title;
      cell.dataset.stat = name;
      const label = document.createElement('i');
      label.textContent = name;
      const value = document.createElement('b');
      const text = document.createTextNode(NONE);
      value.append(text);
      cell.append(label, value);
      this.texts.set(name, text);
      return cell;
    });
    element.replaceChildren(...cells);
  }

  show(frame: LadderFrame, rows: LadderRows, mirrored: boolean, isLive: boolean, terms: StatsTerms): void {
    const live = isLive ? frame.members.filter(({ phase }) => phase === 'synced') : [];
    const all = figuresOf(live, mirrored);
    const [bidLevels, askLevels] = mirrored ? [frame.askLevels, frame.bidLevels] : [frame.bidLevels, frame.askLevels];
    const none = live.length === 0;
    this.set('micro', priceText(all.microMicros, terms));
    this.set('depth', none ? NONE : `${formatSize(all.bidDepthMicros)} / ${formatSize(all.askDepthMicros)}`);
    this.set('imb', imbalanceText(all.imbalance));
    this.set('levels', none ? NONE : `${bidLevels} / ${askLevels}`);
    this.set('walls', none ? NONE : wallsText(rows));
    const title = live.length < 2 ? '' : live.map((member) => ownText(member, frame, mirrored, terms)).join('\n');
    if (this.element.title !== title) this.element.title = title;
  }

  /** No figures are known. */
  clear(): void {
    for (const [name] of FIGURES) this.set(name, NONE);
    this.element.title = '';
  }

  private set(name: string, text: string): void {
    const node = this.texts.get(name);
    if (node !== undefined && node.data !== text) node.data = text;
  }
}

function ownText(member: LadderMember, frame: LadderFrame, mirrored: boolean, terms: StatsTerms): string {
  const own = figuresOf([member], mirrored);
  const name = terms.names[frame.members.indexOf(member)] ?? '';
  const levels = mirrored ? [member.askLevels, member.bidLevels] : [member.bidLevels, member.askLevels];
  const depth = `${formatSize(own.bidDepthMicros)} / ${formatSize(own.askDepthMicros)}`;
  const micro = priceText(own.microMicros, terms);
  return `${name}: micro ${micro}, depth ${depth}, imb ${imbalanceText(own.imbalance)}, levels ${levels.join(' / ')}`;
}

function priceText(micros: number, { unit, decimals }: StatsTerms): string {
  return Number.isNaN(micros)
    ? NONE
    : formatAverage(Math.round(micros), unit, unit === 'odds' ? decimals : decimals + MICRO_DECIMALS_MORE);
}

/** "+14 %": more is bid than asked. */
export function imbalanceText(imbalance: number): string {
  if (Number.isNaN(imbalance)) return NONE;
  const percent = Math.round(imbalance * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '\u2212' : ''}${Math.abs(percent)} %`;
}

function wallsText({ flags, slots }: LadderRows): string {
  let [bids, asks] = [0, 0];
  for (let slot = 0; slot < slots; slot++) {
    if ((flags[slot]! & ROW.bidWall) !== 0) bids++;
    if ((flags[slot]! & ROW.askWall) !== 0) asks++;
  }
  return `${bids} / ${asks}`;
}
