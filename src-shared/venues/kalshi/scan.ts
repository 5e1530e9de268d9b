/**
 * Reads the frequent frames straight from their bytes: `orderbook_delta` in its exact form ({@link ./usual.ts}) and
 * `orderbook_snapshot` in any key order, with levels in their usual form.
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
const MARKET_TICKER = quotedWord('market_ticker');
const MARKET_ID = quotedWord('market_id');
const TS_MS = quotedWord('ts_ms');
const YES_LEVELS = quotedWord('yes_dollars_fp');
const NO_LEVELS = quotedWord('no_dollars_fp');

/** One bit a key of the frame, and of its msg: a key that comes twice is JSON.parse's to judge. */
const SEEN = { type: 1, sid: 2, seq: 4, id: 8, msg: 16 } as const;
const PART = { ticker: 1, marketId: 2, tsMs: 4, yes: 8, no: 16 } as const;

const NOT_OURS = -1;

export class HotFrames {
  private readonly symbols: SymbolBytesTable;
  private readonly usualDelta: UsualDelta;
  private readonly usualLevel = new UsualLevel(runOf('["'), runOf('","'), runOf('"]'));
  private readonly number = new JsonNumber();
  private readonly levels: LevelRows;
  private out: EventBuffer;
  /** The slot that the last step read. */
  private slot = NOT_OURS;

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
    let isSnapshot = false;
    let at = expectByte(view, skipSpace(view, start, end), openObject);
    while (byteAt(view, at) === quote) {
      const key = at + 1;
      if (isWord(view, key, TYPE)) {
        bit = SEEN.type;
        at = expectKey(view, key, TYPE);
        isSnapshot = at >= 0 && isWord(view, at + 1, SNAPSHOT);
        if (!isSnapshot) return FAIL;
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
      } else if (isSnapshot) {
        bit = SEEN.msg;
        at = this.snapshot(view, expectKey(view, key, MSG));
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
    const { usualLevel } = this;
    const at = usualLevel.read(view, from);
    if (at < 0) return FAIL;
    const price = side === BID ? usualLevel.price : ONE_MICROS - usualLevel.price;
    return this.levels.add(price, usualLevel.size) ? at : FAIL;
  }

  private ticker(view: DataView, key: number): number {
    const at = expectKey(view, key, MARKET_TICKER);
    if (byteAt(view, at) !== quote) return FAIL;
    this.slot = this.symbols.find(view, at + 1);
    const end = this.symbols.end >= 0 ? this.symbols.end : endOfPlain(view, at + 1);
    return end < 0 ? FAIL : afterSpace(view, end + 1);
  }
}
