/**
 * One alert rule at work: whether its condition holds now, and whether that is news.
 *
 * News is a crossing: the condition holds and did not when it was last clearly judged. A rule's first look only finds out where it
 * stands, so nothing fires for what was so before. Books that are not synced, or cross in the middle of a burst, are not looked at.
 */
import {
  type AlertCondition,
  type AlertRule,
  type AlertSighting,
  type Crossing,
  WALL_KEPT_PERCENT,
} from '../../src-shared/domain/alert.ts';
import { WALL_LEVELS_MAX } from '../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import type { BookSide } from '../book/book-side.ts';
import type { BookEntry } from '../book/book-table.ts';

/** A book of the rule's target; `inverted`: seen from a link that turns it round. */
export type WatchedBook = { readonly entry: BookEntry; readonly inverted: boolean };

/** What a look found. */
export type Seen = Pick<AlertSighting, 'priceMicros' | 'sizeMicros' | 'side'> & { readonly entry: BookEntry };

const NONE = -1;
const PERCENT = 100;

/** No further than a wall may stand, copied there and back for every look. */
const keys = new Float64Array(WALL_LEVELS_MAX);
const sizes = new Float64Array(WALL_LEVELS_MAX);

export class AlertWatch {
  readonly rule: AlertRule;
  /** Of the target, as they are now; of any market: empty. */
  books: readonly WatchedBook[] = [];
  /** Null until the first look. */
  private armed: boolean | null = null;
  /** When it last told of a market or venue. */
  private readonly toldMs = new Map<string, number>();

  constructor(rule: AlertRule) {
    this.rule = rule;
  }

  /** Finds out where it stands, so that the very next change can be news. Nothing happens where that is known. */
  begin(): void {
    if (this.armed !== null) return;
    this.look();
    for (const { entry } of this.books) {
      const { lastTradeMicros } = entry.book;
      if (this.armed === null && lastTradeMicros >= 0) this.lookAtTrade(entry, lastTradeMicros);
    }
  }

  /** Starts again: what was seen belongs to another time. */
  forget(): void {
    this.armed = null;
    this.toldMs.clear();
  }

  /** Looks at the books after they changed; what it found when it is news. */
  look(): Seen | null {
    const { when } = this.rule;
    if (when.kind === 'price' && when.price !== 'trade') {
      const touch = this.touch();
      if (!touch) return null;
      // Doubled, so that the middle of two prices stays whole.
      const price = when.price === 'mid' ? touch.bid + touch.ask : 2 * (when.price === 'bid' ? touch.bid : touch.ask);
      const isThere = when.price === 'mid' ? touch.bid >= 0 && touch.ask >= 0 : price >= 0;
      if (!isThere || !this.crosses(when.crosses, price, 2 * when.priceMicros, 2 * when.hysteresisMicros)) return null;
      const side = when.price === 'mid' ? 'none' : when.price;
      return { entry: touch.of, priceMicros: Math.floor(price / 2), sizeMicros: NONE, side };
    }
    if (when.kind === 'spread') {
      const touch = this.touch();
      if (!touch || touch.bid < 0 || touch.ask < 0) return null;
      const width = touch.ask - touch.bid;
      if (!this.crosses(when.crosses, width, when.widthMicros, when.hysteresisMicros)) return null;
      return { entry: touch.of, priceMicros: width, sizeMicros: NONE, side: 'none' };
    }
    return when.kind === 'wall' ? this.lookForWall(when) : null;
  }

  /** A trade of one of its books. */
  lookAtTrade(entry: BookEntry, priceMicros: number): Seen | null {
    const { when } = this.rule;
    if (when.kind !== 'price' || when.price !== 'trade' || entry.book.sync.phase !== 'synced') return null;
    const isInverted = this.books.find((book) => book.entry === entry)?.inverted ?? false;
    const price = isInverted ? ONE_MICROS - priceMicros : priceMicros;
    if (!this.crosses(when.crosses, price, when.priceMicros, when.hysteresisMicros)) return null;
    return { entry, priceMicros: price, sizeMicros: NONE, side: 'none' };
  }

  /** Whether it may speak of this market or venue now; if so it has. */
  speaks(of: string, nowMs: number): boolean {
    const last = this.toldMs.get(of);
    if (last !== undefined && nowMs - last < this.rule.quietMs && nowMs >= last) return false;
    this.toldMs.set(of, nowMs);
    return true;
  }

  /** The best over all synced members, each -1 where there is none; null when none can be looked at. */
  private touch(): { readonly bid: number; readonly ask: number; readonly of: BookEntry } | null {
    let bid = NONE;
    let ask = NONE;
    let of: BookEntry | null = null;
    for (const { entry, inverted } of this.books) {
      const { book } = entry;
      if (book.sync.phase !== 'synced') continue;
      if (book.crossed) return null;
      of ??= entry;
      const own = { bid: book.bestBidMicros, ask: book.bestAskMicros };
      const memberBid = inverted ? turned(own.ask) : own.bid;
      const memberAsk = inverted ? turned(own.bid) : own.ask;
      if (memberBid > bid) bid = memberBid;
      if (memberAsk >= 0 && (ask < 0 || memberAsk < ask)) ask = memberAsk;
    }
    return of && { bid, ask, of };
  }

  private crosses(crossing: Crossing, value: number, threshold: number, hysteresis: number): boolean {
    const sign = crossing === 'above' ? 1 : -1;
    const beyond = sign * (value - threshold);
    return this.judge(beyond >= 0, beyond <= -hysteresis);
  }

  /** `isBack`: the condition clearly does not hold. */
  private judge(holds: boolean, isBack: boolean): boolean {
    if (this.armed === null) {
      this.armed = !holds;
      return false;
    }
    if (holds) {
      const isNews = this.armed;
      this.armed = false;
      return isNews;
    }
    if (isBack) this.armed = true;
    return false;
  }

  private lookForWall(when: Extract<AlertCondition, { kind: 'wall' }>): Seen | null {
    let largest: Seen | null = null;
    let isSynced = false;
    for (const { entry, inverted } of this.books) {
      const { book } = entry;
      if (book.sync.phase !== 'synced' || book.crossed) continue;
      isSynced = true;
      for (const side of ['bid', 'ask'] as const) {
        if (when.side !== 'either' && when.side !== side) continue;
        // An inverted book's asks are bids here, at the price that their keys are.
        const levels = (side === 'bid') !== inverted ? book.bids : book.asks;
        const at = largestNearBest(levels, when.withinMicros);
        if (at < 0 || sizes[at]! <= (largest?.sizeMicros ?? NONE)) continue;
        const priceMicros = side === 'bid' ? keys[at]! : ONE_MICROS - keys[at]!;
        largest = { entry, priceMicros, sizeMicros: sizes[at]!, side };
      }
    }
    if (!isSynced) return null;
    const size = largest?.sizeMicros ?? 0;
    const isGone = size * PERCENT < when.sizeMicros * WALL_KEPT_PERCENT;
    return this.judge(size >= when.sizeMicros, isGone) ? largest : null;
  }
}

function turned(price: number): number {
  return price < 0 ? NONE : ONE_MICROS - price;
}

/** Where in the copied columns the largest level stands that is near enough; -1: the side is empty. */
function largestNearBest(side: BookSide, withinMicros: number): number {
  const count = side.copyBest(keys, sizes, WALL_LEVELS_MAX);
  let largest = NONE;
  for (let at = 0; at < count && keys[0]! - keys[at]! <= withinMicros; at++) {
    if (largest < 0 || sizes[at]! > sizes[largest]!) largest = at;
  }
  return largest;
}
