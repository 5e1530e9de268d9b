/**
 * What a ladder must show, worked out from the exchange's own books and from nothing of the app: inverted for an inverted
 * listing and for the NO view, grouped with bids rounded down and asks up, added up over the venues that count.
 */
import type { ExchangeHandle, LinkMember } from '../../../src-exchange/control/handle.ts';
import { expect } from '../fixtures.ts';
import { type Ladder, type LadderRow, LOOKS_MS } from './ladder.ts';

const ONE_MICROS = 1_000_000;

type Side = 'bid' | 'ask';
type Levels = ReadonlyMap<number, number>;
/** One venue's book in the terms of the view: sizes in millionths by price in millionths. */
type Book = { readonly venue: string; readonly bid: Levels; readonly ask: Levels };

export type Wanted = {
  readonly members: readonly LinkMember[];
  readonly view?: 'yes' | 'no';
  /** Price step of a row; 0: as fine as the books. */
  readonly groupMicros?: number;
  /** Venues that are not synced: shown, and in no total. Their cells are not compared. */
  readonly without?: readonly string[];
};

/**
 * Stops the exchange's clock and waits until the ladder shows exactly its books. The clock stays stopped.
 */
export async function expectTruth(exchange: ExchangeHandle, ladder: Ladder, wanted: Wanted): Promise<void> {
  await exchange.pause();
  const books = await trueBooks(exchange, wanted);
  await expect
    .poll(async () => differences(await ladder.rows(), books, wanted), {
      message: 'the ladder equals the truth',
      intervals: LOOKS_MS,
    })
    .toEqual([]);
}

async function trueBooks(exchange: ExchangeHandle, wanted: Wanted): Promise<readonly Book[]> {
  const { members, view = 'yes', groupMicros = 0 } = wanted;
  const truth = await exchange.truth();
  return members.map(({ venue, marketId, orientation }) => {
    const book = truth.find((record) => record.venue === venue && record.marketId === marketId);
    if (!book || book.bids.length + book.asks.length === 0) throw new Error(`${venue} has no book of ${marketId}`);
    const isTurned = (orientation === 'inverted') !== (view === 'no');
    const turn = (levels: typeof book.bids): typeof book.bids =>
      isTurned ? levels.map(([price, size]) => [ONE_MICROS - price, size]) : levels;
    const [bids, asks] = isTurned ? [book.asks, book.bids] : [book.bids, book.asks];
    return { venue, bid: grouped(turn(bids), groupMicros, 'bid'), ask: grouped(turn(asks), groupMicros, 'ask') };
  });
}

function grouped(levels: readonly (readonly [number, number])[], groupMicros: number, side: Side): Levels {
  const sizes = new Map<number, number>();
  const round = side === 'bid' ? Math.floor : Math.ceil;
  for (const [price, size] of levels) {
    const row = groupMicros > 0 ? round(price / groupMicros) * groupMicros : price;
    sizes.set(row, (sizes.get(row) ?? 0) + size);
  }
  return sizes;
}

/** What the rows have otherwise, one line each. */
function differences(rows: readonly LadderRow[], books: readonly Book[], { without = [] }: Wanted): readonly string[] {
  const counted = books.filter(({ venue }) => !without.includes(venue));
  const prices = rows.map(({ priceMicros }) => priceMicros);
  const found = missingRows(prices, books);
  if (rows.length === 0) found.push('there are no rows');
  for (const { priceMicros, cells, touch } of rows) {
    for (const side of ['bid', 'ask'] as const) {
      const total = sum(counted, side, (price) => price === priceMicros);
      const beyond = side === 'bid' ? (price: number) => price >= priceMicros : (price: number) => price <= priceMicros;
      const expected: [string, number][] = counted.map((book) => [
        `${side}-${book.venue}`,
        book[side].get(priceMicros) ?? 0,
      ]);
      if (books.length > 1) expected.push([`${side}-total`, total]);
      expected.push([`${side}-cum`, total === 0 ? 0 : sum(counted, side, beyond)]);
      for (const [cell, size] of expected) {
        const shown = cells[cell];
        const text = sizeText(size);
        if (shown !== text) found.push(`${priceMicros} ${cell}: '${shown}' instead of '${text}'`);
      }
      const isTouch = priceMicros === bestOf(counted, side);
      if (touch.includes(side) !== isTouch) found.push(`${priceMicros} ${isTouch ? 'is' : 'is not'} the best ${side}`);
    }
  }
  return found;
}

/** A level between the highest and the lowest row must have a row. */
function missingRows(prices: readonly number[], books: readonly Book[]): string[] {
  const [highest = 0] = prices;
  const lowest = prices.at(-1) ?? 0;
  return books.flatMap((book) =>
    [...book.bid.keys(), ...book.ask.keys()]
      .filter((price) => price < highest && price > lowest && !prices.includes(price))
      .map((price) => `${price} of ${book.venue} has no row`),
  );
}

function sum(books: readonly Book[], side: Side, counts: (price: number) => boolean): number {
  let total = 0;
  for (const book of books) for (const [price, size] of book[side]) if (counts(price)) total += size;
  return total;
}

function bestOf(books: readonly Book[], side: Side): number {
  const prices = books.flatMap((book) => [...book[side].keys()]);
  return side === 'bid' ? Math.max(...prices) : Math.min(...prices);
}

/** Contracts with all their digits and a comma between thousands; nothing for nothing. */
function sizeText(micros: number): string {
  if (micros === 0) return '';
  const whole = Math.floor(micros / ONE_MICROS);
  const rest = String(micros % ONE_MICROS)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return whole.toLocaleString('en-US') + (rest === '' ? '' : `.${rest}`);
}
