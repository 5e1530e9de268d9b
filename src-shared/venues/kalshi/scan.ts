/**
 * Reads the frequent frames straight from their bytes: `orderbook_delta` in its exact form ({@link ./usual.ts}), `orderbook_snapshot` and
 * `trade` in any key order.
 *
 * It reads only what it recognises completely: known keys, once each, `type` before `msg`, plain texts, numbers that are held exactly.
 * For everything else it takes its rows back and returns false, and the frame is read by JSON.parse. Both ways give the same
 * rows (a differential fuzz test shows it).
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
import { UsualDelta } from './usual.ts';

const { quote, comma, openList, closeList, openObject, closeObject } = JSON_BYTE;

const TYPE = quotedWord('type');
const SID = quotedWord('sid');
const SEQ = quotedWord('seq');
const ID = quotedWord('id');
const MSG = quotedWord('msg');
const SNAPSHOT = quotedWord('orderbook_snapshot');
const TRADE = quotedWord('trade');
const MARKET_TICKER = quotedWord('market_ticker');
const MARKET_ID = quotedWord('market_id');
const TS = quotedWord('ts');
const TS_MS = quotedWord('ts_ms');
const YES_LEVELS = quotedWord('yes_dollars_fp');
const NO_LEVELS = quotedWord('no_dollars_fp');
const TRADE_ID = quotedWord('trade_id');
const YES_PRICE = quotedWord('yes_price_dollars');
const NO_PRICE = quotedWord('no_price_dollars');
const COUNT_FP = quotedWord('count_fp');
const TAKER_SIDE = quotedWord('taker_side');
const TAKER_OUTCOME_SIDE = quotedWord('taker_outcome_side');
const TAKER_BOOK_SIDE = quotedWord('taker_book_side');
const YES = quotedWord('yes');
const NO = quotedWord('no');
const BUYER = quotedWord('bid');
const SELLER = quotedWord('ask');

/** One bit a key of the frame, and of its msg: a key that comes twice is JSON.parse's to judge. */
const SEEN = { type: 1, sid: 2, seq: 4, id: 8, msg: 16 } as const;
const PART = {
  ticker: 1,
  marketId: 2,
  price: 4,
  size: 8,
  ts: 32,
  tsMs: 64,
  yes: 128,
  no: 256,
  tradeId: 512,
  noPrice: 1_024,
  taker: 2_048,
  takerOutcome: 4_096,
  takerBook: 8_192,
} as const;

const TRADE_ALWAYS = PART.ticker | PART.price | PART.size | PART.tsMs;
const NOT_OURS = -1;

export class HotFrames {
  private readonly symbols: SymbolBytesTable;
  private readonly usualDelta: UsualDelta;
  private readonly usualLevel = new UsualLevel(runOf('["'), runOf('","'), runOf('"]'));
  private readonly number = new JsonNumber();
  private readonly levels: LevelRows;
  private out: EventBuffer;
  /** The slot or the side that the last step read. */
  private slot = NOT_OURS;
  private word: Side = BID;

  constructor(symbols: SymbolTable, out: EventBuffer) {
    this.usualDelta = new UsualDelta(symbols);
    this.symbols = symbols.bytes;
    this.out = out;
    this.levels = new LevelRows(out);
  }

  /** Writes the frame's rows and returns true, or writes nothing and returns false. */
  read(frame: FrameView, out: EventBuffer): boolean {
    if (this.usualDelta.read(frame, out)) return true;
    const start = out.length;
    this.out = out;
    if (this.frame(frame) === frame.end) return true;
    if (out.length > start) out.truncate(start);
    return false;
  }

  private frame({ view, start, end }: FrameView): number {
    let seen = 0;
    let bit = 0;
    let kind = 0;
    let at = expectByte(view, skipSpace(view, start, end), openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      if (isWord(view, key, TYPE)) {
        bit = SEEN.type;
        at = expectKey(view, key, TYPE);
        kind = at < 0 ? 0 : kindOf(view, at + 1);
        if (kind === 0) return FAIL;
        at = skipText(view, at);
      } else if (isWord(view, key, SID)) {
        bit = SEEN.sid;
        at = this.number.integer(view, expectKey(view, key, SID));
      } else if (isWord(view, key, SEQ)) {
        bit = SEEN.seq;
        at = this.number.integer(view, expectKey(view, key, SEQ));
      } else if (isWord(view, key, ID)) {
        bit = SEEN.id;
        at = this.number.integer(view, expectKey(view, key, ID));
      } else if (kind !== 0) {
        bit = SEEN.msg;
        at = expectKey(view, key, MSG);
        if (kind === EVENT.snapshot) at = this.snapshot(view, at);
        else at = this.trade(view, at);
      } else {
        return FAIL;
      }
      if (at < 0 || (seen & bit) !== 0) return FAIL;
      seen |= bit;
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
      if (byteAt(view, at) !== quote) return FAIL;
    }
    return (seen & SEEN.msg) === 0 ? FAIL : expectByte(view, at, closeObject);
  }

  private snapshot(view: DataView, from: number): number {
    let seen = 0;
    let bit = 0;
    let timeMs = 0;
    let slot = NOT_OURS;
    let at = expectByte(view, from, openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      if (isWord(view, key, MARKET_TICKER)) {
        bit = PART.ticker;
        at = this.ticker(view, key);
        slot = this.slot;
      } else if (isWord(view, key, MARKET_ID)) {
        bit = PART.marketId;
        at = skipText(view, expectKey(view, key, MARKET_ID));
      } else if (isWord(view, key, TS_MS)) {
        bit = PART.tsMs;
        // The rows before it would lack the time.
        if ((seen & (PART.yes | PART.no)) !== 0) return FAIL;
        at = this.number.integer(view, expectKey(view, key, TS_MS));
        timeMs = this.number.value;
      } else if (isWord(view, key, YES_LEVELS)) {
        bit = PART.yes;
        if (slot < 0 || (seen & PART.no) !== 0) return FAIL;
        this.out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
        at = this.side(view, expectKey(view, key, YES_LEVELS), slot, BID, timeMs);
      } else {
        bit = PART.no;
        if (slot < 0) return FAIL;
        if ((seen & PART.yes) === 0) this.out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
        at = this.side(view, expectKey(view, key, NO_LEVELS), slot, ASK, timeMs);
      }
      if (at < 0 || (seen & bit) !== 0) return FAIL;
      seen |= bit;
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
      if (byteAt(view, at) !== quote) return FAIL;
    }
    // A book that is not ours is rare: the other way passes over it.
    if (slot < 0) return FAIL;
    if ((seen & (PART.yes | PART.no)) === 0) this.out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
    this.out.push(EVENT.snapshotEnd, slot, BID, 0, 0, timeMs);
    return expectByte(view, at, closeObject);
  }

  private side(view: DataView, from: number, slot: number, side: Side, timeMs: number): number {
    this.levels.begin(this.out, slot, side, timeMs);
    let at = expectByte(view, from, openList);
    if (byteAt(view, at) === closeList) return expectByte(view, at, closeList);
    for (;;) {
      at = this.level(view, at, side);
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
    }
    return expectByte(view, at, closeList);
  }

  private level(view: DataView, from: number, side: Side): number {
    const number = this.number;
    const usual = this.usualLevel.read(view, from);
    if (usual >= 0) return this.put(side, this.usualLevel.price, this.usualLevel.size) ? usual : FAIL;
    let at = number.micros(view, expectByte(view, from, openList));
    const price = number.value;
    at = number.micros(view, expectByte(view, at, comma));
    const size = number.value;
    at = expectByte(view, at, closeList);
    if (at < 0 || price < 0 || price > ONE_MICROS || size < 0) return FAIL;
    return this.put(side, price, size) ? at : FAIL;
  }

  private put(side: Side, price: number, size: number): boolean {
    return this.levels.add(side === BID ? price : ONE_MICROS - price, size);
  }

  private trade(view: DataView, from: number): number {
    const number = this.number;
    let seen = 0;
    let bit = 0;
    let price = 0;
    let size = 0;
    let timeMs = 0;
    let slot = NOT_OURS;
    let taker: Side = BID;
    let idStart = 0;
    let idEnd = 0;
    let at = expectByte(view, from, openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      if (isWord(view, key, MARKET_TICKER)) {
        bit = PART.ticker;
        at = this.ticker(view, key);
        slot = this.slot;
      } else if (isWord(view, key, TRADE_ID)) {
        bit = PART.tradeId;
        at = expectKey(view, key, TRADE_ID);
        idStart = at + 1;
        if (at < 0) return FAIL;
        idEnd = endOfPlain(view, idStart);
        at = skipText(view, at);
      } else if (isWord(view, key, YES_PRICE)) {
        bit = PART.price;
        at = number.micros(view, expectKey(view, key, YES_PRICE));
        price = number.value;
      } else if (isWord(view, key, NO_PRICE)) {
        bit = PART.noPrice;
        at = skipText(view, expectKey(view, key, NO_PRICE));
      } else if (isWord(view, key, COUNT_FP)) {
        bit = PART.size;
        at = number.micros(view, expectKey(view, key, COUNT_FP));
        size = number.value;
      } else if (isWord(view, key, TAKER_OUTCOME_SIDE)) {
        bit = PART.takerOutcome;
        at = this.outcome(view, expectKey(view, key, TAKER_OUTCOME_SIDE));
        taker = this.word;
      } else if (isWord(view, key, TAKER_BOOK_SIDE)) {
        bit = PART.takerBook;
        at = this.bookSide(view, expectKey(view, key, TAKER_BOOK_SIDE));
        // The newest of the three fields decides, wherever it stands.
        if ((seen & PART.takerOutcome) === 0) taker = this.word;
      } else if (isWord(view, key, TAKER_SIDE)) {
        bit = PART.taker;
        at = this.outcome(view, expectKey(view, key, TAKER_SIDE));
        if ((seen & (PART.takerOutcome | PART.takerBook)) === 0) taker = this.word;
      } else if (isWord(view, key, TS_MS)) {
        bit = PART.tsMs;
        at = number.integer(view, expectKey(view, key, TS_MS));
        timeMs = number.value;
      } else {
        bit = PART.ts;
        at = this.olderTime(view, expectKey(view, key, TS));
      }
      if (at < 0 || (seen & bit) !== 0) return FAIL;
      seen |= bit;
      if (byteAt(view, at) !== comma) break;
      at = expectByte(view, at, comma);
      if (byteAt(view, at) !== quote) return FAIL;
    }
    const hasTaker = (seen & (PART.taker | PART.takerOutcome | PART.takerBook)) !== 0;
    if ((seen & TRADE_ALWAYS) !== TRADE_ALWAYS || !hasTaker || price < 0 || price > ONE_MICROS || size < 0) return FAIL;
    if (slot >= 0) {
      const row = this.out.push(EVENT.trade, slot, taker, price, size, timeMs);
      if (idEnd > idStart) this.out.tradeIds.set(row, asciiText(view, idStart, idEnd));
    }
    return expectByte(view, at, closeObject);
  }

  private ticker(view: DataView, key: number): number {
    const at = expectKey(view, key, MARKET_TICKER);
    if (byteAt(view, at) !== quote) return FAIL;
    this.slot = this.symbols.find(view, at + 1);
    const end = this.symbols.end >= 0 ? this.symbols.end : endOfPlain(view, at + 1);
    return end < 0 ? FAIL : afterSpace(view, end + 1);
  }

  private outcome(view: DataView, at: number): number {
    if (at < 0) return FAIL;
    if (isWord(view, at + 1, YES)) this.word = BID;
    else if (isWord(view, at + 1, NO)) this.word = ASK;
    else return FAIL;
    return skipText(view, at);
  }

  private bookSide(view: DataView, at: number): number {
    if (at < 0) return FAIL;
    if (isWord(view, at + 1, BUYER)) this.word = BID;
    else if (isWord(view, at + 1, SELLER)) this.word = ASK;
    else return FAIL;
    return skipText(view, at);
  }

  /** The older time field: a text or seconds. It says nothing beside `ts_ms`, which must be there. */
  private olderTime(view: DataView, at: number): number {
    return byteAt(view, at) === quote ? skipText(view, at) : this.number.integer(view, at);
  }
}

/** The kind of rows that a type of message gives, 0 for every other type. */
function kindOf(view: DataView, at: number): number {
  if (isWord(view, at, SNAPSHOT)) return EVENT.snapshot;
  return isWord(view, at, TRADE) ? EVENT.trade : 0;
}

function asciiText(view: DataView, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(view.getUint8(at)!);
  return text;
}
