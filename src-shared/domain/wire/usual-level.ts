/**
 * Reads a level in the form its venue usually writes: two decimal texts, and between them bytes that are always the same.
 *
 * Anything else fails, and the caller leaves the frame to JSON.parse.
 */

import { ONE_MICROS } from '../micros.ts';
import { behindRun, FAIL, JsonNumber, type Run } from './json-bytes.ts';

export class UsualLevel {
  /** The level last read, in millionths; the price as the venue writes it. */
  price = 0;
  size = 0;
  private readonly open: Run;
  private readonly between: Run;
  private readonly close: Run;
  private readonly number = new JsonNumber();

  /** The bytes before the price, between price and size, and behind the size. */
  constructor(open: Run, between: Run, close: Run) {
    this.open = open;
    this.between = between;
    this.close = close;
  }

  /** Behind the level that begins at `from`, or FAIL. */
  read(view: DataView, from: number): number {
    const number = this.number;
    let at = number.plain(view, behindRun(view, from, this.open));
    const price = number.value;
    at = number.plain(view, behindRun(view, at, this.between));
    if (at < 0 || price < 0 || price > ONE_MICROS || number.value < 0) return FAIL;
    this.price = price;
    this.size = number.value;
    return behindRun(view, at, this.close);
  }
}
