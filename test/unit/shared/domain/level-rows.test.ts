import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, BID, EVENT, EventBuffer } from '../../../../src-shared/domain/wire/event-buffer.ts';
import { LEVELS_PER_SIDE_MAX, LevelRows } from '../../../../src-shared/domain/wire/level-rows.ts';
import { SEED } from '../../../venues/seed.ts';

function levelsOf(events: EventBuffer, from: number): [price: number, size: number][] {
  const levels: [number, number][] = [];
  for (let row = from; row < events.length; row++) levels.push([events.price[row]!, events.size[row]!]);
  return levels;
}

describe('LevelRows', () => {
  it(`adds equal prices up and leaves out empty levels, in any order (seed ${SEED})`, () => {
    const level = fc.tuple(fc.nat(20), fc.nat(5));
    fc.assert(
      fc.property(fc.array(level, { maxLength: 40 }), (levels) => {
        const events = new EventBuffer();
        const rows = new LevelRows(events);
        rows.begin(events, 3, ASK, 17);
        const sums = new Map<number, number>();
        for (const [price, size] of levels) {
          expect(rows.add(price, size)).toBe(true);
          if (size > 0) sums.set(price, (sums.get(price) ?? 0) + size);
        }
        expect(levelsOf(events, 0)).toEqual([...sums]);
        for (let row = 0; row < events.length; row++) {
          expect([events.kind[row], events.slot[row], events.side[row], events.timeMs[row]]).toEqual([
            EVENT.level,
            3,
            ASK,
            17,
          ]);
        }
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('keeps the sides of a book apart', () => {
    const events = new EventBuffer();
    const rows = new LevelRows(events);
    rows.begin(events, 0, BID, 0);
    rows.add(400_000, 1);
    rows.begin(events, 0, ASK, 0);
    rows.add(400_000, 2);
    expect(levelsOf(events, 0)).toEqual([
      [400_000, 1],
      [400_000, 2],
    ]);
  });

  it('takes as many levels as the finest grid has prices, and no more', () => {
    const events = new EventBuffer();
    const rows = new LevelRows(events);
    for (const side of [BID, ASK] as const) {
      rows.begin(events, 0, side, 0);
      for (let at = 0; at < LEVELS_PER_SIDE_MAX; at++) expect(rows.add(at, 1)).toBe(true);
      expect(rows.add(LEVELS_PER_SIDE_MAX, 1)).toBe(false);
    }
  });

  it('says when a sum is beyond what can be held exactly', () => {
    const events = new EventBuffer();
    const rows = new LevelRows(events);
    rows.begin(events, 0, BID, 0);
    expect(rows.add(1, Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(rows.add(1, 1)).toBe(false);
  });
});
