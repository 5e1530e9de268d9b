/**
 * Chooses a shard for a key so that adding a shard moves only about 1/n of the keys (jump consistent hash, Lamping and Veach,
 * 2014).
 */

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const MULTIPLIER = 2862933555777941757n;
const MASK = (1n << 64n) - 1n;
const TWO_31 = 2 ** 31;

/** A shard from 0 to `shards` - 1; the same key and count always give the same. */
export function shardOf(key: string, shards: number): number {
  let state = FNV_OFFSET;
  for (let i = 0; i < key.length; i++) state = ((state ^ BigInt(key.charCodeAt(i))) * FNV_PRIME) & MASK;
  let chosen = -1;
  let next = 0;
  while (next < shards) {
    chosen = next;
    state = (state * MULTIPLIER + 1n) & MASK;
    next = Math.floor((chosen + 1) * (TWO_31 / (Number(state >> 33n) + 1)));
  }
  return chosen;
}
