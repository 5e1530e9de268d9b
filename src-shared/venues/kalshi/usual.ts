/**
 * Reads an `orderbook_delta` in the very form the venue sends it today: these keys in this order, no white space. The bytes
 * between the values are compared as they are, so nothing is looked for.
 *
 * Any other form is left, with no row written, to JSON.parse, which gives the same rows for this one too (a differential fuzz test
 * shows it). No other form was ever recorded: 101,669 of 101,669.
 */

import { ONE_MICROS } from '../../domain/micros.ts';
import { ASK, BID, EVENT, type EventBuffer } from '../../domain/wire/event-buffer.ts';
import { behindRun, endOfPlain, JsonNumber, runOf } from '../../domain/wire/json-bytes.ts';
import type { FrameView, SymbolBytesTable, SymbolTable } from '../venue.ts';

const HEAD = runOf('{"type":"orderbook_delta","sid":');
const SEQ = runOf(',"seq":');
const TICKER = runOf(',"msg":{"market_ticker":"');
const MARKET_ID = runOf('","market_id":"');
const PRICE = runOf('","price_dollars":"');
const DELTA = runOf('","delta_fp":"');
const YES = runOf('","side":"yes","ts":"');
const NO = runOf('","side":"no","ts":"');
const TS_MS = runOf('","ts_ms":');
const END = runOf('}}');

export class UsualDelta {
  private readonly symbols: SymbolBytesTable;
  private readonly number = new JsonNumber();

  constructor(symbols: SymbolTable) {
    this.symbols = symbols.bytes;
  }

  /** Writes the frame's row and returns true, or writes nothing and returns false. */
  read({ view, start, end }: FrameView, out: EventBuffer): boolean {
    const number = this.number;
    let at = behindRun(view, start, HEAD);
    if (at < 0) return false;
    at = number.bare(view, at);
    if (at < 0) return false;
    at = behindRun(view, at, SEQ);
    if (at < 0) return false;
    at = number.bare(view, at);
    if (at < 0) return false;
    at = behindRun(view, at, TICKER);
    if (at < 0) return false;
    const slot = this.symbols.find(view, at);
    at = this.symbols.end;
    if (at < 0) return false;
    at = behindRun(view, at, MARKET_ID);
    if (at < 0) return false;
    at = endOfPlain(view, at);
    if (at < 0) return false;
    at = behindRun(view, at, PRICE);
    if (at < 0) return false;
    at = number.plain(view, at);
    if (at < 0) return false;
    const price = number.value;
    at = behindRun(view, at, DELTA);
    if (at < 0) return false;
    at = number.plain(view, at);
    if (at < 0) return false;
    const change = number.value;
    let isYes = true;
    let next = behindRun(view, at, YES);
    if (next < 0) {
      isYes = false;
      next = behindRun(view, at, NO);
      if (next < 0) return false;
    }
    at = endOfPlain(view, next);
    if (at < 0) return false;
    at = behindRun(view, at, TS_MS);
    if (at < 0) return false;
    at = number.bare(view, at);
    if (at < 0) return false;
    if (price < 0 || price > ONE_MICROS || behindRun(view, at, END) !== end) return false;
    const timeMs = number.value;
    if (slot >= 0) out.push(EVENT.add, slot, isYes ? BID : ASK, isYes ? price : ONE_MICROS - price, change, timeMs);
    return true;
  }
}
