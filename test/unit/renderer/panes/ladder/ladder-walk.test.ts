/** What taking everything up to a row costs: exact sums, fees of each venue, and both outcomes. */
import { describe, expect, it } from 'vitest';
import { crossText } from '../../../../../src-renderer/panes/ladder/ladder-quotes.ts';
import { readingOf } from '../../../../../src-renderer/panes/ladder/ladder-tooltip.ts';
import { LadderModel } from '../../../../../src-renderer/panes/ladder/model/ladder-model.ts';
import { emptyTouch, type MemberTerms } from '../../../../../src-renderer/panes/ladder/model/ladder-touch.ts';
import { type Walk, walkTo } from '../../../../../src-renderer/panes/ladder/model/ladder-walk.ts';
import type { LadderFrame } from '../../../../../src-shared/contract/ladder-frame.ts';
import { takerFeeMicros } from '../../../../../src-shared/domain/fee-meter.ts';
import { type FeeSchedule, NO_FEE } from '../../../../../src-shared/domain/fees.ts';
import type { PriceMicros, SizeMicros } from '../../../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../../../src-shared/domain/price-grid.ts';
import { noSpread, type SpreadRow } from '../../../../../src-shared/domain/spread.ts';
import { ladderFrame, lots } from './frames.ts';

/** 7 percent of p(1-p), rounded up to a cent. */
const CENT_FEE: FeeSchedule = { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: '' };
const free: MemberTerms = { fees: NO_FEE, orientation: 'same' };
const charged: MemberTerms = { fees: CENT_FEE, orientation: 'same' };

function walk(frame: LadderFrame, priceMicros: number, terms: readonly MemberTerms[], mirrored = false): Walk | null {
  const model = new LadderModel();
  model.setGrids(frame.members.map(() => uniformGrid(1_000)));
  model.setSlots(50);
  model.setMirrored(mirrored);
  model.setFrame(frame);
  model.build(0);
  const row = model.axis.rowAtOrBelow(priceMicros);
  model.setHover(row);
  const side = model.hoverSide === 'ask' ? model.asks : model.bids;
  return walkTo(side, row, priceMicros, model.rows.live, terms);
}

const BOOK = ladderFrame(
  [
    [460_000, 100, 0],
    [450_000, 50, 50],
  ],
  [
    [470_000, 30, 0],
    [480_000, 10, 20],
    [500_000, 0, 40],
  ],
);

const fee = (...fills: readonly (readonly [price: number, size: number])[]): number =>
  takerFeeMicros(
    CENT_FEE,
    'buy',
    fills.map(([priceMicros, size]) => ({
      priceMicros: priceMicros as PriceMicros,
      sizeMicros: lots(size) as SizeMicros,
    })),
  );

describe('a walk through the asks', () => {
  it('buys everything from the touch to the row, the row included', () => {
    expect(walk(BOOK, 480_000, [free, free])).toEqual({
      action: 'buy',
      priceMicros: 480_000,
      sizeMicros: lots(60),
      averageMicros: 475_000,
      amountMicros: 28_500_000,
      feeMicros: 0,
      feeContractsMicros: 0,
      oppositeCostMicros: 31_500_000,
      payoutMicros: lots(60),
    });
  });

  it('pays each venue one fee for its own fills', () => {
    const expected = fee([470_000, 30], [480_000, 10]) + fee([480_000, 20]);
    expect(walk(BOOK, 480_000, [charged, charged])?.feeMicros).toBe(expected);
    expect(walk(BOOK, 480_000, [free, charged])?.feeMicros).toBe(fee([480_000, 20]));
  });

  it('does not know the fee while one of the schedules it needs is not known', () => {
    const unknown: MemberTerms = { fees: null, orientation: 'same' };
    expect(walk(BOOK, 480_000, [charged, unknown])?.feeMicros).toBeNull();
    expect(walk(BOOK, 470_000, [charged, unknown])?.feeMicros).toBe(fee([470_000, 30]));
  });

  it('shows what the venue keeps of the contracts bought, and pays out only the rest', () => {
    const fees: FeeSchedule = {
      kind: 'table',
      buy: [
        { upToMicros: 470_000, rateMicros: 30_000 },
        { upToMicros: 1_000_000, rateMicros: 20_000 },
      ],
      buyPaidIn: 'contracts',
      sell: [{ upToMicros: 1_000_000, rateMicros: 10_000 }],
      roundUpToMicros: 1,
      text: '',
    };
    const kept: MemberTerms = { fees, orientation: 'same' };
    // 3 % of 30 and 2 % of 10 contracts.
    expect(walk(BOOK, 480_000, [kept, free])).toMatchObject({
      feeMicros: 0,
      feeContractsMicros: 1_100_000,
      payoutMicros: lots(60) - 1_100_000,
    });
    // 1 % of what is received for what that member bids.
    expect(walk(BOOK, 460_000, [kept, kept])).toMatchObject({ feeContractsMicros: 0 });
  });

  it('leaves out a venue that is not synced', () => {
    const frame = ladderFrame([], [[470_000, 30, 70]], { members: [{}, { phase: 'stale' }] });
    expect(walk(frame, 470_000, [free, free])).toMatchObject({ sizeMicros: lots(30), amountMicros: 14_100_000 });
  });

  it('is nothing where nothing is on offer', () => {
    expect(walk(ladderFrame([], [[470_000, 30]], { members: [{ phase: 'waiting' }] }), 470_000, [free])).toBeNull();
  });
});

describe('a walk through the bids', () => {
  it('sells, and says what the opposite outcome would cost instead', () => {
    expect(walk(BOOK, 450_000, [free, free])).toMatchObject({
      action: 'sell',
      sizeMicros: lots(200),
      averageMicros: 455_000,
      amountMicros: 91_000_000,
      oppositeCostMicros: 109_000_000,
      payoutMicros: lots(200),
    });
  });
});

describe('exactness', () => {
  it('holds where a double would not: prices times sizes beyond 9e15', () => {
    const size = 7_123_456_789;
    const frame = ladderFrame([], [[333_000, size]]);
    const found = walk(frame, 333_000, [free]);
    expect(found?.amountMicros).toBe(Number((333_000n * BigInt(size) * 1_000_000n) / 1_000_000n));
    expect(found?.averageMicros).toBe(333_000);
  });

  it('rounds a cost up and proceeds down', () => {
    const frame = ladderFrame([[333_000, 0.000001]], [[334_000, 0.000001]]);
    expect(walk(frame, 334_000, [free])?.amountMicros).toBe(1);
    expect(walk(frame, 333_000, [free])?.amountMicros).toBe(0);
  });
});

describe('the NO view', () => {
  it('is the same trade as the opposite side of YES', () => {
    const yes = ladderFrame([[300_000, 10]], []);
    const sold = walk(yes, 300_000, [charged]);
    const bought = walk(yes, 700_000, [charged], true);
    expect(bought).toMatchObject({ action: 'buy', amountMicros: sold?.oppositeCostMicros, feeMicros: sold?.feeMicros });
  });
});

describe('the reading', () => {
  it('says cost, fee and payout of a purchase', () => {
    const found = walk(BOOK, 480_000, [free, charged]);
    const reading = readingOf({
      walk: found!,
      unit: 'cents',
      decimals: 1,
      outcome: 'Yes',
      opposite: 'No',
      grouped: false,
    });
    expect(reading).toEqual({
      title: 'Buy Yes to 48.0¢',
      lines: [
        ['Size to here', '60'],
        ['Average price', '47.500¢'],
        ['Cost', '$28.50'],
        ['Fee', '$0.35'],
        ['Payout if Yes', '$60.00'],
      ],
    });
  });

  it('says of a grouped ladder that prices are the worst of each row', () => {
    const found = walk(BOOK, 450_000, [free, free]);
    const reading = readingOf({
      walk: found!,
      unit: 'probability',
      decimals: 3,
      outcome: 'Yes',
      opposite: 'No',
      grouped: true,
    });
    expect(reading.title).toBe('Sell Yes to 0.450');
    expect(reading.lines.map(([name]) => name)).toEqual([
      'Size to here',
      'Average price',
      'Proceeds',
      'Fee',
      'Or cost as No',
      'Payout if No',
      'Prices',
    ]);
  });
});

describe('what is said of a crossed touch', () => {
  const crossed = { ...emptyTouch(), state: 'crossed' as const, bidMicros: 500_000, askMicros: 460_000 };
  const row = (change: Partial<SpreadRow>): SpreadRow => ({
    ...noSpread(),
    link: 'link',
    status: 'confirmed',
    buy: 'a:1',
    sell: 'b:1',
    buyMicros: 460_000,
    sellMicros: 500_000,
    touchEdgeMicros: -12_500,
    areFeesAssumed: false,
    isBehind: false,
    openSinceMs: 0,
    oldestMs: 1,
    closesMs: null,
    leftOut: [],
    ...change,
  });

  it('is what the walk through both books earns after fees', () => {
    const spread = row({ sizeMicros: lots(400), edgeMicros: 15_099, profitMicros: 6_030_000 });
    expect(crossText(crossed, spread)).toBe('crossed +4.00¢, +1.50¢ × 400 = +$6.03 after fees');
  });

  it('is the loss at the touch where the fees eat everything', () => {
    expect(crossText(crossed, row({}))).toBe('crossed +4.00¢, \u22121.25¢ after fees');
  });

  it('says that nobody has confirmed the link', () => {
    expect(crossText(crossed, row({ status: 'suggested' }))).toBe(
      'crossed +4.00¢, \u22121.25¢ after fees, not confirmed',
    );
  });

  it('is only the difference until the engine has said more, and nothing of an open touch', () => {
    expect(crossText(crossed, null)).toBe('crossed +4.00¢');
    expect(crossText({ ...crossed, state: 'locked', askMicros: 500_000 }, null)).toBe('locked');
    expect(crossText({ ...crossed, state: 'open', askMicros: 510_000 }, row({}))).toBe('');
  });
});
