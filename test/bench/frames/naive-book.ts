/**
 * The reference: frames read by JSON.parse, books kept as plain Maps of decimal text. It shares no code with the product and is
 * what every measured book must equal before its figure counts. How a venue's frames are folded is in its folder under test/venues.
 */

type Levels = Map<string, number>;
export type NaiveBook = { readonly bids: Levels; readonly asks: Levels };
/** Applies one frame of a venue, as `JSON.parse` gives it. */
export type NaiveFold = (frame: unknown, books: NaiveBooks) => void;

/** Millionths. */
export const micros = (text: string): number => Math.round(Number(text) * 1e6);

export class NaiveBooks {
  private readonly books = new Map<string, NaiveBook>();

  private readonly fold: NaiveFold;

  constructor(fold: NaiveFold) {
    this.fold = fold;
  }

  take(text: string): void {
    this.fold(JSON.parse(text), this);
  }

  get(symbol: string): NaiveBook | undefined {
    return this.books.get(symbol);
  }

  /** The levels of a symbol's book as text, best first, prices and sizes in millionths. */
  text(symbol: string): string {
    const book = this.books.get(symbol);
    return book ? levelsText(sorted(book.bids, -1), sorted(book.asks, 1)) : 'no book';
  }

  /** An empty book in place of the one that was. */
  fresh(symbol: string): NaiveBook {
    const book = { bids: new Map<string, number>(), asks: new Map<string, number>() };
    this.books.set(symbol, book);
    return book;
  }
}

function sorted(levels: Levels, direction: number): (readonly [number, number])[] {
  return [...levels].map(([price, size]) => [micros(price), size] as const).sort((a, b) => (a[0] - b[0]) * direction);
}

/** Both sides as one text, to be compared. */
export function levelsText(
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
): string {
  return JSON.stringify([bids, asks]);
}
