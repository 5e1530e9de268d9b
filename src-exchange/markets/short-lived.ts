/**
 * Decides the life of the market that resolves: it trades for one life, leans towards its result near the end, is
 * resolved, and a successor is listed in the same event.
 */

import { BUSY, type ContractTerms } from '../model/contract-plan.ts';
import type { Contract } from '../model/listing.ts';
import type { ShortLife } from './listed-venue.ts';

/** The last part of a life, in which the price leans towards the result. */
const LEAN_SHARE = 0.35;
const LEAN_YES_MICROS = 978_000;
const LEAN_NO_MICROS = 22_000;
const LEAN_PULL_PER_SECOND = 0.12;

export interface ShortLivedContext {
  readonly lifeEvents: number;
  readonly lifeMs: number;
  readonly startMs: number;
  readonly at: (event: number, run: () => void) => void;
  readonly list: (terms: ContractTerms, life: ShortLife) => Contract;
  readonly resolve: (contract: Contract, yes: boolean) => void;
}

/** Lists one generation and everything that follows; its closing time counts lives from the start. */
export function beginLife(context: ShortLivedContext, generation: number, event: number): void {
  const closesMs = Math.ceil((context.startMs + (generation + 1) * context.lifeMs) / 1000) * 1000;
  const contract = context.list(...shortLivedContract(generation, closesMs));
  const endEvent = event + context.lifeEvents;
  context.at(event + Math.ceil(context.lifeEvents * (1 - LEAN_SHARE)), () => {
    contract.anchorMicros = contract.fairMicros >= 500_000 ? LEAN_YES_MICROS : LEAN_NO_MICROS;
    contract.pullPerSecond = LEAN_PULL_PER_SECOND;
  });
  context.at(endEvent, () => {
    context.resolve(contract, contract.fairMicros >= 500_000);
    beginLife(context, generation + 1, endEvent);
  });
}

function shortLivedContract(generation: number, closesMs: number): [ContractTerms, ShortLife] {
  const strike = 104_000 + ((generation * 7_919) % 400) * 25;
  const terms: ContractTerms = {
    key: `btc-short-${generation}`,
    category: 'Crypto',
    fairMicros: 500_000,
    volatility: 15_000,
    closesMs,
    style: BUSY,
  };
  return [terms, { generation, strike, closesMs }];
}
