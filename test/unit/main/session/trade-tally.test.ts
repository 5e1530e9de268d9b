/** Trades by second, and what the timeline makes of them. */
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../../src-main/session/session-timeline.ts';
import { readTally, TradeTally, TradeTotals } from '../../../../src-main/session/trade-tally.ts';

const SECOND = 1_000_000;
const START = 1_795_000_000 * SECOND;

describe('trades', () => {
  it('are counted by second until they are taken', () => {
    const tally = new TradeTally();
    tally.add(START + 100, 2);
    tally.add(START + 2.5 * SECOND, 3);
    tally.add(START + 1, 1);
    expect(tally.take()).toEqual({ fromMicros: START, stepMicros: SECOND, trades: [3, 0, 3] });
    expect(tally.take()).toBeNull();
    tally.add(START + 9 * SECOND, 1);
    expect(tally.take()).toEqual({ fromMicros: START + 9 * SECOND, stepMicros: SECOND, trades: [1] });
  });

  it('of running totals are what came since, of the connections that are recorded, also when an engine starts over', () => {
    const totals = new TradeTotals();
    const counts = (connection: number): boolean => connection !== 2;
    expect(totals.since([[1, 10]], counts)).toBe(10);
    expect(
      totals.since(
        [
          [1, 14],
          [2, 50],
          [3, 1],
        ],
        counts,
      ),
    ).toBe(5);
    expect(totals.since([[1, 2]], counts)).toBe(2);
  });

  it('are read from a file only as they were written', () => {
    const tally = { fromMicros: START, stepMicros: SECOND, trades: [1, 2] };
    expect(readTally(JSON.parse(JSON.stringify(tally)))).toEqual(tally);
    for (const wrong of [
      null,
      {},
      { ...tally, trades: ['1'] },
      { ...tally, stepMicros: 0 },
      { ...tally, fromMicros: -1 },
      { ...tally, trades: new Array(3_601).fill(1) },
    ])
      expect(readTally(wrong)).toBeNull();
  });

  it('stand on the timeline where they happened, all of them, in slices longer or shorter than a second', () => {
    const times = { startMicros: START, endMicros: START + 60 * SECOND };
    const tallies = [
      { fromMicros: START, stepMicros: SECOND, trades: [4, 0, 7] },
      { fromMicros: START + 30 * SECOND, stepMicros: SECOND, trades: [9] },
    ];
    const timelineOf = (slices: number) => {
      const timeline = new Timeline(times, slices);
      for (const tally of tallies) timeline.tally(tally);
      return timeline.slices();
    };
    for (const slices of [3, 60, 601]) {
      const timeline = timelineOf(slices);
      const trades = timeline.map(({ trades: inSlice }) => inSlice);
      expect(
        trades.reduce((a, b) => a + b, 0),
        `${slices} slices`,
      ).toBe(20);
      const half = trades.slice(0, Math.floor(slices / 2)).reduce((a, b) => a + b, 0);
      if (slices > 3) expect(half, `${slices} slices`).toBe(11);
    }
    expect(
      timelineOf(60)
        .map(({ trades }) => trades)
        .slice(0, 4),
    ).toEqual([4, 0, 7, 0]);
  });
});
