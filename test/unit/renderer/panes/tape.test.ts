/** The tape of time and sales. */
import { describe, expect, it } from 'vitest';
import { Tape, whaleClass } from '../../../../src-renderer/panes/trades/tape.ts';
import { TRADES_SHOWN_MAX } from '../../../../src-renderer/ports/limits.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Trade } from '../../../../src-shared/domain/trade.ts';

const trade = (id: string, receivedMicros: number, change: Partial<Trade> = {}): Trade => ({
  listing: 'x:1',
  id,
  priceMicros: 400_000,
  sizeMicros: 10_000_000,
  taker: 'buy',
  timeMs: receivedMicros / 1_000,
  receivedMicros,
  ...change,
});
const ids = (tape: Tape): readonly number[] => tape.rows.map((row) => row.receivedMicros);

describe('tape', () => {
  it('keeps trades in the order they were received, whatever order they come in', () => {
    const tape = new Tape([]);
    tape.add([trade('a', 10), trade('c', 30)]);
    tape.add([trade('b', 20, { listing: 'y:1' }), trade('d', 40)]);
    expect(ids(tape)).toEqual([10, 20, 30, 40]);
  });

  it('shows a trade once when the engine sends it again after a reconnect', () => {
    const tape = new Tape([]);
    expect(tape.add([trade('a', 10), trade('', 20)])).toBe(2);
    expect(tape.add([trade('a', 10), trade('', 20), trade('b', 30)])).toBe(1);
    expect(ids(tape)).toEqual([10, 20, 30]);
  });

  it('forgets what has not happened yet when a replay goes back, and takes it again when it comes', () => {
    const tape = new Tape([]);
    tape.add([trade('a', 10), trade('b', 20), trade('c', 30)]);
    expect(tape.forgetAfter(20)).toBe(true);
    expect(tape.forgetAfter(20)).toBe(false);
    expect(ids(tape)).toEqual([10, 20]);
    expect(tape.add([trade('b', 20), trade('c', 30)])).toBe(1);
    expect(ids(tape)).toEqual([10, 20, 30]);
  });

  it('takes equal ids of two listings for two trades', () => {
    const tape = new Tape([]);
    tape.add([trade('1', 10), trade('1', 20, { listing: 'y:1' })]);
    expect(tape.rows).toHaveLength(2);
  });

  it('turns trades of an inverted member round, price and side', () => {
    const link: Link = {
      id: 'link',
      title: '',
      status: 'confirmed',
      members: [
        { listing: 'x:1', orientation: 'same' },
        { listing: 'y:1', orientation: 'inverted' },
      ],
    };
    const tape = new Tape(link.members);
    tape.add([trade('a', 10), trade('b', 20, { listing: 'y:1' }), trade('c', 30, { listing: 'y:1', taker: 'sell' })]);
    expect(tape.rows.map((row) => [row.priceMicros, row.taker])).toEqual([
      [400_000, 'buy'],
      [600_000, 'sell'],
      [600_000, 'buy'],
    ]);
  });

  it('shows our time where the venue gives none', () => {
    const tape = new Tape([]);
    tape.add([trade('a', 5_000_000, { timeMs: 0 })]);
    expect(tape.rows[0]?.atMs).toBe(5_000);
  });

  it('stays bounded and keeps the newest', () => {
    const tape = new Tape([]);
    const count = TRADES_SHOWN_MAX * 3;
    tape.add(Array.from({ length: count }, (_, at) => trade(String(at), at)));
    expect(tape.rows.length).toBeLessThanOrEqual(TRADES_SHOWN_MAX * 1.25);
    expect(tape.rows.at(-1)?.receivedMicros).toBe(count - 1);
  });

  it('marks large trades at 500, 2,000 and 10,000 dollars', () => {
    const dollars = [499.99, 500, 1_999, 2_000, 9_999, 10_000];
    expect(dollars.map((amount) => whaleClass(Math.round(amount * 1e6)))).toEqual([0, 1, 1, 2, 2, 3]);
  });
});
