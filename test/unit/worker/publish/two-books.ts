import type { LadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import type { Watch } from '../../../../src-shared/contract/window-engine.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { TestShard } from '../shard/with-shard.ts';

export const one = checked.instrument('111');
export const two = checked.instrument('222');
export const rain = numbered.instrument('RAIN');
export const ladder: Extract<Watch, { what: 'ladder' }> = { what: 'ladder', target: one.id, groupMicros: 0 };
export const quotes: Watch = { what: 'quotes', listings: [one.id, two.id] };
export const trades: Watch = { what: 'trades', listings: [one.id] };

/** Two books on one connection: 40/42 and 50/52 cents. */
export function withBooks(): TestShard {
  const test = new TestShard();
  test.carry(1, [one, two]);
  const bids = [
    ['0.40', '100'],
    ['0.395', '50'],
  ] as const;
  test.frames(1, [checked.book('111', bids, [['0.42', '30']]), checked.book('222', [['0.50', '1']], [['0.52', '2']])]);
  return test;
}

let venueMs = TIME_MS;

/** Changes the size of the first book's best bid. */
export function change(test: TestShard, size: string): void {
  test.frames(1, [checked.change('111', ++venueMs, { side: 'BUY', price: '0.40', size })]);
}

export const bestBidSize = (frame: LadderFrame | undefined): number | undefined => frame?.bids.totals[0];
