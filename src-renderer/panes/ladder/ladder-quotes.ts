/**
 * The lines above a ladder: each venue's state, age, own touch, spread and mid, and the best over all live venues.
 *
 * Filled in place and only where a text changed, so that a touch that moves twenty times a second costs a few text nodes and
 * nothing shifts. The best line is there only for several venues, and it says when they cross or lock, and for how much.
 */
import type { LadderFrame, LadderMember } from '../../../src-shared/contract/ladder-frame.ts';
import type { SpreadRow } from '../../../src-shared/domain/spread.ts';
import { replayStore } from '../../stores/replay-store.ts';
import { formatAge, formatAverage, formatPrice, formatSize, NONE, type PriceUnit } from '../../text/format.ts';
import { edgeText, profitText } from '../../text/spread-text.ts';
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

/** Whether the last frame is news, is only waiting to be replaced, or the window is cut off. */
export type Standing = 'live' | 'awaiting' | 'cut';

export type QuotesInput = {
  readonly frame: LadderFrame;
  readonly touch: Touch;
  /** The link's best direction; null: not a link, or nothing is known yet. */
  readonly spread: SpreadRow | null;
  readonly standing: Standing;
  readonly mirrored: boolean;
  /** When the frame came, on the same clock as `nowMs`. */
  readonly arrivedMs: number;
  readonly nowMs: number;
};

/** Ages follow the frames at most this often: tenths of a second that fly by say nothing. */
const AGE_INTERVAL_MS = 500;

/** A mid may lie half a step between two prices. */
const MID_DECIMALS_MORE = 1;

/** What a crossed or locked touch is worth after both fees, as the engine walked it: "+1.50¢ × 400 = +$6.03 after fees". */
export function gainText(spread: SpreadRow | null): string {
  if (spread === null || spread.buyMicros < 0 || spread.sellMicros < 0) return '';
  const { status, touchEdgeMicros, edgeMicros, sizeMicros, profitMicros } = spread;
  const walk = `${edgeText(edgeMicros)}¢ × ${formatSize(sizeMicros)} = ${profitText(profitMicros)}`;
  const gain = `${sizeMicros === 0 ? `${edgeText(touchEdgeMicros)}¢` : walk} after fees`;
  return status === 'confirmed' ? gain : `${gain}, not confirmed`;
}

/** What the best line says of a crossed or locked touch; '' otherwise. */
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

  /** Builds the lines anew when members, colours or unit changed. */
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

  show({ frame, touch, spread, standing, mirrored, arrivedMs, nowMs }: QuotesInput): void {
    const { terms } = this;
    if (terms === null) return;
    this.frame = frame;
    this.arrivedMs = arrivedMs;
    for (let m = 0; m < this.lines.length; m++) {
      const member = frame.members[m];
      if (member !== undefined) this.showMember(this.lines[m]!, member, standing, mirrored, terms);
    }
    if (this.best !== null) this.showBest(this.best, touch, spread, terms);
    if (nowMs - this.agedMs >= AGE_INTERVAL_MS) this.showAges(nowMs);
  }

  /**
   * The age of each venue's last message: as old as it was when the engine sent the frame, and the time since then. The two
   * clocks are never compared. In a replay time is the recording's: it stands still while the replay does.
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

  private showMember(line: Line, member: LadderMember, standing: Standing, mirrored: boolean, terms: QuoteTerms): void {
    const state = bookState(member.phase, member.transport);
    const isLive = member.phase === 'synced' && standing === 'live';
    // Cut off, the window does not know the venue's state any more; the last one must not be read as the present one.
    if (standing === 'cut') setState(line, 'frozen', 'frozen');
    else setState(line, state, state);
    const last = bookStateText(line.name, state, member.reason);
    const text = standing === 'cut' ? `Nothing new arrives. Last known: ${last}` : last;
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
    setData(line.element, 'gain', String(spread !== null && spread.sizeMicros > 0));
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
