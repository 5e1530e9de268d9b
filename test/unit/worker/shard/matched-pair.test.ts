/**
 * One contract on two venues, from the bytes of both to the merged ladder and the edge, worked out by hand in the comments.
 *
 * The recorded pair lies outside the repository, because nothing allows a copy; where it is absent its test is skipped. The other pair
 * is made up, of the same shape.
 */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { SpreadRow } from '../../../../src-shared/domain/spread.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import type { MatchedBook } from '../../../venues/venue-role.ts';
import { levelsOf, TestWindow } from '../publish/with-window.ts';
import { NOW_MS, TestShard } from './with-shard.ts';

const FOLDER = new URL('../../../../../shared/recordings/other/matched-pair/', import.meta.url);
const absent = !existsSync(FOLDER);
const why = absent ? ' (skipped: the recordings are not at ../shared/recordings)' : '';

type Seen = {
  readonly bids: ReturnType<typeof levelsOf>;
  readonly asks: ReturnType<typeof levelsOf>;
  readonly levels: readonly [bids: number, asks: number];
  readonly spreads: readonly SpreadRow[];
};

/** Both books through both decoders into one shard, and what a window that watches the link is sent. */
async function seen(first: MatchedBook['made'], second: MatchedBook['made']): Promise<Seen> {
  const one = numbered.matched.instrument(first.symbol);
  const two = checked.matched.instrument(second.symbol);
  const link: Link = {
    id: 'pair',
    title: 'One contract',
    status: 'confirmed',
    members: [
      { listing: one.id, orientation: 'same' },
      { listing: two.id, orientation: 'same' },
    ],
  };
  const test = new TestShard();
  test.carry(1, [one], 'poll');
  test.carry(2, [two], 'poll');
  test.shard.changeLinks({ removed: [], changed: [link] });
  test.frames(1, [first.answer], NOW_MS, CHANNEL.poll);
  test.frames(2, [second.answer], NOW_MS, CHANNEL.poll);
  expect([test.state(one.id), test.state(two.id)]).toEqual(['synced none', 'synced none']);
  const window = new TestWindow(test);
  await window.watch(1, { what: 'ladder', target: link.id, groupMicros: 0 });
  await window.watch(2, { what: 'spreads', link: link.id });
  const sent = await window.publish();
  const ladder = sent.find((item) => 'members' in item)!;
  const spreads = sent.find((item) => 'kind' in item && item.kind === 'spreads')!;
  if (!('members' in ladder) || !('kind' in spreads) || spreads.kind !== 'spreads') return expect.unreachable();
  return {
    bids: levelsOf(ladder, 'bids'),
    asks: levelsOf(ladder, 'asks'),
    levels: [ladder.bidLevels, ladder.askLevels],
    spreads: spreads.rows,
  };
}

/** Dollars or contracts in millionths. */
const micros = (text: string): number => Number(BigInt(Math.round(Number(text) * 100)) * 10_000n);
/** A level as the ladder has it: price, total, the size on either venue. */
const level = (price: string, total: string, first: string, second: string) => [
  micros(price),
  micros(total),
  [micros(first), micros(second)],
];

describe.skipIf(absent)(`the recorded pair of one contract${why}`, () => {
  it('is merged level by level, locks at 80 cents, and earns less than its fees in both directions', async () => {
    const { recorded } = checked.matched;
    const { bids, asks, levels, spreads } = await seen(numbered.matched.recorded(FOLDER), recorded(FOLDER));
    // Kalshi has 47 bids of YES and 20 of NO, which are asks of YES at 1 - p; Polymarket has 63 bids and 18 asks.
    // Its best bid is 0.80, where Kalshi asks (NO bid at 0.20). The sums: 109683.62 + 4122.75, 71649 + 90805.37, 16686.16 + 50366.
    expect(bids.slice(0, 4)).toEqual([
      level('0.80', '59700', '0', '59700'),
      level('0.79', '113806.37', '4122.75', '109683.62'),
      level('0.78', '162454.37', '90805.37', '71649'),
      level('0.77', '67052.16', '50366', '16686.16'),
    ]);
    // NO bids at 0.20, 0.19, 0.18, 0.17. The sums: 20600.6 + 47113.21, 225385.01 + 606, 25113.74 + 69701.21.
    expect(asks.slice(0, 4)).toEqual([
      level('0.80', '49649.18', '49649.18', '0'),
      level('0.81', '67713.81', '47113.21', '20600.6'),
      level('0.82', '225991.01', '606', '225385.01'),
      level('0.83', '94814.95', '69701.21', '25113.74'),
    ]);
    expect(levels).toEqual([bids.length, asks.length]);
    const [there, back] = spreads;
    // Buy on Kalshi at 0.80, sell on Polymarket at 0.80: min(49649.18, 59700) = 49649.18 contracts earn nothing and pay
    // 0.07 x 49649.18 x 0.80 x 0.20 = 556.070816, up to the cent 556.08, and 0.05 x 49649.18 x 0.16 = 397.19344.
    // 953.27344 on 49649.18 contracts are 0.0192001849.. each; a loss is rounded away from zero.
    expect(there).toMatchObject({
      buy: `${numbered.id}:FED`,
      buyMicros: 800_000,
      sellMicros: 800_000,
      touchSizeMicros: micros('49649.18'),
      touchFeesMicros: 953_273_440,
      touchEdgeMicros: -19_201,
      sizeMicros: 0,
      areFeesAssumed: false,
      openSinceMs: 0,
    });
    // Buy on Polymarket at 0.81, sell on Kalshi at 0.79: 4122.75 contracts lose 82.455 and pay 0.07 x 4122.75 x 0.79 x 0.21 =
    // 47.877495.., up to the cent 47.88, and 0.05 x 4122.75 x 0.81 x 0.19 = 31.72456125, up to 31.72457.
    // 162.05957 on 4122.75 contracts are 0.0393086095.. each.
    expect(back).toMatchObject({
      sell: `${numbered.id}:FED`,
      buyMicros: 810_000,
      sellMicros: 790_000,
      touchSizeMicros: micros('4122.75'),
      touchFeesMicros: 79_604_570,
      touchEdgeMicros: -39_309,
      sizeMicros: 0,
    });
  });
});

describe('a made-up pair of one contract', () => {
  it('crosses, and earns after both fees what the walk says', async () => {
    const { bids, asks, levels, spreads } = await seen(numbered.matched.made, checked.matched.made);
    expect(bids).toEqual([
      level('0.81', '25', '0', '25'),
      level('0.79', '500', '0', '500'),
      level('0.73', '20.5', '12.5', '8'),
      level('0.71', '30', '30', '0'),
    ]);
    expect(asks).toEqual([
      level('0.75', '40', '40', '0'),
      level('0.78', '100', '100', '0'),
      level('0.83', '60.5', '0', '60.5'),
      level('0.90', '7', '0', '7'),
    ]);
    expect(levels).toEqual([4, 4]);
    // Fees of a contract: 0.07 x 0.75 x 0.25 = 0.013125 and 0.07 x 0.78 x 0.22 = 0.012012 on Kalshi; 0.05 x 0.81 x 0.19 = 0.007695
    // and 0.05 x 0.79 x 0.21 = 0.008295 on Polymarket.
    // 25 at 0.75 and 0.81: 0.06 > 0.02082. 15 more at 0.75 and 0.79: 0.04 > 0.02142. Then 0.78 and 0.79: 0.01 < 0.020307, stop.
    // Cost 40 x 0.75 = 30. Proceeds 25 x 0.81 + 15 x 0.79 = 32.10. Fees 40 x 0.013125 = 0.525, up to 0.53, and
    // 25 x 0.007695 + 15 x 0.008295 = 0.3168. Profit 32.10 - 30 - 0.53 - 0.3168 = 1.2532, of 40 contracts 0.03133 each.
    // Cash 30 + (40 - 32.10) + 0.8468 = 38.7468; 1.2532 / 38.7468 = 0.0323433...
    expect(spreads[0]).toMatchObject({
      buy: `${numbered.id}:MADE`,
      sell: `${checked.id}:77`,
      touchSizeMicros: micros('25'),
      sizeMicros: micros('40'),
      costMicros: micros('30'),
      proceedsMicros: micros('32.10'),
      buyFeeMicros: 530_000,
      sellFeeMicros: 316_800,
      buyAverageMicros: 750_000,
      sellAverageMicros: 802_500,
      profitMicros: 1_253_200,
      edgeMicros: 31_330,
      cashMicros: 38_746_800,
      returnMicros: 32_343,
      areFeesAssumed: false,
      openSinceMs: NOW_MS,
      oldestMs: NOW_MS,
      leftOut: [],
    });
    expect(spreads[1]).toMatchObject({
      buy: `${checked.id}:77`,
      sell: `${numbered.id}:MADE`,
      sizeMicros: 0,
      areFeesAssumed: false,
      openSinceMs: 0,
    });
  });
});
