/** What can be earned between two books: exact, after both fees, level by level. */
import { describe, expect, it } from 'vitest';
import { ASK, BID } from '../../../../src-shared/domain/event-buffer.ts';
import { NO_FEE } from '../../../../src-shared/domain/fees.ts';
import { Book } from '../../../../src-worker/book/book.ts';
import { edgeOf, noEdge } from '../../../../src-worker/tables/edge.ts';

const CENT = 10_000;
const ONE = 1_000_000;

type Levels = readonly (readonly [cents: number, contracts: number])[];

function bookOf(bids: Levels, asks: Levels): Book {
  const book = new Book();
  book.beginSnapshot();
  for (const [cents, contracts] of bids) book.putLevel(BID, cents * CENT, contracts * ONE);
  for (const [cents, contracts] of asks) book.putLevel(ASK, cents * CENT, contracts * ONE);
  book.endSnapshot(1, 1);
  return book;
}

const leg = (book: Book, inverted = false, fees = NO_FEE) => ({ book, inverted, fees });

describe('an edge', () => {
  it('walks both books level by level while a contract still earns', () => {
    const cheap = bookOf(
      [],
      [
        [40, 10],
        [42, 5],
        [50, 100],
      ],
    );
    const dear = bookOf(
      [
        [45, 8],
        [43, 20],
        [41, 50],
      ],
      [],
    );
    expect(edgeOf(leg(cheap), leg(dear))).toEqual({
      buyPrice: 40 * CENT,
      sellPrice: 45 * CENT,
      size: 8 * ONE,
      fees: 0,
      netEdge: 5 * CENT,
      // 8 at 5 cents, 2 at 3 cents, 5 at 1 cent.
      walkSize: 15 * ONE,
      walkProfit: (8 * 5 + 2 * 3 + 5 * 1) * CENT,
    });
  });

  it('takes both fees and stops where they eat the gain', () => {
    const fees = { rateMicros: 70_000, exponent: 1, roundUpToMicros: CENT, text: '' };
    const cheap = bookOf(
      [],
      [
        [40, 10],
        [42, 5],
      ],
    );
    const dear = bookOf(
      [
        [45, 8],
        [44, 20],
      ],
      [],
    );
    const edge = edgeOf(leg(cheap, false, fees), leg(dear, false, fees));
    // 0.07 x 8 x 0.24 = 0.1344 and 0.07 x 8 x 0.2475 = 0.1386, each rounded up to the cent.
    expect(edge.fees).toBe(280_000);
    expect(edge.netEdge).toBe((8 * 5 * CENT - 280_000) / 8);
    // At 0.40 and 0.45 a contract costs 0.034125 of fees; at 0.40 and 0.44 it costs 0.034048; at 0.42 and 0.44 0.034300.
    expect(edge.walkSize).toBe(10 * ONE);
    expect(edge.walkProfit).toBe((8 * 5 + 2 * 4) * CENT - 170_000 - 180_000);
  });

  it('turns an inverted book round', () => {
    const straight = bookOf([], [[40, 10]]);
    // A bid of NO at 55 is an ask of YES at 45; its ask of NO at 57 is a bid of YES at 43.
    const turned = bookOf([[55, 3]], [[57, 4]]);
    expect(edgeOf(leg(straight), leg(turned, true))).toMatchObject({
      buyPrice: 40 * CENT,
      sellPrice: 43 * CENT,
      size: 4 * ONE,
    });
    expect(edgeOf(leg(turned, true), leg(bookOf([[44, 1]], [])))).toMatchObject({
      buyPrice: 45 * CENT,
      sellPrice: 44 * CENT,
      walkSize: 0,
      netEdge: -CENT,
    });
  });

  it('is none while a book is not live or has nothing to offer', () => {
    const cheap = bookOf([], [[40, 10]]);
    const dear = bookOf([[45, 8]], []);
    dear.fault('sequence-gap', 1);
    expect(edgeOf(leg(cheap), leg(dear))).toEqual(noEdge());
    expect(edgeOf(leg(cheap), leg(bookOf([], [])))).toEqual(noEdge());
  });
});
