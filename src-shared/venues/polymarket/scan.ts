/**
 * Reads the hot frames, `price_change` and the book refreshed after a trade, straight from their bytes.
 *
 * It reads only what it recognises whole: known keys, once each, plain texts, numbers that are held exactly. For everything else
 * it takes its rows back and says so, and the frame is read by JSON.parse; both ways give the same rows (kept by a differential
 * fuzz test).
 */

import { ONE_MICROS } from '../../domain/micros.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../domain/wire/event-buffer.ts';
import {
  afterSpace,
  byteAt,
  endOfPlain,
  expectByte,
  expectKey,
  FAIL,
  isWord,
  JSON_BYTE,
  JsonNumber,
  quotedWord,
  runOf,
  skipSpace,
  skipText,
} from '../../domain/wire/json-bytes.ts';
import { LevelRows } from '../../domain/wire/level-rows.ts';
import { UsualLevel } from '../../domain/wire/usual-level.ts';
import type { FrameView, SymbolBytesTable, SymbolTable } from '../venue.ts';
import { UsualChanges } from './usual.ts';

const { quote, comma, openList, closeList, openObject, closeObject } = JSON_BYTE;

const MARKET = quotedWord('market');
const PRICE_CHANGES = quotedWord('price_changes');
const TIMESTAMP = quotedWord('timestamp');
const EVENT_TYPE = quotedWord('event_type');
const ASSET_ID = quotedWord('asset_id');
const HASH = quotedWord('hash');
const BIDS = quotedWord('bids');
const ASKS = quotedWord('asks');
const PRICE = quotedWord('price');
const SIZE = quotedWord('size');
const SIDE = quotedWord('side');
const BEST_BID = quotedWord('best_bid');
const BEST_ASK = quotedWord('best_ask');
const BUY = quotedWord('BUY');
const SELL = quotedWord('SELL');
const PRICE_CHANGE = quotedWord('price_change');
const BOOK = quotedWord('book');

/** The first letters of the keys, which choose between them. */
const LETTER = { a: 0x61, b: 0x62, e: 0x65, h: 0x68, m: 0x6d, p: 0x70, s: 0x73, t: 0x74 } as const;
const letterZ = 0x7a;

/** One bit a key: a key that comes twice is JSON.parse's to judge. */
const SEEN = { market: 1, changes: 2, timestamp: 4, type: 8, asset: 16, hash: 32, bids: 64, asks: 128 } as const;
const PART = { asset: 1, price: 2, size: 4, side: 8, hash: 16, bestBid: 32, bestAsk: 64 } as const;

const CHANGES_ALWAYS = SEEN.type | SEEN.changes | SEEN.timestamp;
const CHANGES_NEVER = SEEN.bids | SEEN.asks | SEEN.asset;
const BOOK_ALWAYS = SEEN.type | SEEN.asset | SEEN.timestamp | SEEN.bids | SEEN.asks;
const BOOK_HEAD = SEEN.asset | SEEN.timestamp;
const CHANGE_ALWAYS = PART.asset | PART.price | PART.size | PART.side;

/** Books one frame may touch before the other way reads it; the venue sends the two tokens of one market. */
const TOUCHES_MAX = 16;
const NOT_OURS = -1;
const NO_TOUCH = -1;

export class HotFrames {
  private readonly symbols: SymbolBytesTable;
  private readonly usualChanges: UsualChanges;
  private readonly usualLevel = new UsualLevel(runOf('{"price":"'), runOf('","size":"'), runOf('"}'));
  private readonly number = new JsonNumber();
  private readonly levels: LevelRows;
  private out: EventBuffer;
  /** The slot of the token last read. */
  private slot = NOT_OURS;
  /** The venue's own touch after the last change of each book of the message; a book without one has NaN. */
  private touches = 0;
  private readonly touchSlots = new Int32Array(TOUCHES_MAX);
  private readonly touchBids = new Float64Array(TOUCHES_MAX);
  private readonly touchAsks = new Float64Array(TOUCHES_MAX);

  constructor(symbols: SymbolTable, out: EventBuffer) {
    this.usualChanges = new UsualChanges(symbols);
    this.symbols = symbols.bytes;
    this.out = out;
    this.levels = new LevelRows(out);
  }

  /** Writes the frame's rows and returns true, or writes nothing and returns false. */
  read(frame: FrameView, out: EventBuffer): boolean {
    if (this.usualChanges.read(frame, out)) return true;
    const { view, start: first, end } = frame;
    const start = out.length;
    this.out = out;
    let at = skipSpace(view, first, end);
    if (byteAt(view, at) === openList) {
      at = expectByte(view, at, openList);
      for (;;) {
        at = this.message(view, at);
        if (byteAt(view, at) !== comma) break;
        at = expectByte(view, at, comma);
      }
      at = expectByte(view, at, closeList);
    } else {
      at = this.message(view, at);
    }
    if (at === end) return true;
    if (out.length > start) out.truncate(start);
    return false;
  }

  private message(view: DataView, from: number): number {
    const start = this.out.length;
    let seen = 0;
    let bit = 0;
    let timeMs = 0;
    let slot = NOT_OURS;
    let isBook = false;
    this.touches = 0;
    let at = expectByte(view, from, openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      switch (view.getUint8(key)) {
        case LETTER.m:
          bit = SEEN.market;
          at = skipText(view, expectKey(view, key, MARKET));
          break;
        case LETTER.p:
          bit = SEEN.changes;
          at = this.changes(view, expectKey(view, key, PRICE_CHANGES));
          break;
        case LETTER.t:
          bit = SEEN.timestamp;
          at = this.number.integerText(view, expectKey(view, key, TIMESTAMP));
          timeMs = this.number.value;
          break;
        case LETTER.e:
          bit = SEEN.type;
          at = expectKey(view, key, EVENT_TYPE);
          if (at < 0) return FAIL;
          isBook = isWord(view, at + 1, BOOK);
          if (!isBook && !isWord(view, at + 1, PRICE_CHANGE)) return FAIL;
          at = skipText(view, at);
          break;
        case LETTER.h:
          bit = SEEN.hash;
          at = skipText(view, expectKey(view, key, HASH));
          break;
        case LETTER.b:
          bit = SEEN.bids;
          // A book that names its token or time late, or its asks first, is rare: the other way reads it.
          if ((seen & BOOK_HEAD) !== BOOK_HEAD) return FAIL;
          this.out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
          at = this.side(view, expectKey(view, key, BIDS), slot, BID, timeMs);
          break;
        case LETTER.a:
          if (isWord(view, key, ASKS)) {
            bit = SEEN.asks;
            if ((seen & SEEN.bids) === 0) return FAIL;
            at = this.side(view, expectKey(view, key, ASKS), slot, ASK, timeMs);
          } else {
            bit = SEEN.asset;
            at = this.symbol(view, expectKey(view, key, ASSET_ID));
            slot = this.slot;
          }
          break;
        default:
          return FAIL;
      }
      if (at < 0 || (seen & bit) !== 0) return FAIL;
      seen |= bit;
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
      if (byteAt(view, at) !== quote) return FAIL;
    }
    at = expectByte(view, at, closeObject);
    if (at < 0) return FAIL;
    return (isBook ? this.endBook(seen, start, slot, timeMs) : this.endChanges(seen, start, timeMs)) ? at : FAIL;
  }

  private endBook(seen: number, start: number, slot: number, timeMs: number): boolean {
    if ((seen & BOOK_ALWAYS) !== BOOK_ALWAYS || (seen & SEEN.changes) !== 0) return false;
    // The other token's book, which comes with every trade, mirrors ours: read as JSON, and passed over.
    if (slot < 0) this.out.truncate(start);
    else this.out.push(EVENT.snapshotEnd, slot, BID, 0, 0, timeMs);
    return true;
  }

  private endChanges(seen: number, start: number, timeMs: number): boolean {
    if ((seen & CHANGES_ALWAYS) !== CHANGES_ALWAYS || (seen & CHANGES_NEVER) !== 0) return false;
    const out = this.out;
    for (let row = start; row < out.length; row++) out.timeMs[row] = timeMs;
    for (let i = 0; i < this.touches; i++) {
      const bid = this.touchBids[i]!;
      if (!Number.isNaN(bid)) out.push(EVENT.quote, this.touchSlots[i]!, BID, bid, this.touchAsks[i]!, timeMs);
    }
    return true;
  }

  private changes(view: DataView, from: number): number {
    let at = expectByte(view, from, openList);
    for (;;) {
      at = this.change(view, at);
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
    }
    return expectByte(view, at, closeList);
  }

  private change(view: DataView, from: number): number {
    const number = this.number;
    let seen = 0;
    let bit = 0;
    let slot = NOT_OURS;
    let price = 0;
    let size = 0;
    let side: Side = BID;
    let bestBid = NO_TOUCH;
    let bestAsk = NO_TOUCH;
    let at = expectByte(view, from, openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      switch (view.getUint8(key)) {
        case LETTER.a:
          bit = PART.asset;
          at = this.symbol(view, expectKey(view, key, ASSET_ID));
          slot = this.slot;
          break;
        case LETTER.p:
          bit = PART.price;
          at = number.micros(view, expectKey(view, key, PRICE));
          price = number.value;
          break;
        case LETTER.s:
          if (view.getUint8(key + 2) === letterZ) {
            bit = PART.size;
            at = number.micros(view, expectKey(view, key, SIZE));
            size = number.value;
          } else {
            bit = PART.side;
            at = expectKey(view, key, SIDE);
            if (at < 0) return FAIL;
            if (isWord(view, at + 1, BUY)) side = BID;
            else if (isWord(view, at + 1, SELL)) side = ASK;
            else return FAIL;
            at = skipText(view, at);
          }
          break;
        case LETTER.h:
          bit = PART.hash;
          at = skipText(view, expectKey(view, key, HASH));
          break;
        case LETTER.b:
          if (view.getUint8(key + 5) === LETTER.b) {
            bit = PART.bestBid;
            at = this.touch(view, expectKey(view, key, BEST_BID));
            bestBid = number.value;
          } else {
            bit = PART.bestAsk;
            at = this.touch(view, expectKey(view, key, BEST_ASK));
            bestAsk = number.value;
          }
          break;
        default:
          return FAIL;
      }
      if (at < 0 || (seen & bit) !== 0) return FAIL;
      seen |= bit;
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
      if (byteAt(view, at) !== quote) return FAIL;
    }
    if ((seen & CHANGE_ALWAYS) !== CHANGE_ALWAYS || price < 0 || price > ONE_MICROS || size < 0) return FAIL;
    if (slot >= 0) {
      this.out.push(EVENT.set, slot, side, price, size, 0);
      const known = (seen & (PART.bestBid | PART.bestAsk)) !== 0;
      if (!this.noteTouch(slot, known ? bestBid : Number.NaN, bestAsk)) return FAIL;
    }
    return expectByte(view, at, closeObject);
  }

  /** Remembers the touch after the last change of each book; false when there are too many books. */
  private noteTouch(slot: number, bestBid: number, bestAsk: number): boolean {
    let at = 0;
    while (at < this.touches && this.touchSlots[at] !== slot) at++;
    if (at === TOUCHES_MAX) return false;
    if (at === this.touches) this.touches++;
    this.touchSlots[at] = slot;
    this.touchBids[at] = bestBid;
    this.touchAsks[at] = bestAsk;
    return true;
  }

  /** Reads a token; its slot is `slot`. */
  private symbol(view: DataView, at: number): number {
    if (byteAt(view, at) !== quote) return FAIL;
    this.slot = this.symbols.find(view, at + 1);
    const end = this.symbols.end >= 0 ? this.symbols.end : endOfPlain(view, at + 1);
    return end < 0 ? FAIL : afterSpace(view, end + 1);
  }

  /** Reads a best price: -1 for an empty side, which the venue writes as "", "0" or "1". */
  private touch(view: DataView, at: number): number {
    const number = this.number;
    if (at >= 0 && view.getUint8(at) === quote && view.getUint8(at + 1) === quote) {
      number.value = NO_TOUCH;
      return skipText(view, at);
    }
    const behind = number.micros(view, at);
    const price = number.value;
    if (price < 0 || price > ONE_MICROS) return FAIL;
    if (price === 0 || price === ONE_MICROS) number.value = NO_TOUCH;
    return behind;
  }

  private side(view: DataView, from: number, slot: number, side: Side, timeMs: number): number {
    this.levels.begin(this.out, slot, side, timeMs);
    let at = expectByte(view, from, openList);
    if (byteAt(view, at) === closeList) return expectByte(view, at, closeList);
    for (;;) {
      at = this.level(view, at);
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
    }
    return expectByte(view, at, closeList);
  }

  private level(view: DataView, from: number): number {
    const { usualLevel } = this;
    const at = usualLevel.read(view, from);
    return at >= 0 && this.levels.add(usualLevel.price, usualLevel.size) ? at : FAIL;
  }
}
