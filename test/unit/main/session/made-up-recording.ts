/**
 * What made-up recordings have in common: the books they must lead to, kept in plain maps that share no code with what reads them. The
 * messages of a venue are made in its folder under test/venues.
 */
import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';

export type Message = { readonly receivedMs: number; readonly text: string };
export type Levels = readonly (readonly [price: number, size: number])[];
export type MadeUpBook = { readonly bids: Levels; readonly asks: Levels };

/** Books by market, after each message. */
export type MadeUp = { readonly messages: readonly Message[]; after(messages: number): Record<string, MadeUpBook> };

export const START_MS = 1_790_000_000_000;

/** Small and repeatable. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Sides = { readonly bids: Map<number, number>; readonly asks: Map<number, number> };

/** Messages as they are made, and the books after each. */
export class Notebook {
  private readonly books = new Map<string, Sides>();
  private readonly pages: Record<string, MadeUpBook>[] = [{}];
  readonly messages: Message[] = [];

  book(market: string): Sides {
    let book = this.books.get(market);
    if (!book) {
      book = { bids: new Map(), asks: new Map() };
      this.books.set(market, book);
    }
    return book;
  }

  write(text: string): void {
    this.messages.push({ receivedMs: START_MS + this.messages.length * 7, text });
    const page: Record<string, MadeUpBook> = {};
    for (const [market, { bids, asks }] of this.books) {
      page[market] = {
        bids: [...bids].sort(([a], [b]) => b - a),
        asks: [...asks].sort(([a], [b]) => a - b),
      };
    }
    this.pages.push(page);
  }

  get madeUp(): MadeUp {
    return { messages: this.messages, after: (messages) => this.pages[messages]! };
  }
}

export const LINE_FORMATS = {
  envelope: ({ receivedMs, text }: Message): string =>
    /^[[{]/.test(text)
      ? `{"recv_ms":${receivedMs},"event":${text}}`
      : `{"recv_ms":${receivedMs},"event":${JSON.stringify(text)}}`,
  timed: ({ receivedMs, text }: Message): string => `${receivedMs}123456 ${text}`,
  plain: ({ text }: Message): string => text,
} as const;

export const PACKINGS = {
  nothing: (bytes: Buffer): Buffer => bytes,
  gzip: (bytes: Buffer): Buffer => gzipSync(bytes),
  zstd: (bytes: Buffer): Buffer => zstdCompressSync(bytes),
} as const;

/** The hash that a report must give, from the words of its description. */
export function hashOf({ bids, asks }: MadeUpBook): string {
  const lines = [
    ...bids.map(([price, size]) => `B ${price} ${size}\n`),
    ...asks.map(([price, size]) => `A ${price} ${size}\n`),
  ];
  return createHash('sha256').update(lines.join('')).digest('hex');
}
