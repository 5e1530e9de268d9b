/**
 * Finds how the venue wrote the numbers of a row: the decoders give numbers only, and a venue's "0.50" is not its "0.5".
 *
 * A frame's decimal texts are listed once, in order. A row's text is the next one behind the last row's that means exactly the
 * row's number (for a price also the other outcome's, 1 - p, where the venue wrote that one). A number without such a text (a level
 * the venue sent in two parts) gets ''. So a text given is always one of the frame's own, and means exactly its number.
 */
import { ONE_MICROS, parseMicros } from '../../src-shared/domain/micros.ts';

/** Venues write prices and sizes as texts. */
const DECIMAL = /"(-?[0-9]*\.?[0-9]+)"/g;

export class Originals {
  price = '';
  size = '';
  private texts: string[] = [];
  private values: number[] = [];
  private at = 0;

  /** Starts with a frame's text. */
  open(frame: string): void {
    this.texts = [];
    this.values = [];
    this.at = 0;
    for (const [, text = ''] of frame.matchAll(DECIMAL)) {
      const value = parseMicros(text);
      if (Number.isNaN(value)) continue;
      this.texts.push(text);
      this.values.push(value);
    }
  }

  /** Sets `price` and `size` to the texts of these numbers. */
  find(priceMicros: number, sizeMicros: number): void {
    const price = this.pair(priceMicros, sizeMicros, this.at);
    const found = price >= 0 ? price : this.pair(priceMicros, sizeMicros, 0);
    if (found < 0) {
      this.price = '';
      this.size = '';
      return;
    }
    this.at = found + 1;
    this.price = this.texts[found]!;
    this.size = this.texts[this.sizeNear(found, sizeMicros)]!;
  }

  /** Index of the first text of the price, from `start`, that has the size's text near it; -1: none. */
  private pair(priceMicros: number, sizeMicros: number, start: number): number {
    const { values } = this;
    for (let at = start; at < values.length; at++) {
      if (values[at] === priceMicros && this.sizeNear(at, sizeMicros) >= 0) return at;
    }
    for (let at = start; at < values.length; at++) {
      if (values[at] === ONE_MICROS - priceMicros && this.sizeNear(at, sizeMicros) >= 0) return at;
    }
    return -1;
  }

  /** A level's size stands next to its price; a trade has its fee rate or the other outcome's price between or before. */
  private sizeNear(price: number, sizeMicros: number): number {
    for (const step of [1, 2, 3, -1, -2, -3]) if (this.values[price + step] === sizeMicros) return price + step;
    return -1;
  }
}
