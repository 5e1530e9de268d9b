/** What can be earned between two books: exact, after both fees, level by level. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeeSchedule, NO_FEE } from '../../../../src-shared/domain/fees.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { edgeMicrosOf, noSpread, type Spread } from '../../../../src-shared/domain/spread.ts';
import { walkSpread } from '../../../../src-worker/derive/spread.ts';
import { SEED } from '../../../venues/seed.ts';
import { legOf } from './made-books.ts';
import { type Levels, type NaiveMarket, naiveSpread } from './naive-spread.ts';

const CENT = 10_000;
const cents = (levels: readonly (readonly [cents: number, contracts: number])[]): Levels =>
  levels.map(([price, size]) => [price * CENT, size * ONE_MICROS]);

function market(bids: Levels, asks: Levels, more: Partial<NaiveMarket> = {}): NaiveMarket {
  return { bids, asks, inverted: false, live: true, fees: NO_FEE, ...more };
}

function spreadOf(buy: NaiveMarket, sell: NaiveMarket): Spread {
  const out = noSpread();
  walkSpread(legOf(buy), legOf(sell), out);
  return out;
}

/** Steps of one tenth of a cent, of a cent, of 2.5 tenths; tapered: fine at the ends. */
const GRIDS: readonly (readonly number[])[] = [
  range(0, 1_000_000, 1_000),
  range(0, 1_000_000, 10_000),
  range(0, 1_000_000, 2_500),
  [...range(0, 100_000, 1_000), ...range(110_000, 890_000, 10_000), ...range(900_000, 1_000_000, 1_000)],
];

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}

const size = fc.oneof(
  fc.integer({ min: 1, max: 3_000_000 }),
  fc.integer({ min: 1, max: 900_000_000_000 }),
  fc.integer({ min: 1, max: 50_000 }).map((lots) => lots * ONE_MICROS),
  fc.integer({ min: 1, max: 100_000_000_000_000 }),
);
const curve: fc.Arbitrary<FeeSchedule> = fc.record({
  rateMicros: fc.oneof(
    fc.constantFrom(0, 30_000, 50_000, 70_000, 72_000, 250_000),
    fc.integer({ min: 0, max: 900_000 }),
  ),
  exponent: fc.oneof(
    { weight: 8, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
  ),
  roundUpToMicros: fc.constantFrom(1, 10, 100, 10_000),
  text: fc.constant(''),
});
const roundUpToMicros = fc.constantFrom(1, 10, 100, 10_000);
const text = fc.constant('');
const rate = fc.oneof(fc.constantFrom(0, 4_000, 30_000), fc.integer({ min: 0, max: 300_000 }));
const table = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 999_999 }), rate), { maxLength: 5 })
  .chain((rows) => rate.map((last) => [...rows.sort(([a], [b]) => a - b), [1_000_000, last] as const]))
  .map((rows) => rows.map(([upToMicros, rateMicros]) => ({ upToMicros, rateMicros })));
const fees: fc.Arbitrary<FeeSchedule | null> = fc.oneof(
  { weight: 6, arbitrary: curve },
  {
    weight: 2,
    arbitrary: fc.record({
      rateMicros: rate,
      exponent: fc.constant(1),
      base: fc.constant('minimum' as const),
      roundUpToMicros,
      text,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('table' as const),
      buy: table,
      buyPaidIn: fc.constantFrom('cash' as const, 'contracts' as const),
      sell: table,
      roundUpToMicros,
      text,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('profit-share' as const), rateMicros: rate, roundUpToMicros, text }),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
/** A book is not crossed by itself: what is bid is below what is asked. Deep enough to need more than the first levels. */
const plan: fc.Arbitrary<NaiveMarket> = fc
  .tuple(
    fc.constantFrom(...GRIDS),
    fc.double({ min: 0.02, max: 0.98, noNaN: true }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), size), { maxLength: 60 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), size), { maxLength: 60 }),
    fc.record({
      inverted: fc.boolean(),
      live: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
      fees,
    }),
  )
  .map(([grid, middle, below, above, rest]) => {
    const at = Math.floor(middle * grid.length);
    const levels = (steps: readonly (readonly [number, number])[], from: number, direction: number): Levels => [
      ...new Map(
        steps
          .map(([step, amount]) => [grid[from + direction * step], amount] as const)
          .filter((level): level is readonly [number, number] => level[0] !== undefined),
      ),
    ];
    return { bids: levels(below, at, -1), asks: levels(above, at + 1, 1), ...rest };
  });

describe('a spread', () => {
  it(`equals the slow walk to the last millionth, over any books, grids, fees and orientations (seed ${SEED})`, () => {
    let walked = 0;
    let deep = 0;
    fc.assert(
      fc.property(plan, plan, (a, b) => {
        for (const [buy, sell] of [
          [a, b],
          [b, a],
        ] as const) {
          const spread = spreadOf(buy, sell);
          expect(spread).toEqual(naiveSpread(buy, sell));
          if (spread.sizeMicros > 0) walked++;
          if (spread.sizeMicros > spread.touchSizeMicros) deep++;
        }
      }),
      { seed: SEED, numRuns: 3_000 },
    );
    // A test that never earned anything would prove nothing.
    expect(walked).toBeGreaterThan(200);
    expect(deep).toBeGreaterThan(100);
  });

  it('walks hundreds of levels to where the next contract earns nothing', () => {
    const side = (from: number, step: number): Levels =>
      Array.from({ length: 300 }, (_, level) => [from + level * step, 1_000_000 + level * 7]);
    const charged: FeeSchedule = { rateMicros: 70_000, exponent: 1, roundUpToMicros: CENT, text: '' };
    const cheap = market([], side(100_000, 1_000), { fees: charged });
    const dear = market(side(700_000, -1_000), []);
    const spread = spreadOf(cheap, dear);
    expect(spread).toEqual(naiveSpread(cheap, dear));
    // 0.10 + n / 1000 and its fee of at most 0.0175 against 0.70 - n / 1000.
    expect(spread.sizeMicros).toBeGreaterThan(285 * ONE_MICROS);
    expect(spread.sizeMicros).toBeLessThan(299 * ONE_MICROS);
  });

  it('buys so many more as the venue keeps, where the fee is paid in contracts', () => {
    const rate = (rateMicros: number) => [{ upToMicros: 1_000_000, rateMicros }];
    const kept: FeeSchedule = {
      kind: 'table',
      buy: [{ upToMicros: 500_000, rateMicros: 200_000 }, ...rate(0)],
      buyPaidIn: 'contracts',
      sell: rate(100_000),
      roundUpToMicros: 1,
      text: '',
    };
    const cheap = market([], cents([[40, 10]]), { fees: kept });
    // 10 bought for 4.00, 2 kept by the venue; 8 sold at 0.60 for 4.80.
    expect(spreadOf(cheap, market(cents([[60, 100]]), []))).toMatchObject({
      sizeMicros: 8_000_000,
      costMicros: 4_000_000,
      proceedsMicros: 4_800_000,
      buyFeeMicros: 0,
      feeContractsMicros: 2_000_000,
      profitMicros: 800_000,
    });
    // A contract costs 0.40 / 0.8 = 0.50: nothing is earned at 0.50.
    expect(spreadOf(cheap, market(cents([[50, 100]]), []))).toMatchObject({ sizeMicros: 0, touchEdgeMicros: 0 });
    // Sold on that venue a tenth of what is received is paid in dollars: 4 x (0.60 x 0.9 - 0.50) of the 4 bought elsewhere.
    expect(spreadOf(market([], cents([[50, 4]])), market(cents([[60, 9]]), [], { fees: kept }))).toMatchObject({
      sizeMicros: 4_000_000,
      sellFeeMicros: 240_000,
      profitMicros: 160_000,
    });
  });

  it('charges a share of the profit once: only one of the outcomes comes true', () => {
    const tenth: FeeSchedule = { kind: 'profit-share', rateMicros: 100_000, roundUpToMicros: 1, text: '' };
    const spread = spreadOf(
      market([], cents([[40, 10]]), { fees: tenth }),
      market(cents([[70, 10]]), [], { fees: tenth }),
    );
    // If it comes true, the buyer earns 0.60 and pays 0.06; if not, the seller earned 0.70 and pays 0.07.
    expect(spread).toMatchObject({ buyFeeMicros: 0, sellFeeMicros: 700_000, profitMicros: 2_300_000 });
  });

  it('knows neither fee nor edge where a venue does not state its fee', () => {
    const spread = spreadOf(market([], cents([[40, 10]]), { fees: null }), market(cents([[70, 10]]), []));
    expect(spread).toMatchObject({ buyMicros: 400_000, sellMicros: 700_000, areFeesKnown: false, sizeMicros: 0 });
    expect(edgeMicrosOf(spread)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('walks both books level by level while a contract still earns', () => {
    const cheap = market(
      [],
      cents([
        [40, 10],
        [42, 5],
        [50, 100],
      ]),
    );
    const dear = market(
      cents([
        [45, 8],
        [43, 20],
        [41, 50],
      ]),
      [],
    );
    // 8 at 5 cents, 2 at 3 cents, 5 at 1 cent: 51 cents of profit on 15 contracts.
    // Bought: 10 x 0.40 + 5 x 0.42 = 6.10. Sold: 8 x 0.45 + 7 x 0.43 = 6.61; the other outcome would cost 15 - 6.61 = 8.39.
    expect(spreadOf(cheap, dear)).toEqual({
      buyMicros: 400_000,
      sellMicros: 450_000,
      areFeesKnown: true,
      touchSizeMicros: 8_000_000,
      touchFeesMicros: 0,
      touchEdgeMicros: 50_000,
      sizeMicros: 15_000_000,
      costMicros: 6_100_000,
      proceedsMicros: 6_610_000,
      buyFeeMicros: 0,
      sellFeeMicros: 0,
      feeContractsMicros: 0,
      // 6.10 / 15 = 0.40666666.. up, 6.61 / 15 = 0.44066666.. down
      buyAverageMicros: 406_667,
      sellAverageMicros: 440_666,
      profitMicros: 510_000,
      edgeMicros: 34_000,
      cashMicros: 14_490_000,
      // 0.51 / 14.49
      returnMicros: 35_196,
    });
  });

  it('takes both fees, each as its own venue rounds, and stops where they eat the gain', () => {
    const toTheCent: FeeSchedule = { rateMicros: 70_000, exponent: 1, roundUpToMicros: CENT, text: '' };
    const toTheFifth: FeeSchedule = { rateMicros: 50_000, exponent: 1, roundUpToMicros: 10, text: '' };
    const cheap = market(
      [],
      cents([
        [40, 10],
        [43, 5],
      ]),
      { fees: toTheCent },
    );
    const dear = market(
      cents([
        [45, 8],
        [44, 20],
      ]),
      [],
      { fees: toTheFifth },
    );
    // A contract at 0.40 and 0.45 pays 0.07 x 0.24 + 0.05 x 0.2475 = 0.029175 and earns 0.05; at 0.40 and 0.44 it pays
    // 0.0168 + 0.01232 = 0.02912 and earns 0.04; at 0.43 and 0.44 it pays 0.017157 + 0.01232 = 0.029477 and earns 0.01: not taken.
    expect(spreadOf(cheap, dear)).toMatchObject({
      // 0.07 x 8 x 0.24 = 0.1344 -> 0.14; 0.05 x 8 x 0.2475 = 0.099; 8 x 0.05 = 0.40.
      touchFeesMicros: 239_000,
      touchEdgeMicros: (400_000 - 239_000) / 8,
      sizeMicros: 10_000_000,
      // 0.07 x 10 x 0.24 = 0.168 -> 0.17; 0.05 x (8 x 0.2475 + 2 x 0.2464) = 0.12364.
      buyFeeMicros: 170_000,
      sellFeeMicros: 123_640,
      // 8 x 0.05 + 2 x 0.04 - 0.17 - 0.12364
      profitMicros: 186_360,
      edgeMicros: 18_636,
    });
  });

  it('is none where the rounding of the fees eats what one contract would earn', () => {
    const toTheCent: FeeSchedule = { rateMicros: 70_000, exponent: 1, roundUpToMicros: CENT, text: '' };
    // One contract earns 0.04 and pays 0.0168 + 0.0172 = 0.034 before rounding, but 0.02 + 0.02 after it.
    const cheap = market([], cents([[40, 1]]), { fees: toTheCent });
    const dear = market(cents([[44, 1]]), [], { fees: toTheCent });
    expect(spreadOf(cheap, dear)).toMatchObject({ sizeMicros: 0, profitMicros: 0, touchEdgeMicros: 0 });
  });

  it('turns an inverted book round', () => {
    const straight = market([], cents([[40, 10]]));
    // A bid of NO at 55 is an ask of YES at 45; its ask of NO at 57 is a bid of YES at 43.
    const turned = market(cents([[55, 3]]), cents([[57, 4]]), { inverted: true });
    expect(spreadOf(straight, turned)).toMatchObject({
      buyMicros: 400_000,
      sellMicros: 430_000,
      sizeMicros: 4_000_000,
    });
    expect(spreadOf(turned, market(cents([[44, 1]]), []))).toMatchObject({
      buyMicros: 450_000,
      sellMicros: 440_000,
      sizeMicros: 0,
      touchEdgeMicros: -CENT,
    });
  });

  it('is none while a book is not live or has nothing to offer', () => {
    const cheap = market([], cents([[40, 10]]));
    const dear = market(cents([[45, 8]]), []);
    expect(spreadOf(cheap, { ...dear, live: false })).toEqual(noSpread());
    expect(spreadOf({ ...cheap, live: false }, dear)).toEqual(noSpread());
    expect(spreadOf(cheap, market([], []))).toEqual(noSpread());
  });
});
