/**
 * Reads Polymarket's frames into book events, in terms of the YES token.
 *
 * Promises: nothing a frame holds makes it throw; what is unreadable becomes a problem that names the book concerned, and the
 * rest is still read; a snapshot is written whole or not at all. The NO token's book mirrors YES (evidence.md, "one book"), so of
 * tokens that are nobody's first symbol only the trades are read, and inverted. Problem sentences never hold values: they are counted by sentence.
 */

import type { Instrument } from '../../domain/instrument.ts';
import type { Resolution } from '../../domain/listing.ts';
import { ONE_MICROS, oppositePriceMicros, parsePriceMicros, parseSizeMicros } from '../../domain/micros.ts';
import { ANY_BOOK, type LifecycleNotice, NO_BOOK, type ProblemCode } from '../../domain/notice.ts';
import type { Millis } from '../../domain/time.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../domain/wire/event-buffer.ts';
import { LEVELS_PER_SIDE_MAX, LevelRows } from '../../domain/wire/level-rows.ts';
import type { Decoder, FrameView, SymbolTable } from '../venue.ts';
import { checksumOf } from './checksum.ts';
import { PrintedTrades } from './printed-trades.ts';
import { HotFrames } from './scan.ts';
import {
  asObject,
  type BookMessage,
  type Change,
  changesOf,
  type MarketMessage,
  type PriceChangeMessage,
  type StreamMessage,
  type TickSizeMessage,
  type TradeMessage,
  textList,
  textOr,
  tickGrid,
  timeMsOf,
  type WireLevel,
} from './wire.ts';

/** Longest text taken for a word of the venue (PONG, NO NEW ASSETS). */
const WORD_CHARS_MAX = 80;
/** Problems of one frame after which the rest of it is given up; an honest frame of 500 books stays far below. */
const PROBLEMS_MAX = 1_000;

/** Printable, and without the signs of JSON: the end of a cut frame is no word. */
const WORD = /^(?:(?!["[\]{}])[\x20-\x7e])+$/;

/** Reads one message; false when something in it could not be read. */
type Part = (message: StreamMessage) => boolean;

export function createDecoder(symbols: SymbolTable): Decoder {
  return new PolymarketDecoder(symbols);
}

class PolymarketDecoder implements Decoder {
  private readonly symbols: SymbolTable;
  private out: EventBuffer | null = null;
  private levels: LevelRows | null = null;
  private hot: HotFrames | null = null;
  private readonly printed = new PrintedTrades();
  private readonly readMessage: Part = (message) => this.message(message);
  private readonly readBook: Part = (message) => this.book(message, NO_BOOK);

  constructor(symbols: SymbolTable) {
    this.symbols = symbols;
  }

  decode(frame: FrameView, out: EventBuffer): void {
    this.begin(out);
    if (this.hot!.read(frame, out)) return;
    const text = textOf(frame);
    if (text === null) this.refuse('MALFORMED_JSON', 'A frame is not UTF-8 text.', ANY_BOOK);
    else if (!startsJson(text)) this.word(text);
    else this.parts(text, this.readMessage);
  }

  decodePoll(frame: FrameView, out: EventBuffer): void {
    this.begin(out);
    const text = textOf(frame);
    if (text === null) this.refuse('MALFORMED_JSON', 'An answer with books is not UTF-8 text.', ANY_BOOK);
    else this.parts(text, this.readBook);
  }

  private begin(out: EventBuffer): void {
    if (this.out !== out) {
      this.levels = new LevelRows(out);
      this.hot = new HotFrames(this.symbols, out);
    }
    this.out = out;
  }

  private word(text: string): void {
    const word = text.trim();
    if (word.length <= WORD_CHARS_MAX && WORD.test(word)) this.out!.notices.push({ kind: 'word', text: word });
    else this.refuse('MALFORMED_JSON', 'A frame is neither JSON nor a short word.', ANY_BOOK);
  }

  /** Reads a frame that is one message or a list of messages. */
  private parts(text: string, read: Part): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.refuse('MALFORMED_JSON', 'A frame is not JSON.', ANY_BOOK);
      return;
    }
    const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
    const before = this.out!.notices.length;
    for (const part of parts) {
      const message = asObject<StreamMessage>(part);
      if (message) read(message);
      // A list within the list may be a list of messages.
      else
        this.refuse(
          'WRONG_TYPE',
          'A frame holds something that is no message.',
          Array.isArray(part) ? ANY_BOOK : NO_BOOK,
        );
      if (this.tooMany(before)) return;
    }
  }

  private message(message: StreamMessage): boolean {
    switch (message.event_type) {
      case 'book':
        return this.book(message);
      case 'price_change':
        return this.priceChange(message);
      case 'last_trade_price':
        return this.trade(message);
      case 'tick_size_change':
        return this.tickSize(message);
      case 'new_market':
        return this.newMarket(message);
      case 'market_resolved':
        return this.resolved(message);
      case 'best_bid_ask':
        // Neither its delivery nor its order against changes is promised, so it can say nothing about a book.
        return true;
      case undefined:
        // Some books of early 2026 had no event_type.
        if (message.asset_id !== undefined && (message.bids ?? message.buys) !== undefined) return this.book(message);
        return this.refuse('MISSING_FIELD', 'A message has no event_type.', hasBookPart(message) ? ANY_BOOK : NO_BOOK);
      default:
        return this.refuse('UNKNOWN_KIND', 'A message has an unknown event_type.', NO_BOOK);
    }
  }

  /** `nameless`: whose loss a book without a name is; a polled one is only missing. */
  private book(book: BookMessage, nameless = ANY_BOOK): boolean {
    const out = this.out!;
    const slot = this.slotOf(book.asset_id, 'A book', nameless);
    if (slot < 0) return true;
    const bids = book.bids ?? book.buys;
    const asks = book.asks ?? book.sells;
    if (bids === undefined || asks === undefined) return this.refuse('MISSING_FIELD', 'A book lacks a side.', slot);
    const timeMs = timeMsOf(book.timestamp);
    if (Number.isNaN(timeMs)) return this.refuse('BAD_NUMBER', "A book's timestamp is no time.", slot);
    const start = out.length;
    out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
    if (!this.side(bids, slot, BID, timeMs) || !this.side(asks, slot, ASK, timeMs)) {
      out.truncate(start);
      return false;
    }
    const end = out.push(EVENT.snapshotEnd, slot, BID, 0, 0, timeMs);
    const instrument = this.symbols.instrument(slot);
    const checksum = checksumOf(book, instrument);
    if (checksum) out.checksums.set(end, checksum);
    this.compareTick(book, instrument, timeMs);
    return true;
  }

  private side(levels: unknown, slot: number, side: Side, timeMs: number): boolean {
    if (!Array.isArray(levels)) return this.refuse('WRONG_TYPE', "A book's side is no list.", slot);
    if (levels.length > LEVELS_PER_SIDE_MAX)
      return this.refuse('OVER_LIMIT', 'A book has more levels than prices.', slot);
    const rows = this.levels!;
    rows.begin(this.out!, slot, side, timeMs);
    for (const item of levels) {
      const level = asObject<WireLevel>(item);
      if (level === null) return this.refuse('WRONG_TYPE', "A book's level is no object.", slot);
      if (typeof level.price !== 'string' || typeof level.size !== 'string') {
        return this.refuse('WRONG_TYPE', "A level's price or size is no text.", slot);
      }
      const price = parsePriceMicros(level.price);
      const size = parseSizeMicros(level.size);
      if (Number.isNaN(price) || Number.isNaN(size) || !rows.add(price, size)) {
        return this.refuse('BAD_NUMBER', "A level's price or size is no number we can hold.", slot);
      }
    }
    return true;
  }

  /** A book that names another tick size than we know of: the listing is out of date, the book itself is right. */
  private compareTick(book: BookMessage, instrument: Instrument, timeMs: number): void {
    if (book.tick_size === undefined || typeof book.market !== 'string') return;
    const priceGrid = tickGrid(book.tick_size);
    const known = instrument.priceGrid;
    if (priceGrid === null || (known.length === 1 && known[0]!.stepMicros === priceGrid[0]!.stepMicros)) return;
    this.lifecycle({ change: 'grid', venueMarketId: book.market, timeMs: millisOrNull(timeMs), priceGrid });
  }

  private priceChange(message: PriceChangeMessage): boolean {
    const timeMs = timeMsOf(message.timestamp);
    const changes = changesOf(message);
    if (changes === undefined) return this.refuse('MISSING_FIELD', 'A price_change has no changes.', ANY_BOOK);
    if (!Array.isArray(changes)) {
      return this.refuse('WRONG_TYPE', "A price_change's changes are no list.", ANY_BOOK);
    }
    const slots: number[] = [];
    const lasts: Change[] = [];
    const before = this.out!.notices.length;
    for (const item of changes as readonly unknown[]) {
      const change = asObject<Change>(item);
      if (change === null) this.refuse('WRONG_TYPE', 'A change is no object.', ANY_BOOK);
      const slot = change === null ? -1 : this.change(change, timeMs);
      if (this.tooMany(before)) return false;
      if (change === null || slot < 0) continue;
      const seen = slots.indexOf(slot);
      if (seen < 0) slots.push(slot);
      lasts[seen < 0 ? slots.length - 1 : seen] = change;
    }
    for (let at = 0; at < slots.length; at++) this.quote(slots[at]!, lasts[at]!, timeMs);
    return true;
  }

  /** Writes one change of ours; returns its slot, or -1 when it is not ours. */
  private change(change: Change, timeMs: number): number {
    const slot = this.slotOf(change.asset_id, 'A change', ANY_BOOK);
    if (slot < 0) return -1;
    if (typeof change.price !== 'string' || typeof change.size !== 'string') {
      this.refuse('WRONG_TYPE', "A change's price or size is no text.", slot);
      return slot;
    }
    const side = sideOf(change.side);
    const price = parsePriceMicros(change.price);
    const size = parseSizeMicros(change.size);
    if (side === null) this.refuse('UNKNOWN_SIDE', 'A change is neither BUY nor SELL.', slot);
    else if (Number.isNaN(timeMs)) this.refuse('BAD_NUMBER', "A price_change's timestamp is no time.", slot);
    else if (Number.isNaN(price) || Number.isNaN(size)) {
      this.refuse('BAD_NUMBER', "A change's price or size is no number we can hold.", slot);
    } else this.out!.push(EVENT.set, slot, side, price, size, timeMs);
    return slot;
  }

  /** The venue's own touch after the last change of a book in a message. */
  private quote(slot: number, last: Change, timeMs: number): boolean {
    if ((last.best_bid === undefined && last.best_ask === undefined) || Number.isNaN(timeMs)) return true;
    const bid = touchOf(last.best_bid);
    const ask = touchOf(last.best_ask);
    if (Number.isNaN(bid) || Number.isNaN(ask)) {
      return this.refuse('BAD_NUMBER', "A change's best bid or ask is no price.", slot);
    }
    this.out!.push(EVENT.quote, slot, BID, bid, ask, timeMs);
    return true;
  }

  private trade(message: TradeMessage): boolean {
    // A trade that cannot be read costs a line of the tape, not the book: no slot is named.
    const first = this.slotOf(message.asset_id, 'A trade', NO_BOOK);
    const isMirror = first < 0 && typeof message.asset_id === 'string';
    const slot = isMirror ? this.symbols.mirrorOf(message.asset_id as string) : first;
    if (slot < 0) return true;
    if (typeof message.price !== 'string' || typeof message.size !== 'string') {
      return this.refuse('WRONG_TYPE', "A trade's price or size is no text.", NO_BOOK);
    }
    const side = sideOf(message.side);
    if (side === null) return this.refuse('UNKNOWN_SIDE', 'A trade is neither BUY nor SELL.', NO_BOOK);
    const price = parsePriceMicros(message.price);
    const size = parseSizeMicros(message.size);
    const timeMs = timeMsOf(message.timestamp);
    if (Number.isNaN(price) || Number.isNaN(size) || Number.isNaN(timeMs)) {
      return this.refuse('BAD_NUMBER', "A trade's price, size or timestamp is no number we can hold.", NO_BOOK);
    }
    const id = textOr(message.transaction_hash);
    const taker = isMirror ? opposite(side) : side;
    const priceMicros = isMirror ? oppositePriceMicros(price) : price;
    if (!this.printed.isNew({ slot, isMirror, id, taker, priceMicros, sizeMicros: size, timeMs })) return true;
    const row = this.out!.push(EVENT.trade, slot, taker, priceMicros, size, timeMs);
    if (id !== '') this.out!.tradeIds.set(row, id);
    return true;
  }

  private tickSize(message: TickSizeMessage): boolean {
    const slot = this.slotOf(message.asset_id, 'A tick_size_change', ANY_BOOK);
    if (slot < 0) return true;
    const grid = tickGrid(message.new_tick_size);
    const timeMs = timeMsOf(message.timestamp);
    if (grid === null || Number.isNaN(timeMs)) {
      return this.refuse('BAD_NUMBER', "A tick_size_change's tick size or timestamp is no number we can hold.", slot);
    }
    this.out!.push(EVENT.grid, slot, BID, grid[0]!.stepMicros, 0, timeMs);
    return true;
  }

  private newMarket(message: MarketMessage): boolean {
    const venueMarketId = textOr(message.market);
    if (venueMarketId === '') return this.refuse('MISSING_FIELD', 'A new_market has no market.', NO_BOOK);
    const priceGrid = tickGrid(message.order_price_min_tick_size) ?? undefined;
    return this.lifecycle({
      change: 'created',
      venueMarketId,
      timeMs: millisOrNull(timeMsOf(message.timestamp)),
      priceGrid,
    });
  }

  private resolved(message: MarketMessage): boolean {
    const venueMarketId = textOr(message.market);
    if (venueMarketId === '') return this.refuse('MISSING_FIELD', 'A market_resolved has no market.', NO_BOOK);
    const timeMs = millisOrNull(timeMsOf(message.timestamp));
    return this.lifecycle({ change: 'resolved', venueMarketId, timeMs, resolution: resolutionOf(message) });
  }

  private lifecycle(notice: Omit<LifecycleNotice, 'kind'>): boolean {
    this.out!.notices.push({ kind: 'lifecycle', ...notice });
    return true;
  }

  /** The slot of a token, -1 when it is not ours or not there; the latter is a problem of the books that `concerns` says. */
  private slotOf(token: unknown, what: string, concerns: number): number {
    if (typeof token === 'string') return this.symbols.slotOf(token);
    this.refuse('MISSING_FIELD', `${what} has no asset_id.`, concerns);
    return -1;
  }

  /** Notes a problem; false, for the caller to hand on. */
  private refuse(code: ProblemCode, text: string, slot: number): false {
    this.out!.notices.push({ kind: 'problem', code, text, slot });
    return false;
  }

  private tooMany(before: number): boolean {
    const { notices } = this.out!;
    if (notices.length - before < PROBLEMS_MAX) return false;
    const last = notices[notices.length - 1]!;
    const said = last.kind === 'problem' && last.code === 'OVER_LIMIT';
    if (!said) this.refuse('OVER_LIMIT', 'A frame has too many problems; the rest of it was not read.', ANY_BOOK);
    return true;
  }
}

/** The frame's text, or null when it is not UTF-8. */
function textOf(frame: FrameView): string | null {
  try {
    return frame.text();
  } catch {
    return null;
  }
}

/** True when the text is meant to be JSON: an object or a list. */
function startsJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/** Whether a message of no kind has something of a book in it. */
function hasBookPart(message: StreamMessage): boolean {
  const { price_changes, bids, asks, buys, sells, price, side } = message;
  return [price_changes, bids, asks, buys, sells, price, side].some((part) => part !== undefined);
}

/** Who buys NO sells YES. */
function opposite(side: Side): Side {
  return side === BID ? ASK : BID;
}

function sideOf(side: unknown): Side | null {
  return side === 'BUY' ? BID : side === 'SELL' ? ASK : null;
}

/** A best price: -1 for an empty side, which the venue writes as nothing, "0" (bids) or "1" (asks); no order rests there. */
function touchOf(value: unknown): number {
  if (value === undefined || value === null || value === '') return -1;
  if (typeof value !== 'string') return Number.NaN;
  const price = parsePriceMicros(value);
  return price === 0 || price === ONE_MICROS ? -1 : price;
}

function millisOrNull(timeMs: number): Millis | null {
  return timeMs > 0 ? (timeMs as Millis) : null;
}

function resolutionOf(message: MarketMessage): Resolution {
  const at = textList(message.assets_ids)?.indexOf(textOr(message.winning_asset_id)) ?? -1;
  return at === 0 ? 'yes' : at === 1 ? 'no' : 'other';
}
