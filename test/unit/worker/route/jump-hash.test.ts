/** Which shard a key goes to. */
import { describe, expect, it } from 'vitest';
import { shardOf } from '../../../../src-worker/route/jump-hash.ts';

const keys = Array.from({ length: 10_000 }, (_, i) => `venue:market-${i}`);

describe('jump hash', () => {
  it('always gives the same shard, within the count', () => {
    for (const key of keys.slice(0, 100)) {
      const shard = shardOf(key, 7);
      expect(shardOf(key, 7)).toBe(shard);
      expect(shard >= 0 && shard < 7).toBe(true);
    }
    expect(shardOf('anything', 1)).toBe(0);
  });

  it('spreads keys evenly', () => {
    const counts = [0, 0, 0, 0];
    for (const key of keys) counts[shardOf(key, 4)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2_500)).toBeLessThan(250);
  });

  it('moves about 1/n of the keys when a shard is added, all of them to the new one', () => {
    for (const shards of [1, 2, 4, 8]) {
      const moved = keys.filter((key) => shardOf(key, shards) !== shardOf(key, shards + 1));
      const share = moved.length / keys.length;
      expect(Math.abs(share - 1 / (shards + 1))).toBeLessThan(0.03);
      for (const key of moved) expect(shardOf(key, shards + 1)).toBe(shards);
    }
  });
});
