/** The merged ladder against a slow, obvious merge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladderSide } from '../../../../src-shared/contract/ladder-frame.ts';
import { LADDER_LEVELS_MAX } from '../../../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { ASK, BID, type Side } from '../../../../src-shared/domain/wire/event-buffer.ts';
import { Book } from '../../../../src-worker/book/book.ts';
import { Consolidator, type Member } from '../../../../src-worker/derive/consolidated-book.ts';
import { SEED } from '../../../venues/seed.ts';

type Levels = readonly (readonly [price: number, size: number])[];
type Plan = { bids: Levels; asks: Levels; inverted: boolean; live: boolean };

function memberOf({ bids, asks, inverted, live }: Plan): Member {
  const book = new Book();
  book.connected(0);
  book.beginSnapshot();
  for (const [price, size] of bids) book.putLevel(BID, price, size);
  for (const [price, size] of asks) book.putLevel(ASK, price, size);
  book.endSnapshot(1, 0);
  if (!live) book.disconnected('disconnected');
  return { book, inverted };
}

type Row = { price: number; total: number; sizes: number[] };

function merged(members: readonly Member[], side: Side, group: number): Row[] {
  const out = ladderSide(LADDER_LEVELS_MAX, members.length);
  const consolidator = new Consolidator();
  consolidator.merge(members, side, group, out);
  return Array.from({ length: out.count }, (_, i) => ({
    price: out.prices[i]!,
    total: out.totals[i]!,
    sizes: [...out.sizes.subarray(i * members.length, (i + 1) * members.length)],
  }));
}

/** Level by level into a map, inverted by hand, sorted at the end. */
function slowly(plans: readonly Plan[], side: Side, group: number): Row[] {
  const rows = new Map<number, Row>();
  plans.forEach((plan, m) => {
    const own = (side === BID) !== plan.inverted ? plan.bids : plan.asks;
    for (const [ownPrice, size] of own) {
      const exact = plan.inverted ? ONE_MICROS - ownPrice : ownPrice;
      const rounded =
        side === BID ? Math.floor(exact / group) * group : Math.min(ONE_MICROS, Math.ceil(exact / group) * group);
      const price = group === 0 ? exact : rounded;
      const row = rows.get(price) ?? { price, total: 0, sizes: plans.map(() => 0) };
      row.sizes[m]! += size;
      if (plan.live) row.total += size;
      rows.set(price, row);
    }
  });
  return [...rows.values()].sort((a, b) => (side === BID ? b.price - a.price : a.price - b.price));
}

/** Prices from one end to the other in steps of the market's own: a cent, a tenth, a hundredth, or tapered like 0.25 of a cent. */
const price = (stepMicros: number, min: number, max: number) =>
  fc.integer({ min: min / stepMicros, max: max / stepMicros }).map((step) => step * stepMicros);
const levels = (stepMicros: number, min: number, max: number) =>
  fc.uniqueArray(fc.tuple(price(stepMicros, min, max), fc.integer({ min: 1, max: 9e9 })), {
    selector: ([p]) => p,
    maxLength: 30,
  });
// A live book is never crossed by itself, so bids and asks come from two halves.
const plan: fc.Arbitrary<Plan> = fc.constantFrom(100, 1_000, 2_500, 10_000).chain((step) =>
  fc.record({
    bids: levels(step, 0, 490_000),
    asks: levels(step, 500_000, 1_000_000),
    inverted: fc.boolean(),
    live: fc.boolean(),
  }),
);

describe('consolidated book', () => {
  it(`equals the slow merge over any books, grids, orientations, states and groups (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.array(plan, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 1_000, 5_000, 10_000, 30_000),
        (plans, group) => {
          const members = plans.map(memberOf);
          for (const side of [BID, ASK] as const)
            expect(merged(members, side, group)).toEqual(slowly(plans, side, group));
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('shows a venue that is not synced and leaves it out of the total', () => {
    const plans: Plan[] = [
      { bids: [[400_000, 5]], asks: [], inverted: false, live: true },
      { bids: [[400_000, 7]], asks: [], inverted: false, live: false },
    ];
    expect(merged(plans.map(memberOf), BID, 0)).toEqual([{ price: 400_000, total: 5, sizes: [5, 7] }]);
  });

  it('counts levels and contracts of whole books, also where a ladder has no room for them', () => {
    const deep: Levels = Array.from({ length: 300 }, (_, i) => [i * 1_000, 2]);
    const other: Levels = Array.from({ length: 300 }, (_, i) => [150_000 + i * 1_000, 3]);
    const members = [
      memberOf({ bids: deep, asks: [], inverted: false, live: true }),
      memberOf({ bids: other, asks: [], inverted: false, live: true }),
      memberOf({ bids: [[500, 9]], asks: [], inverted: false, live: false }),
    ];
    const consolidator = new Consolidator();
    const out = ladderSide(LADDER_LEVELS_MAX, members.length);
    consolidator.merge(members, BID, 0, out);
    expect([out.count, consolidator.cut]).toEqual([LADDER_LEVELS_MAX, true]);
    // 0 to 449 thousandths; what is not live has no level of its own.
    expect([consolidator.levels, consolidator.depths]).toEqual([450, [600, 900, 9]]);
  });

  it('rounds a group of bids down and a group of asks up', () => {
    const plans: Plan[] = [{ bids: [[419_000, 1]], asks: [[501_000, 2]], inverted: false, live: true }];
    const members = plans.map(memberOf);
    expect(merged(members, BID, 10_000)[0]!.price).toBe(410_000);
    expect(merged(members, ASK, 10_000)[0]!.price).toBe(510_000);
  });
});
