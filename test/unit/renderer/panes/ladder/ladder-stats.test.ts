/** The figures above a ladder: over live venues, in the terms of the view. */
import { describe, expect, it } from 'vitest';
import { figuresOf, imbalanceText } from '../../../../../src-renderer/panes/ladder/ladder-stats.ts';
import { ladderFrame, lots } from './frames.ts';

const FRAME = ladderFrame(
  [
    [500_000, 30, 0],
    [490_000, 10, 60],
  ],
  [
    [520_000, 0, 10],
    [530_000, 20, 0],
  ],
);

describe('the figures of a ladder', () => {
  it('weight the touch by the size on the other side, over the venues that stand there', () => {
    const all = figuresOf(FRAME.members, false);
    // (0.50 x 10 + 0.52 x 30) / 40
    expect(all.microMicros).toBe(515_000);
    expect([all.bidDepthMicros, all.askDepthMicros]).toEqual([lots(100), lots(30)]);
    expect(all.imbalance).toBeCloseTo(70 / 130, 12);
    // The second venue alone: 60 at 0.49, 10 at 0.52.
    expect(figuresOf([FRAME.members[1]!], false).microMicros).toBeCloseTo((490_000 * 10 + 520_000 * 60) / 70, 6);
  });

  it('are inverted with the view', () => {
    const turned = figuresOf(FRAME.members, true);
    expect([turned.microMicros, turned.bidDepthMicros, turned.askDepthMicros]).toEqual([485_000, lots(30), lots(100)]);
  });

  it('are none without a side, and nothing is divided by nothing', () => {
    const { microMicros, imbalance } = figuresOf(ladderFrame([[500_000, 3]], []).members, false);
    expect([microMicros, imbalance]).toEqual([Number.NaN, 1]);
    expect(figuresOf([], false).imbalance).toBeNaN();
    expect([0.144, -0.5, 0, Number.NaN].map(imbalanceText)).toEqual(['+14 %', '\u221250 %', '0 %', '–']);
  });
});
