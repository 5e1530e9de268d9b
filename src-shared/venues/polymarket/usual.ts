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
    let at = behindHex(view, behindRun(view, start, HEAD), CONDITION_FOURS);
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
    at = behindRun(view, this.number.digits(view, behindRun(view, at, TIMESTAMP)), TYPE);
    if (at < 0 || this.slot < 0) return at;
    const timeMs = this.number.value;
    for (let row = rows; row < out.length; row++) out.timeMs[row] = timeMs;
    out.push(EVENT.quote, this.slot, BID, this.bestBid, this.bestAsk, timeMs);
    return at;
  }

  private change(view: DataView, from: number, out: EventBuffer): number {
    const at = behindRun(view, from, ASSET);
    if (at < 0) return FAIL;
    const slot = this.symbols.find(view, at);
    return slot < 0 ? passed(view, this.symbols.end) : this.ours(view, this.symbols.end, out, slot);
  }

  private ours(view: DataView, from: number, out: EventBuffer, slot: number): number {
    const number = this.number;
    let at = number.plain(view, behindRun(view, from, PRICE));
    const price = number.value;
    at = number.plain(view, behindRun(view, at, SIZE));
    const size = number.value;
    if (at < 0 || price < 0 || price > ONE_MICROS || size < 0) return FAIL;
    const behindBuy = behindRun(view, at, BUY);
    const side: Side = behindBuy >= 0 ? BID : ASK;
    at = behindHex(view, behindBuy >= 0 ? behindBuy : behindRun(view, at, SELL), HASH_FOURS);
    at = number.plain(view, behindRun(view, at, BEST_BID));
    const bestBid = number.value;
    at = number.plain(view, behindRun(view, at, BEST_ASK));
    const bestAsk = number.value;
    if (at < 0 || bestBid < 0 || bestBid > ONE_MICROS || bestAsk < 0 || bestAsk > ONE_MICROS) return FAIL;
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
  let at = behindNumeral(view, behindRun(view, from, PRICE));
  at = behindNumeral(view, behindRun(view, at, SIZE));
  const behindSell = behindRun(view, at, SELL);
  at = behindHex(view, behindSell >= 0 ? behindSell : behindRun(view, at, BUY), HASH_FOURS);
  at = behindNumeral(view, behindRun(view, at, BEST_BID));
  at = behindNumeral(view, behindRun(view, at, BEST_ASK));
  return behindRun(view, at, END_CHANGE);
}

/** A touch at the end of the scale is the venue's word for an empty side. */
function touchOf(price: number): number {
  return price === 0 || price === ONE_MICROS ? NO_TOUCH : price;
}
