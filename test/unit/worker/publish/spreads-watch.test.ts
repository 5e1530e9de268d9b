/** A window's watch on spreads over a real message channel. */
import { describe, expect, it } from 'vitest';
import { SPREAD_ROWS_PER_FRAME_MAX } from '../../../../src-shared/domain/limits.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { NOW_MS, TestShard } from '../shard/with-shard.ts';
import { TestWindow } from './with-window.ts';

describe('spreads that are watched', () => {
  const cheap = checked.instrument('333');
  const dear = numbered.instrument('DEAR');
  const pair: Link = {
    id: 'pair',
    title: 'A pair',
    status: 'confirmed',
    members: [
      { listing: cheap.id, orientation: 'same' },
      { listing: dear.id, orientation: 'same' },
    ],
  };

  /** Asked at 42 cents here, bid at 45 there. */
  function withPair(): TestShard {
    const test = new TestShard();
    test.carry(1, [cheap]);
    test.carry(2, [dear]);
    test.shard.changeLinks({ removed: [], changed: [pair] });
    test.frames(1, [checked.book('333', [['0.40', '9']], [['0.42', '9']])]);
    test.frames(2, [numbered.snapshot(1, 1, 'DEAR', [['0.45', '5']], [['0.50', '5']])]);
    return test;
  }

  it('bring the best direction of every link, and again only when it changed', async () => {
    const test = withPair();
    const window = new TestWindow(test);
    await window.watch(1, { what: 'spreads', link: null });
    const [first] = await window.spreads();
    expect(first?.rows).toMatchObject([{ link: 'pair', buy: cheap.id, sell: dear.id, sizeMicros: 5_000_000 }]);
    await window.ack(1, first!.frame);
    expect(await window.spreads(NOW_MS + 900)).toEqual([]);
    test.frames(1, [checked.change('333', TIME_MS + 1, { side: 'SELL', price: '0.41', size: '2' })]);
    const [second] = await window.spreads(NOW_MS + 900);
    expect(second?.rows).toMatchObject([{ buyMicros: 410_000, sizeMicros: 5_000_000, openSinceMs: NOW_MS }]);
  });

  it("bring every direction of one link, and nothing of another shard's", async () => {
    const window = new TestWindow(withPair());
    await window.watch(1, { what: 'spreads', link: 'pair' });
    await window.watch(2, { what: 'spreads', link: 'elsewhere' });
    const sent = await window.spreads();
    expect(sent.map(({ watch, rows }) => [watch, rows.map(({ buy }) => buy)])).toEqual([[1, [cheap.id, dear.id]]]);
  });

  it('bring a link whose book is lost as one that earns nothing, saying who is left out', async () => {
    const test = withPair();
    const window = new TestWindow(test);
    await window.watch(1, { what: 'spreads', link: null });
    await window.ack(1, (await window.spreads())[0]!.frame);
    test.shard.setConnection(2, numbered.id, 'closed', 'disconnected', NOW_MS + 500);
    const [lost] = await window.spreads(NOW_MS + 500);
    expect(lost?.rows).toMatchObject([
      {
        sizeMicros: 0,
        buyMicros: -1,
        openSinceMs: 0,
        leftOut: [{ listing: dear.id, phase: 'recovering', reason: 'disconnected' }],
      },
    ]);
    await window.ack(1, lost!.frame);
    test.shard.setInstruments([], [cheap.id, dear.id]);
    const [gone] = await window.spreads(NOW_MS + 1_000);
    expect(gone?.rows).toMatchObject([{ link: 'pair', buy: '', sell: '', sizeMicros: 0 }]);
    expect(gone?.rows[0]?.leftOut).toHaveLength(2);
  });

  it('come in frames of bounded length, what earns before the rest', async () => {
    const count = SPREAD_ROWS_PER_FRAME_MAX + 20;
    const left = Array.from({ length: count }, (_, i) => checked.instrument(`5${String(i).padStart(5, '0')}`));
    const right = Array.from({ length: count }, (_, i) => checked.instrument(`6${String(i).padStart(5, '0')}`));
    const test = new TestShard();
    test.carry(1, [...left, ...right]);
    const links = left.map(
      (one, i): Link => ({
        ...pair,
        id: `link ${i}`,
        members: [one, right[i]!].map(({ id }) => ({ listing: id, orientation: 'same' })),
      }),
    );
    test.shard.changeLinks({ removed: [], changed: links });
    // Only the last one earns.
    left.forEach((one, i) => {
      const bid = i === count - 1 ? '0.60' : '0.40';
      test.frames(1, [
        checked.book(one.symbols[0]!, [['0.40', '9']], [['0.42', '9']]),
        checked.book(right[i]!.symbols[0]!, [[bid, '9']], [['0.70', '9']]),
      ]);
    });
    const window = new TestWindow(test);
    await window.watch(1, { what: 'spreads', link: null });
    const [first] = await window.spreads();
    expect([first!.rows.length, first!.rows[0]!.link]).toEqual([SPREAD_ROWS_PER_FRAME_MAX, `link ${count - 1}`]);
    await window.ack(1, first!.frame);
    const [second] = await window.spreads(NOW_MS + 500);
    const all = new Set([...first!.rows, ...second!.rows].map(({ link }) => link));
    expect([second!.rows.length, all.size]).toEqual([20, count]);
  });
});
