/** Decides Polymarket's ids of a contract. */
import type { ListingPlan } from '../model/contract-plan.ts';
import { digestOf } from '../model/identity.ts';
import type { ListingIdentity } from '../model/listing.ts';
import { uniformGrid } from '../model/price-grid.ts';
import { textOf } from './text.ts';

const TOKEN_MIN = 10n ** 76n;

/** The condition id (0x and 64 hex digits), the tokens of both outcomes, and the grid of the tick. */
export function identify(plan: ListingPlan, key: string, seed: number): ListingIdentity {
  return {
    marketId: `0x${digestOf(`${seed}/condition/${key}`)}`,
    symbols: [tokenIdOf(seed, key, 0), tokenIdOf(seed, key, 1)],
    grid: uniformGrid(textOf(plan).tickMicros),
  };
}

/** A token id: 77 or 78 decimal digits, beyond every number type. */
function tokenIdOf(seed: number, key: string, outcome: 0 | 1): string {
  for (let attempt = 0; ; attempt += 1) {
    const value = BigInt(`0x${digestOf(`${seed}/token/${key}/${outcome}/${attempt}`)}`);
    if (value >= TOKEN_MIN) return value.toString();
  }
}
