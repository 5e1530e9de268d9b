/**
 * Decides what is really in a book: the truth every client is judged by.
 *
 * Deliberately plain: a map from price to size for each side, in terms of the YES (first) outcome, integers of one
 * millionth. It shares nothing with the book the application builds.
 */

/** The best price of a side without levels. */
export const NO_PRICE = -1;

export type Level = readonly [priceMicros: number, sizeMicros: number];

export class BookSide {
  readonly levels = new Map<number, number>();
  readonly #highestIsBest: boolean;
  /** Price of the best level, or NO_PRICE. */
  best = NO_PRICE;

  constructor(highestIsBest: boolean) {
    this.#highestIsBest = highestIsBest;
  }

  sizeAt(priceMicros: number): number {
    return this.levels.get(priceMicros) ?? 0;
  }

  /** Replaces a level's size; 0 removes the level. */
  set(priceMicros: number, sizeMicros: number): void {
    if (sizeMicros < 0 || !Number.isSafeInteger(sizeMicros)) throw new Error(`impossible size ${sizeMicros}`);
    if (sizeMicros > 0) {
      this.levels.set(priceMicros, sizeMicros);
      if (this.best === NO_PRICE || this.#beats(priceMicros, this.best)) this.best = priceMicros;
      return;
    }
    this.levels.delete(priceMicros);
    if (priceMicros === this.best) this.best = this.#findBest();
  }

  /** All levels, best first. */
  sorted(): Level[] {
    const list = [...this.levels];
    return this.#highestIsBest ? list.sort((a, b) => b[0] - a[0]) : list.sort((a, b) => a[0] - b[0]);
  }

  #beats(a: number, b: number): boolean {
    return this.#highestIsBest ? a > b : a < b;
  }

  #findBest(): number {
    let best = NO_PRICE;
    for (const price of this.levels.keys()) if (best === NO_PRICE || this.#beats(price, best)) best = price;
    return best;
  }
}

export class TrueBook {
  readonly bids = new BookSide(true);
  readonly asks = new BookSide(false);
  /** Venue time of the last change, epoch milliseconds. */
  lastEventTimeMs = 0;

  clear(): void {
    for (const side of [this.bids, this.asks]) for (const price of [...side.levels.keys()]) side.set(price, 0);
  }

  /** True when both sides have levels and they cross or lock. */
  isCrossed(): boolean {
    return this.bids.best !== NO_PRICE && this.asks.best !== NO_PRICE && this.bids.best >= this.asks.best;
  }
}

/** Notices when the best prices of a book are not what they were. */
export class TouchWatch {
  readonly #book: TrueBook;
  #bid = -2;
  #ask = -2;

  constructor(book: TrueBook) {
    this.#book = book;
  }

  /** True when the touch differs from that of the last call. */
  hasMoved(): boolean {
    const { bids, asks } = this.#book;
    if (bids.best === this.#bid && asks.best === this.#ask) return false;
    this.#bid = bids.best;
    this.#ask = asks.best;
    return true;
  }
}
