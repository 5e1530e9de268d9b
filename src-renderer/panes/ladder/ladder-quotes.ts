/**
 * Shows the lines above a ladder: state, age, touch, spread and mid of each venue, and the best over all live venues.
 *
 * Only texts that changed are written, so a touch that moves twenty times a second costs a few text nodes and nothing shifts.
 * The best line exists for several venues only, and shows when they cross or lock, and what that earns.
 */
import type { LadderFrame, LadderMember } from '../../../src-shared/contract/ladder-frame.ts';
import type { SpreadRow } from '../../../src-shared/domain/spread.ts';
import type { LadderState, Received } from '../../stores/ladder-state.ts';
import { replayStore } from '../../stores/replay-store.ts';
import { formatAge, formatAverage, formatPrice, formatSize, NONE, type PriceUnit } from '../../text/format.ts';
import { edgeMark, edgeText, profitText } from '../../text/spread-text.ts';
import { bookState, bookStateText } from '../../widgets/book-state.ts';
import { type MemberTerms, type Touch, viewAsk, viewBid } from './model/ladder-touch.ts';

export type QuoteTerms = {
  readonly unit: PriceUnit;
  readonly decimals: number;
  readonly venues: readonly {
    readonly id: string;
    readonly name: string;
    readonly shortName: string;
    readonly colour: string;
    readonly terms: MemberTerms;
  }[];
};

export type QuotesInput = {
  readonly state: Extract<LadderState, Received>;
  readonly touch: Touch;
  /** The link's best direction; null: not a link, or nothing is known yet. */
  readonly spread: SpreadRow | null;
  readonly mirrored: boolean;
  readonly nowMs: number;
};

/** Ages are updated at most this often: faster than that they cannot be read. */
const AGE_INTERVAL_MS = 500;

/** A mid may lie half a step from a price. */
const MID_DECIMALS_MORE = 1;

/** What a crossed or locked touch is worth after both fees, as the engine walked it: "+1.50¢ × 400 = +$6.03 after fees". */
export function gainText(spread: SpreadRow | null): string {
  if (spread === null || spread.buyMicros < 0 || spread.sellMicros < 0) return '';
  const { status, touchEdgeMicros, edgeMicros, sizeMicros, profitMicros } = spread;
  const walk = `${edgeText(edgeMicros)}¢ × ${formatSize(sizeMicros)} = ${profitText(profitMicros)}`;
  const gain = `${sizeMicros === 0 ? `${edgeText(touchEdgeMicros)}¢` : walk} after fees`;
  const held = status === 'confirmed' ? gain : `${gain}, not confirmed`;
  return spread.isBehind ? `${held}, behind` : held;
}

/** The text of the best line for a crossed or locked touch; '' otherwise. */
export function crossText({ state, bidMicros, askMicros }: Touch, spread: SpreadRow | null): string {
  if (state !== 'crossed' && state !== 'locked') return '';
  const gross = state === 'locked' ? 'locked' : `crossed ${edgeText(bidMicros - askMicros)}¢`;
  const gain = gainText(spread);
  return gain === '' ? gross : `${gross}, ${gain}`;
}

type Line = {
  readonly name: string;
  readonly element: HTMLElement;
  readonly state: HTMLElement;
  readonly stateText: Text;
  readonly age: Text;
  readonly bid: Text;
  readonly ask: Text;
  readonly spread: Text;
  readonly mid: Text;
};

export class LadderQuotes {
  private readonly element: HTMLElement;
  private terms: QuoteTerms | null = null;
  private lines: Line[] = [];
  private best: Line | null = null;
  private frame: LadderFrame | null = null;
  private arrivedMs = 0;
  private agedMs = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  /** Rebuilds the lines, after members, colours or unit changed. */
  setTerms(terms: QuoteTerms): void {
    this.terms = terms;
    this.agedMs = Number.NEGATIVE_INFINITY;
    this.lines = terms.venues.map((venue) => {
      const line = this.makeLine(venue.name, venue.shortName, venue.colour);
      line.element.dataset.venue = venue.id;
      return line;
    });
    this.best = terms.venues.length > 1 ? this.makeLine('Best', 'Best', null) : null;
    this.element.replaceChildren(...this.lines.map(({ element }) => element));
    if (this.best !== null) {
      this.best.element.classList.add('ladder-quote-best');
      this.element.append(this.best.element);
    }
  }

  show({ state, touch, spread, mirrored, nowMs }: QuotesInput): void {
    const { terms } = this;
    if (terms === null) return;
    const { frame } = state;
    this.frame = frame;
    this.arrivedMs = state.arrivedMs;
    for (let m = 0; m < this.lines.length; m++) {
      const member = frame.members[m];
      if (member !== undefined) this.showMember(this.lines[m]!, member, state.is, mirrored, terms);
    }
    if (this.best !== null) this.showBest(this.best, touch, spread, terms);
    if (nowMs - this.agedMs >= AGE_INTERVAL_MS) this.showAges(nowMs);
  }

  /**
   * Shows the age of each venue's last message: its age when the engine sent the frame, plus the time since the frame arrived.
   * The two clocks are never compared. In a replay the time is that of the recording, which stops with the replay.
   */
  showAges(nowMs: number): void {
    const { frame } = this;
    if (frame === null) return;
    this.agedMs = nowMs;
    const { replay } = replayStore.getState();
    for (let m = 0; m < this.lines.length; m++) {
      const lastReceivedMs = frame.members[m]?.lastReceivedMs ?? 0;
      const ageMs = replay
        ? Math.max(0, replay.atMicros / 1_000 - lastReceivedMs)
        : Math.max(0, frame.sentMicros / 1_000 - lastReceivedMs) + Math.max(0, nowMs - this.arrivedMs);
      setText(this.lines[m]!.age, lastReceivedMs > 0 ? formatAge(ageMs) : NONE);
    }
  }

  private showMember(
    line: Line,
    member: LadderMember,
    ladder: LadderState['is'],
    mirrored: boolean,
    terms: QuoteTerms,
  ): void {
    const state = bookState(member.phase, member.transport);
    const isLive = member.phase === 'synced' && ladder === 'live';
    // The last known state of the venue must not be read as its present one.
    const isFrozen = ladder === 'frozen';
    setState(line, isFrozen ? 'frozen' : state, isFrozen ? 'frozen' : state);
    const last = bookStateText(line.name, state, member.reason);
    const text = isFrozen ? `No new data. Last known: ${last}` : last;
    if (line.state.title !== text) line.state.title = text;
    setData(line.element, 'phase', member.phase);
    setData(line.element, 'reason', member.reason);
    setData(line.element, 'live', String(isLive));
    showPrices(line, viewBid(member, mirrored), viewAsk(member, mirrored), terms);
  }

  private showBest(line: Line, touch: Touch, spread: SpreadRow | null, terms: QuoteTerms): void {
    const isEmpty = touch.state === 'empty';
    showPrices(line, isEmpty ? -1 : touch.bidMicros, isEmpty ? -1 : touch.askMicros, terms);
    setData(line.element, 'touch', touch.state);
    setData(line.element, 'gain', String(spread !== null && spread.sizeMicros > 0 && edgeMark(spread) === null));
    const text = crossText(touch, spread);
    setState(line, touch.state, text);
    if (line.state.title !== text) line.state.title = text;
  }

  private makeLine(name: string, shortName: string, colour: string | null): Line {
    const document = this.element.ownerDocument;
    const element = document.createElement('div');
    element.className = 'ladder-quote';
    const cell = (className: string): HTMLElement => {
      const made = document.createElement('span');
      made.className = `ladder-quote-${className}`;
      element.append(made);
      return made;
    };
    const text = (className: string): Text => {
      const node = document.createTextNode(NONE);
      cell(className).append(node);
      return node;
    };
    const nameCell = cell('name');
    nameCell.title = name;
    const dot = document.createElement('i');
    dot.className = 'ladder-dot';
    if (colour !== null) dot.style.setProperty('--venue', colour);
    const long = document.createElement('b');
    long.textContent = name;
    const short = document.createElement('b');
    short.textContent = shortName;
    short.setAttribute('aria-hidden', 'true');
    nameCell.append(dot, long, short);
    const state = cell('state');
    const stateText = document.createTextNode('');
    state.append(stateText);
    return {
      name,
      element,
      state,
      stateText,
      age: text('age'),
      bid: text('bid'),
      ask: text('ask'),
      spread: text('spread'),
      mid: text('mid'),
    };
  }
}

function showPrices(line: Line, bid: number, ask: number, { unit, decimals }: QuoteTerms): void {
  const both = bid >= 0 && ask >= 0;
  // A difference of two prices has no odds; it is read in cents.
  const spreadUnit = unit === 'odds' ? 'cents' : unit;
  const spreadDecimals = unit === 'odds' ? 1 : decimals;
  setText(line.bid, formatPrice(bid, unit, decimals));
  setText(line.ask, formatPrice(ask, unit, decimals));
  const width = formatPrice(Math.abs(ask - bid), spreadUnit, spreadDecimals);
  setText(line.spread, both ? `${ask < bid ? '\u2212' : ''}${width}` : NONE);
  setText(line.mid, both ? formatAverage((bid + ask) / 2, unit, decimals + MID_DECIMALS_MORE) : NONE);
}

function setState(line: Line, state: string, text: string): void {
  setData(line.state, 'state', state);
  setText(line.stateText, text);
}

function setText(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
