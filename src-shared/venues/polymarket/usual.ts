/**
 * Reads a `price_change` in the very form the venue sends it today: these keys in this order, no white space, hashes of 40 hex
 * digits. The bytes between the values are compared as they are, so nothing is looked for.
 *
 * Any other form is left, with no row written, to the reader of {@link ./scan.ts}, which gives the same rows for this one too
 * (kept by a differential fuzz test).
 */

import { ONE_MICROS } from '../../domain/micros.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../domain/wire/event-buffer.ts';
import { behindHex, behindNumeral, behindRun, FAIL, JsonNumber, runOf } from '../../domain/wire/json-bytes.ts';
import type { FrameView, SymbolBytesTable, SymbolTable } from '../venue.ts';

const HEAD = runOf('{"market":"0x');
const CHANGES = runOf('","price_changes":[');
const ASSET = runOf('{"asset_id":"');
const PRICE = runOf('","price":"');
const SIZE = runOf('","size":"');
const BUY = runOf('","side":"BUY","hash":"');
const SELL = runOf('","side":"SELL","hash":"');
const BEST_BID = runOf('","best_bid":"');
const BEST_ASK = runOf('","best_ask":"');
const END_CHANGE = runOf('"}');
const TIMESTAMP = runOf('],"timestamp":"');
const TYPE = runOf('","event_type":"price_change"}');

const CONDITION_FOURS = 16;
const HASH_FOURS = 10;
const COMMA = 0x2c;
/** Changes of one frame read here; the venue sends a few. */
const CHANGES_MAX = 64;
const NOT_OURS = -1;
const NO_TOUCH = -1;

export class UsualChanges {
  private readonly symbols: SymbolBytesTable;
  private readonly number = new JsonNumber();
  /** The book of the frame's changes, and the venue's touch after the last of them. */
  private slot = NOT_OURS;
  private bestBid = NO_TOUCH;
  private bestAsk = NO_TOUCH;

  constructor(symbols: SymbolTable) {
    this.symbols = symbols.bytes;
  }

  /** Writes the frame's rows and returns true, or writes nothing and returns false. */
  read({ view, start, end }: FrameView, out: EventBuffer): boolean {
    const rows = out.length;
    if (this.frame(view, start, out) === end) return true;
    if (out.length > rows) out.truncate(rows);
    return false;
  }

  private frame(view: DataView, start: number, out: EventBuffer): number {
    let at = behindRun(view, start, HEAD);
    if (at < 0) return FAIL;
    at = behindHex(view, at, CONDITION_FOURS);
    if (at < 0) return FAIL;
    at = behindRun(view, at, CHANGES);
    if (at < 0) return FAIL;
    const rows = out.length;
    this.slot = NOT_OURS;
    for (let changes = 0; changes < CHANGES_MAX; changes++) {
      at = this.change(view, at, out);
      if (at < 0) return FAIL;
      if (view.getUint8(at) !== COMMA) break;
      at++;
    }
    at = behindRun(view, at, TIMESTAMP);
    if (at < 0) return FAIL;
    at = this.number.digits(view, at);
    if (at < 0) return FAIL;
    at = behindRun(view, at, TYPE);
    if (at < 0 || this.slot < 0) return at;
    const timeMs = this.number.value;
    for (let row = rows; row < out.length; row++) out.timeMs[row] = timeMs;
    out.push(EVENT.quote, this.slot, BID, this.bestBid, this.bestAsk, timeMs);
    return at;
  }

  private change(view: DataView, from: number, out: EventBuffer): number {
    let at = behindRun(view, from, ASSET);
    if (at < 0) return FAIL;
    const slot = this.symbols.find(view, at);
    at = this.symbols.end;
    if (at < 0) return FAIL;
    return slot < 0 ? passed(view, at) : this.ours(view, at, out, slot);
  }

  private ours(view: DataView, from: number, out: EventBuffer, slot: number): number {
    const number = this.number;
    let at = behindRun(view, from, PRICE);
    if (at < 0) return FAIL;
    at = number.plain(view, at);
    if (at < 0) return FAIL;
    const price = number.value;
    at = behindRun(view, at, SIZE);
    if (at < 0) return FAIL;
    at = number.plain(view, at);
    if (at < 0) return FAIL;
    const size = number.value;
    if (price < 0 || price > ONE_MICROS || size < 0) return FAIL;
    let side: Side = BID;
    let next = behindRun(view, at, BUY);
    if (next < 0) {
      side = ASK;
      next = behindRun(view, at, SELL);
      if (next < 0) return FAIL;
    }
    at = behindHex(view, next, HASH_FOURS);
    if (at < 0) return FAIL;
    at = behindRun(view, at, BEST_BID);
    if (at < 0) return FAIL;
    at = number.plain(view, at);
    if (at < 0) return FAIL;
    const bestBid = number.value;
    at = behindRun(view, at, BEST_ASK);
    if (at < 0) return FAIL;
    at = number.plain(view, at);
    if (at < 0) return FAIL;
    const bestAsk = number.value;
    if (bestBid < 0 || bestBid > ONE_MICROS || bestAsk < 0 || bestAsk > ONE_MICROS) return FAIL;
    if (this.slot !== slot) {
      if (this.slot >= 0) return FAIL;
      this.slot = slot;
    }
    this.bestBid = touchOf(bestBid);
    this.bestAsk = touchOf(bestAsk);
    out.push(EVENT.set, slot, side, price, size, 0);
    return behindRun(view, at, END_CHANGE);
  }
}

/** Behind a change of the mirrored book, whose values nobody reads. */
function passed(view: DataView, from: number): number {
  let at = behindRun(view, from, PRICE);
  if (at < 0) return FAIL;
  at = behindRun(view, behindNumeral(view, at), SIZE);
  if (at < 0) return FAIL;
  at = behindNumeral(view, at);
  let next = behindRun(view, at, SELL);
  if (next < 0) {
    next = behindRun(view, at, BUY);
    if (next < 0) return FAIL;
  }
  at = behindHex(view, next, HASH_FOURS);
  if (at < 0) return FAIL;
  at = behindRun(view, at, BEST_BID);
  if (at < 0) return FAIL;
  at = behindRun(view, behindNumeral(view, at), BEST_ASK);
  if (at < 0) return FAIL;
  return behindRun(view, behindNumeral(view, at), END_CHANGE);
}

/** A touch at the end of the scale is the venue's word for an empty side. */
function touchOf(price: number): number {
  return price === 0 || price === ONE_MICROS ? NO_TOUCH : price;
}
