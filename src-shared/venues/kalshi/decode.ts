/**
 * Reads Kalshi's frames into book events, in terms of the YES outcome: a NO bid at p is a YES ask at 1 - p.
 *
 * Promises: nothing a frame holds makes it throw; what is unreadable becomes a problem that names the book concerned; a
 * snapshot is written whole or not at all. Answers to commands go to the session as they are. Problem sentences never hold
 * values: they are counted by sentence.
 */

import type { Resolution } from '../../domain/listing.ts';
import {
  oppositePriceMicros,
  type PriceMicros,
  parseMicros,
  parsePriceMicros,
  parseSizeMicros,
} from '../../domain/micros.ts';
import { ANY_BOOK, type Json, type LifecycleNotice, NO_BOOK, type ProblemCode } from '../../domain/notice.ts';
import { type Millis, utcMillis } from '../../domain/time.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../domain/wire/event-buffer.ts';
import { LEVELS_PER_SIDE_MAX, LevelRows } from '../../domain/wire/level-rows.ts';
import type { Decoder, FrameView, SymbolTable } from '../venue.ts';
import { HotFrames } from './scan.ts';
import {
  asObject,
  type DeltaBody,
  gridOf,
  type LifecycleBody,
  type PolledBook,
  type PolledSides,
  type SnapshotBody,
  type StreamMessage,
  type TradeBody,
  textOr,
} from './wire.ts';

/** Books of one answer; the venue gives at most 100. */
/** Of the venue's words about a refusal. */
const REFUSAL_CHARS_MAX = 200;
const POLLED_BOOKS_MAX = 1_000;
const MS_PER_SECOND = 1_000;

export function createDecoder(symbols: SymbolTable): Decoder {
  return new KalshiDecoder(symbols);
}

class KalshiDecoder implements Decoder {
  private readonly symbols: SymbolTable;
  private out: EventBuffer | null = null;
  private levels: LevelRows | null = null;
  private hot: HotFrames | null = null;

  constructor(symbols: SymbolTable) {
    this.symbols = symbols;
  }

  decode(frame: FrameView, out: EventBuffer): void {
    this.begin(out);
    if (this.hot!.read(frame, out)) return;
    const value = this.parse(frame);
    if (value === undefined) return;
    const message = asObject<StreamMessage>(value);
    // A list would be a list of messages.
    if (message === null)
      this.refuse('WRONG_TYPE', 'A frame is no JSON object.', Array.isArray(value) ? ANY_BOOK : NO_BOOK);
    else this.message(message, value as Json);
  }

  decodePoll(frame: FrameView, out: EventBuffer): void {
    this.begin(out);
    const value = this.parse(frame);
    if (value === undefined) return;
    const books = asObject<{ orderbooks?: unknown }>(value)?.orderbooks;
    if (!Array.isArray(books)) this.refuse('MISSING_FIELD', 'An answer with books has no orderbooks.', NO_BOOK);
    else if (books.length > POLLED_BOOKS_MAX) this.refuse('OVER_LIMIT', 'An answer has too many books.', NO_BOOK);
    else for (const item of books) this.polled(asObject<PolledBook>(item));
  }

  private polled(book: PolledBook | null): boolean {
    if (book === null) return this.refuse('WRONG_TYPE', 'A polled book is no object.', NO_BOOK);
    const slot = this.slotOf(book.ticker, 'A polled book', 'ticker', NO_BOOK);
    if (slot < 0) return true;
    const sides = asObject<PolledSides>(book.orderbook_fp);
    if (sides === null) return this.refuse('MISSING_FIELD', 'A polled book has no orderbook_fp.', slot);
    return this.book(slot, sides, 'yes_dollars', 'no_dollars', 0);
  }

  private begin(out: EventBuffer): void {
    if (this.out !== out) {
      this.levels = new LevelRows(out);
      this.hot = new HotFrames(this.symbols, out);
    }
    this.out = out;
  }

  /** The frame as JSON; undefined, with a problem, when it is none. */
  private parse(frame: FrameView): unknown {
    try {
      return JSON.parse(frame.text());
    } catch {
      this.refuse('MALFORMED_JSON', 'A frame is not JSON.', ANY_BOOK);
      return undefined;
    }
  }

  private message(message: StreamMessage, whole: Json): boolean {
    switch (message.type) {
      case 'orderbook_delta':
      case 'orderbook_snapshot':
      case 'trade':
      case 'market_lifecycle_v2':
        return this.data(message.type, message.msg);
      case 'subscribed':
      case 'unsubscribed':
      case 'ok':
        this.out!.notices.push({ kind: 'control', message: whole });
        return true;
      case 'error':
        this.out!.notices.push({ kind: 'control', message: whole, refusal: refusalText(message.msg) });
        return true;
      case 'ticker':
      case 'event_lifecycle':
      case 'event_fee_update':
        // A ticker has no number, so its order against the book is not known; events are not markets.
        return true;
      case undefined:
        return this.refuse('MISSING_FIELD', 'A message has no type.', ANY_BOOK);
      default:
        return this.refuse('UNKNOWN_KIND', 'A message has an unknown type.', NO_BOOK);
    }
  }

  private data(
    type: 'orderbook_delta' | 'orderbook_snapshot' | 'trade' | 'market_lifecycle_v2',
    msg: unknown,
  ): boolean {
    const body = asObject(msg);
    if (body === null) {
      const slot = type === 'orderbook_delta' || type === 'orderbook_snapshot' ? ANY_BOOK : NO_BOOK;
      return this.refuse('MISSING_FIELD', `A message of type ${type} has no msg.`, slot);
    }
    if (type === 'orderbook_delta') return this.delta(body);
    if (type === 'orderbook_snapshot') return this.snapshot(body);
    return type === 'trade' ? this.trade(body) : this.lifecycle(body);
  }

  private delta(delta: DeltaBody): boolean {
    const slot = this.slotOf(delta.market_ticker, 'A delta', 'market_ticker', ANY_BOOK);
    if (slot < 0) return true;
    const changeText = delta.delta_fp ?? wholeText(delta.delta);
    if (typeof delta.price_dollars !== 'string' || typeof changeText !== 'string') {
      return this.refuse('WRONG_TYPE', "A delta's price or change is no text.", slot);
    }
    const side = sideOf(delta.side);
    if (side === null) return this.refuse('UNKNOWN_SIDE', 'A delta is neither yes nor no.', slot);
    const price = parsePriceMicros(delta.price_dollars);
    const change = parseMicros(changeText);
    const timeMs = timeMsOf(delta.ts_ms, delta.ts);
    if (Number.isNaN(price) || Number.isNaN(change) || Number.isNaN(timeMs)) {
      return this.refuse('BAD_NUMBER', "A delta's price, change or time is no number we can hold.", slot);
    }
    this.out!.push(EVENT.add, slot, side, yesPrice(price, side), change, timeMs);
    return true;
  }

  private snapshot(snapshot: SnapshotBody): boolean {
    const slot = this.slotOf(snapshot.market_ticker, 'A snapshot', 'market_ticker', ANY_BOOK);
    if (slot < 0) return true;
    const timeMs = timeMsOf(snapshot.ts_ms, undefined);
    if (Number.isNaN(timeMs)) return this.refuse('BAD_NUMBER', "A snapshot's time is no number we can hold.", slot);
    // Its whole cents stand beside; without them the names are unknown ones.
    const isOf2025 =
      (Array.isArray(snapshot.yes) && Array.isArray(snapshot.yes_dollars)) ||
      (Array.isArray(snapshot.no) && Array.isArray(snapshot.no_dollars));
    const [yes, no] = isOf2025 ? ['yes_dollars', 'no_dollars'] : ['yes_dollars_fp', 'no_dollars_fp'];
    return this.book(slot, snapshot, yes!, no!, timeMs);
  }

  /** Writes a whole book; absent sides are empty ones, so both absent is an empty book. */
  private book(slot: number, sides: object, yes: string, no: string, timeMs: number): boolean {
    const out = this.out!;
    const start = out.length;
    out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
    if (!this.side(slot, sides, yes, BID, timeMs) || !this.side(slot, sides, no, ASK, timeMs)) {
      out.truncate(start);
      return false;
    }
    out.push(EVENT.snapshotEnd, slot, BID, 0, 0, timeMs);
    return true;
  }

  private side(slot: number, sides: object, name: string, side: Side, timeMs: number): boolean {
    const levels: unknown = (sides as Record<string, unknown>)[name];
    if (levels === undefined || levels === null) {
      // A renamed key must not pass for an empty side.
      const other = name.slice(0, name.indexOf('_'));
      if (!Object.keys(sides).some((key) => key !== name && (key === other || key.startsWith(`${other}_`))))
        return true;
      return this.refuse('MISSING_FIELD', "A book's side has a name we do not know.", slot);
    }
    if (!Array.isArray(levels)) return this.refuse('WRONG_TYPE', "A book's side is no list.", slot);
    if (levels.length > LEVELS_PER_SIDE_MAX)
      return this.refuse('OVER_LIMIT', 'A book has more levels than prices.', slot);
    const rows = this.levels!;
    rows.begin(this.out!, slot, side, timeMs);
    for (const level of levels) {
      const count: unknown = Array.isArray(level) ? level[1] : undefined;
      const sizeText = name.endsWith('_fp') ? count : wholeText(count);
      if (!Array.isArray(level) || typeof level[0] !== 'string' || typeof sizeText !== 'string') {
        return this.refuse('WRONG_TYPE', "A book's level is no pair of texts.", slot);
      }
      const price = parsePriceMicros(level[0]);
      const size = parseSizeMicros(sizeText);
      if (Number.isNaN(price) || Number.isNaN(size) || !rows.add(yesPrice(price, side), size)) {
        return this.refuse('BAD_NUMBER', "A level's price or count is no number we can hold.", slot);
      }
    }
    return true;
  }

  private trade(trade: TradeBody): boolean {
    // A trade that cannot be read costs a line of the tape, not the book: no slot is named.
    const slot = this.slotOf(trade.market_ticker, 'A trade', 'market_ticker', NO_BOOK);
    if (slot < 0) return true;
    if (typeof trade.yes_price_dollars !== 'string' || typeof trade.count_fp !== 'string') {
      return this.refuse('WRONG_TYPE', "A trade's price or count is no text.", NO_BOOK);
    }
    const side = takerOf(trade);
    if (side === null) return this.refuse('UNKNOWN_SIDE', "A trade's taker has no side.", NO_BOOK);
    const price = parsePriceMicros(trade.yes_price_dollars);
    const size = parseSizeMicros(trade.count_fp);
    const timeMs = timeMsOf(trade.ts_ms, trade.ts);
    if (Number.isNaN(price) || Number.isNaN(size) || Number.isNaN(timeMs)) {
      return this.refuse('BAD_NUMBER', "A trade's price, count or time is no number we can hold.", NO_BOOK);
    }
    const row = this.out!.push(EVENT.trade, slot, side, price, size, timeMs);
    const id = textOr(trade.trade_id);
    if (id !== '') this.out!.tradeIds.set(row, id);
    return true;
  }

  private lifecycle(body: LifecycleBody): boolean {
    const venueMarketId = textOr(body.market_ticker);
    if (venueMarketId === '') return this.refuse('MISSING_FIELD', 'A lifecycle message has no market_ticker.', NO_BOOK);
    const closeTimeMs = secondsOf(body.close_ts) ?? undefined;
    const priceGrid = gridOf(body.price_ranges, body.price_level_structure) ?? undefined;
    switch (body.event_type) {
      case 'created':
        return this.notice({ change: 'created', venueMarketId, timeMs: null, closeTimeMs, priceGrid });
      case 'activated':
        return this.notice({ change: 'opened', venueMarketId, timeMs: null });
      case 'deactivated':
        return this.notice({ change: 'paused', venueMarketId, timeMs: null });
      case 'close_date_updated':
        return this.notice({ change: 'close-time', venueMarketId, timeMs: null, closeTimeMs });
      case 'determined': {
        const timeMs = secondsOf(body.determination_ts);
        return this.notice({ change: 'resolved', venueMarketId, timeMs, resolution: resolutionOf(body.result) });
      }
      case 'settled':
        return this.notice({ change: 'resolved', venueMarketId, timeMs: secondsOf(body.settled_ts) });
      case 'price_level_structure_updated':
        return this.notice({ change: 'grid', venueMarketId, timeMs: null, priceGrid });
      case 'metadata_updated':
        // A strike or a subtitle: the listing's words change at the next walk.
        return true;
      default:
        return this.refuse('UNKNOWN_KIND', 'A lifecycle message has an unknown event_type.', NO_BOOK);
    }
  }

  private notice(notice: Omit<LifecycleNotice, 'kind'>): boolean {
    this.out!.notices.push({ kind: 'lifecycle', ...notice });
    return true;
  }

  /** The slot of a ticker, -1 when it is not ours or not there; the latter is a problem of the books that `concerns` says. */
  private slotOf(ticker: unknown, what: string, field: string, concerns: number): number {
    if (typeof ticker === 'string') return this.symbols.slotOf(ticker);
    this.refuse('MISSING_FIELD', `${what} has no ${field}.`, concerns);
    return -1;
  }

  /** Notes a problem; false, for the caller to hand on. */
  private refuse(code: ProblemCode, text: string, slot: number): false {
    this.out!.notices.push({ kind: 'problem', code, text, slot });
    return false;
  }
}

/** yes bids are bids, no bids are asks. */
function sideOf(side: unknown): Side | null {
  return side === 'yes' ? BID : side === 'no' ? ASK : null;
}

function yesPrice(price: PriceMicros, side: Side): PriceMicros {
  return side === BID ? price : oppositePriceMicros(price);
}

/** The code and the venue's own words of an `error`. */
function refusalText(body: unknown): string {
  const { code, msg } = asObject<{ code?: unknown; msg?: unknown }>(body) ?? {};
  return `code ${typeof code === 'number' ? code : 'unknown'}: ${textOr(msg).slice(0, REFUSAL_CHARS_MAX) || 'no text'}`;
}

/** A count of the form of 2025, a whole number, as text; anything else as it is. */
function wholeText(count: unknown): unknown {
  return Number.isSafeInteger(count) ? String(count) : count;
}

/** The outcome the taker is positioned for, in the newest of the three fields that is there. */
function takerOf(trade: TradeBody): Side | null {
  if (trade.taker_outcome_side !== undefined) return sideOf(trade.taker_outcome_side);
  if (trade.taker_book_side !== undefined) {
    return trade.taker_book_side === 'bid' ? BID : trade.taker_book_side === 'ask' ? ASK : null;
  }
  return sideOf(trade.taker_side);
}

/** `ts_ms`, else the older `ts` (seconds of a trade, RFC 3339 of a delta), else 0; NaN when it is no time. */
function timeMsOf(ms: unknown, older: unknown): number {
  if (ms !== undefined && ms !== null) return isTime(ms) ? ms : Number.NaN;
  if (older === undefined || older === null) return 0;
  if (typeof older === 'string') return utcMillis(older) ?? Number.NaN;
  return isTime(older) ? older * MS_PER_SECOND : Number.NaN;
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function secondsOf(value: unknown): Millis | null {
  return isTime(value) && value > 0 ? ((value * MS_PER_SECOND) as Millis) : null;
}

function resolutionOf(result: unknown): Resolution | undefined {
  if (result === 'yes' || result === 'no') return result;
  return textOr(result) === '' ? undefined : 'other';
}
