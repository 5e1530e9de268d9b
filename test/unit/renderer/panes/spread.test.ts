/** The spread pane's calculator and history. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from '../../../../src-renderer/panes/spread/spread-calculator.ts';
import {
  type HistoryPoint,
  historyOf,
  POINTS_MAX,
  SpreadHistory,
} from '../../../../src-renderer/panes/spread/spread-history.ts';
import { takerFeeMicros } from '../../../../src-shared/domain/fee-meter.ts';
import type { FeeSchedule } from '../../../../src-shared/domain/fees.ts';
import type { PriceMicros, SizeMicros } from '../../../../src-shared/domain/micros.ts';
import { SEED } from '../../../venues/seed.ts';
import { ladderFrame, lots } from './ladder/frames.ts';

const TO_THE_CENT: FeeSchedule = { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: '' };
const TO_THE_FIFTH: FeeSchedule = { rateMicros: 50_000, exponent: 1, roundUpToMicros: 10, text: '' };
const FEES = [TO_THE_CENT, TO_THE_FIFTH];

/** Asked on the first venue at 40 and 43, bid on the second at 45 and 44. */
const FRAME = ladderFrame(
  [
    [450_000, 0, 8],
    [440_000, 0, 20],
  ],
  [
    [400_000, 10, 0],
    [430_000, 5, 0],
  ],
);

describe('the calculator', () => {
  it('says what the engine says for the same size, fee by fee', () => {
    // The walk of the engine's own test: cost 4.00, proceeds 3.60 + 0.88, fees 0.17 and 0.12364.
    expect(calculate(FRAME, 0, 1, FEES, lots(10))).toEqual({
      buy: {
        sizeMicros: lots(10),
        amountMicros: 4_000_000,
        averageMicros: 400_000,
        feeMicros: 170_000,
        feeContractsMicros: 0,
        worstMicros: 400_000,
      },
      sell: {
        sizeMicros: lots(10),
        amountMicros: 4_480_000,
        averageMicros: 448_000,
        feeMicros: 123_640,
        feeContractsMicros: 0,
        worstMicros: 440_000,
      },
      profitMicros: 186_360,
      cashMicros: 4_000_000 + 5_520_000 + 293_640,
      // 0.18636 / 9.81364 = 0.0189899..
      returnMicros: 18_989,
      sizeMicros: lots(10),
    });
  });

  it('buys more where the venue keeps some of it, and sells what is received', () => {
    const rows = [{ upToMicros: 1_000_000, rateMicros: 200_000 }];
    const kept: FeeSchedule = {
      kind: 'table',
      buy: rows,
      buyPaidIn: 'contracts',
      sell: rows,
      roundUpToMicros: 1,
      text: '',
    };
    // 10 x 0.40 and 2.5 x 0.43 bought, a fifth kept; 8 x 0.45 and 2 x 0.44 sold.
    expect(calculate(FRAME, 0, 1, [kept, TO_THE_FIFTH], lots(10))).toMatchObject({
      buy: { sizeMicros: lots(12.5), amountMicros: 5_075_000, feeMicros: 0, feeContractsMicros: lots(2.5) },
      sell: { sizeMicros: lots(10), amountMicros: 4_480_000, feeMicros: 123_640 },
      profitMicros: 4_480_000 - 5_075_000 - 123_640,
      sizeMicros: lots(10),
    });
    // 15 contracts are asked: 12 are received of them.
    expect(calculate(FRAME, 0, 1, [kept, TO_THE_FIFTH], lots(99))).toMatchObject({ sizeMicros: lots(12) });
  });

  it('goes on where it costs, and stops where a book ends', () => {
    const all = calculate(FRAME, 0, 1, FEES, lots(1_000))!;
    expect(all.sizeMicros).toBe(lots(15));
    // 10 x 0.40 + 5 x 0.43 = 6.15; 8 x 0.45 + 7 x 0.44 = 6.68.
    expect([all.buy.amountMicros, all.sell.amountMicros]).toEqual([6_150_000, 6_680_000]);
    expect(calculate(FRAME, 1, 0, FEES, lots(1))).toBeNull();
  });

  it('knows no profit without a fee, and nothing of a book that is not live', () => {
    expect(calculate(FRAME, 0, 1, [TO_THE_CENT, null], lots(1))).toMatchObject({
      profitMicros: null,
      cashMicros: null,
    });
    const recovering = {
      ...FRAME,
      members: FRAME.members.map((member) => ({ ...member, phase: 'recovering' as const })),
    };
    expect(calculate(recovering, 0, 1, FEES, lots(1))).toBeNull();
  });

  it(`adds up to the last millionth for any size (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15_000_000 }), (size) => {
        const { buy, sell, profitMicros, sizeMicros } = calculate(FRAME, 0, 1, FEES, size)!;
        const first = Math.min(size, lots(10));
        const dear = BigInt(first) * 400_000n + BigInt(size - first) * 430_000n;
        const fills = [
          { priceMicros: 400_000 as PriceMicros, sizeMicros: first as SizeMicros },
          { priceMicros: 430_000 as PriceMicros, sizeMicros: (size - first) as SizeMicros },
        ];
        expect(sizeMicros).toBe(size);
        expect(BigInt(buy.amountMicros)).toBe((dear + 999_999n) / 1_000_000n);
        expect(buy.feeMicros).toBe(takerFeeMicros(TO_THE_CENT, 'buy', fills));
        expect(profitMicros).toBe(sell.amountMicros - buy.amountMicros - buy.feeMicros! - sell.feeMicros!);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('the history of a spread', () => {
  const point = (second: number, wasOpen = false, edge = second): HistoryPoint => ({
    second,
    mids: [],
    bids: [],
    asks: [],

    edge,
    wasOpen,
  });
  const seconds = ({ points }: SpreadHistory): readonly number[] => points.map(({ second }) => second);

  it('has one point a second, the newest, and remembers that it earned for a moment', () => {
    const history = new SpreadHistory();
    history.add(point(1, true, 5));
    history.add(point(1, false, 7));
    history.add(point(2));
    expect(history.rebuilds).toBe(0);
    expect(history.points).toEqual([point(1, true, 7), point(2)]);
  });

  it('forgets what came after when time is wound back, and whoever draws it can tell, however late', () => {
    const history = new SpreadHistory();
    for (const second of [1, 2, 3, 4]) history.add(point(second));
    history.add(point(2));
    // Another pane of the same link is the next to add.
    history.add(point(2));
    expect(history.rebuilds).toBe(1);
    expect(seconds(history)).toEqual([1, 2]);
  });

  it('is there again when a link is looked at again, with a hole where nobody looked', () => {
    const first = historyOf('kept', 10);
    first.add({ ...point(10), mids: [500_000] });
    expect(historyOf('kept', 12)).toBe(first);
    expect(first.points.at(-1)).toEqual({ ...point(11), edge: Number.NaN });
    for (let other = 0; other < 20; other++) historyOf(`other ${other}`, 12);
    expect(historyOf('kept', 12).points).toEqual([]);
  });

  it('has no hole when no second went by unseen, as when its colours change or another pane shows it too', () => {
    const history = historyOf('seen', 10);
    history.add(point(10, true));
    for (const nowSecond of [10, 11]) historyOf('seen', nowSecond);
    expect(seconds(history)).toEqual([10]);
  });

  it('is bounded, and loses its oldest points', () => {
    const history = new SpreadHistory();
    for (let second = 0; second <= POINTS_MAX; second++) history.add(point(second));
    expect(history.points.length).toBeLessThanOrEqual(POINTS_MAX);
    expect([history.points[0]!.second > 0, history.points.at(-1)!.second]).toEqual([true, POINTS_MAX]);
  });
});
