/** The spreads of a shard's links: worked out again when a book they use changed, and only then. */
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_FEE } from '../../../../src-shared/domain/fees.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { Link, LinkStatus, Orientation } from '../../../../src-shared/domain/link.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { type BookEntry, BookTable } from '../../../../src-worker/book/book-table.ts';
import { rowOf, SpreadBoard } from '../../../../src-worker/derive/spread-board.ts';
import { fillBook } from './made-books.ts';

const CENT = 10_000;
const LOTS = 5_000_000;

const table = new BookTable();
let instruments: Instrument[];
let board: SpreadBoard;
let changes: string[];

beforeEach(() => {
  instruments = [];
  changes = [];
  board = new SpreadBoard((listing) => {
    const slot = instruments.findIndex(({ id }) => id === listing);
    return slot < 0 ? undefined : { entry: table.get(slot)!, instrument: instruments[slot]! };
  });
  board.onChange = ({ buy, sell, spread }) =>
    changes.push(`${buy.entry.listing} ${sell.entry.listing} ${spread.profitMicros}`);
});

/** A market bid and asked at these cents, five contracts each. */
function add(id: string, bid: number, ask: number, decidedMs: number | null = null): BookEntry {
  const slot = instruments.length;
  instruments.push({
    id,
    venue: 'v',
    symbols: [id],
    priceGrid: uniformGrid(CENT),
    fees: NO_FEE,
    decidedMs: decidedMs as Millis | null,
    venueData: {},
  });
  table.remove(slot);
  const entry = table.add(slot, id, 'v');
  entry.book.connected(0);
  quote(entry, bid, ask);
  return entry;
}

function quote({ book }: BookEntry, bid: number, ask: number): void {
  fillBook(book, [[bid * CENT, LOTS]], [[ask * CENT, LOTS]]);
}

const link = (
  id: string,
  listings: readonly (string | [string, Orientation])[],
  status: LinkStatus = 'confirmed',
): Link => ({
  id,
  title: id,
  status,
  members: listings.map((one) =>
    typeof one === 'string' ? { listing: one, orientation: 'same' } : { listing: one[0], orientation: one[1] },
  ),
});

/** The best way of a link, as it is sent. */
function best(id: string) {
  const spreads = board.get(id)!;
  return rowOf(spreads, spreads.best);
}

describe('the spreads of links', () => {
  it('show every ordered pair of three members, and the best of them first', () => {
    add('a', 40, 42);
    add('b', 44, 46);
    add('c', 47, 49);
    board.setLinks([link('abc', ['a', 'b', 'c'])]);
    board.settle(1);
    expect(board.get('abc')!.ways).toHaveLength(6);
    expect(changes).toEqual(['a b 100000', 'a c 250000', 'b a 0', 'b c 50000', 'c a 0', 'c b 0']);
    expect(best('abc')).toMatchObject({ buy: 'a', sell: 'c', sizeMicros: LOTS, profitMicros: 250_000, leftOut: [] });
  });

  it('are worked out again only where a book was touched', () => {
    const a = add('a', 40, 42);
    add('b', 44, 46);
    const c = add('c', 40, 42);
    add('d', 44, 46);
    board.setLinks([link('ab', ['a', 'b']), link('cd', ['c', 'd'])]);
    board.settle(1);
    changes.length = 0;
    quote(a, 40, 43);
    quote(c, 40, 43);
    board.touched(a.slot);
    board.settle(2);
    // Selling on a is as it was.
    expect(changes).toEqual(['a b 50000']);
    board.review(3);
    expect(changes).toEqual(['a b 50000', 'c d 50000']);
  });

  it('say since when they earn, through better and worse, until a break', () => {
    const a = add('a', 40, 46);
    add('b', 44, 46);
    board.setLinks([link('ab', ['a', 'b'])]);
    board.settle(1);
    const at = (nowMs: number, ask: number): number => {
      quote(a, 40, ask);
      board.touched(a.slot);
      board.settle(nowMs);
      return best('ab').openSinceMs;
    };
    expect([best('ab').openSinceMs, at(10, 42), at(20, 41), at(30, 43), at(40, 44), at(50, 43)]).toEqual([
      0, 10, 10, 10, 0, 50,
    ]);
    a.book.disconnected('disconnected');
    board.review(60);
    expect(best('ab').openSinceMs).toBe(0);
  });

  it('leave out a member that is not live or that no book is kept of, and say so', () => {
    add('a', 40, 42);
    const b = add('b', 50, 52);
    add('c', 44, 46);
    board.setLinks([link('all', ['a', 'b', 'c', 'd'])]);
    board.settle(1);
    expect(best('all')).toMatchObject({ buy: 'a', sell: 'b' });
    b.book.fault('sequence-gap', 2);
    board.review(2);
    expect(best('all')).toMatchObject({
      buy: 'a',
      sell: 'c',
      profitMicros: 100_000,
      leftOut: [
        { listing: 'b', phase: 'recovering', reason: 'sequence-gap' },
        { listing: 'd', phase: 'waiting', reason: 'not-subscribed' },
      ],
    });
  });

  it('keep suggested links marked, and no rejected ones', () => {
    add('a', 40, 42);
    add('b', 44, 46);
    board.setLinks([link('yes', ['a', 'b'], 'suggested'), link('no', ['a', 'b'], 'rejected')]);
    board.settle(1);
    expect(best('yes')).toMatchObject({ status: 'suggested', profitMicros: 100_000 });
    expect(board.get('no')).toBeUndefined();
    board.setLinks([link('yes', ['a', 'b'], 'confirmed')]);
    board.settle(9);
    expect(best('yes')).toMatchObject({ status: 'confirmed', openSinceMs: 1 });
  });

  it('turn an inverted member round', () => {
    add('a', 40, 42);
    // NO bid at 50 and asked at 54 is YES bid at 46 and asked at 50.
    add('b', 50, 54);
    board.setLinks([link('ab', ['a', ['b', 'inverted']])]);
    board.settle(1);
    expect(best('ab')).toMatchObject({ buy: 'a', sell: 'b', buyMicros: 42 * CENT, sellMicros: 46 * CENT });
  });

  it('know when the later of two markets closes, if both say', () => {
    add('a', 40, 42, 1_000);
    add('b', 44, 46, 3_000);
    add('c', 44, 46);
    board.setLinks([link('ab', ['a', 'b']), link('ac', ['a', 'c'])]);
    board.settle(1);
    expect([best('ab').closesMs, best('ac').closesMs]).toEqual([3_000, null]);
  });

  it('have no way with a single book, and one as soon as the other comes', () => {
    add('a', 40, 42);
    board.setLinks([link('ab', ['a', 'b'])]);
    board.settle(1);
    expect(best('ab')).toMatchObject({ buy: '', sell: '', buyMicros: -1, sizeMicros: 0 });
    add('b', 44, 46);
    board.refresh();
    board.settle(2);
    expect(best('ab')).toMatchObject({ buy: 'a', sell: 'b', openSinceMs: 2 });
  });
});

describe('a book that is behind', () => {
  it('marks what it earns, which is never open and comes after what earns less on books of now', () => {
    add('buy', 39, 40);
    const late = add('late', 60, 61);
    add('now', 50, 51);
    board.setLinks([link('two', ['buy', 'late']), link('three', ['buy', 'late', 'now'])]);
    board.settle(1_000);
    expect(best('two')).toMatchObject({ isBehind: false, openSinceMs: 1_000 });
    changes = [];
    late.book.setBehind(true);
    board.review(2_000);
    expect(best('two')).toMatchObject({ sell: 'late', isBehind: true, openSinceMs: 0, leftOut: [] });
    expect(best('two').profitMicros).toBeGreaterThan(0);
    expect(best('three')).toMatchObject({ sell: 'now', isBehind: false, openSinceMs: 1_000 });
    expect(changes.length).toBeGreaterThan(0);
    late.book.setBehind(false);
    board.review(3_000);
    expect(best('two')).toMatchObject({ isBehind: false, openSinceMs: 3_000 });
  });
});

describe('an assumed fee', () => {
  it('is marked, is never open, and comes after what earns less by known fees', () => {
    for (const [id, bid, ask] of [
      ['buy', 39, 40],
      ['guessed', 60, 61],
      ['stated', 50, 51],
    ] as const)
      add(id, bid, ask);
    instruments[1] = { ...instruments[1]!, fees: { ...NO_FEE, isAssumed: true } };
    board.setLinks([link('two', ['buy', 'guessed']), link('three', ['buy', 'guessed', 'stated'])]);
    board.settle(1_000);
    expect(best('two')).toMatchObject({ sell: 'guessed', areFeesAssumed: true, openSinceMs: 0 });
    expect(best('two').profitMicros).toBeGreaterThan(0);
    expect(best('three')).toMatchObject({ sell: 'stated', areFeesAssumed: false, openSinceMs: 1_000 });
  });
});
