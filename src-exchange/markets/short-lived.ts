/**
 * Decides the life of the market that resolves: it trades for one life, leans towards its result near the end, is
 * resolved, and a successor is listed in the same event.
 */

import type { Contract } from '../model/listing.ts';
import { shortLivedContract } from './contracts-crypto.ts';

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
  readonly list: (plan: ReturnType<typeof shortLivedContract>) => Contract;
  readonly resolve: (contract: Contract, yes: boolean) => void;
}

/** Lists one generation and everything that follows; its closing time counts lives from the start. */
export function beginLife(context: ShortLivedContext, generation: number, event: number): void {
  const closesMs = Math.ceil((context.startMs + (generation + 1) * context.lifeMs) / 1000) * 1000;
  const contract = context.list(shortLivedContract(generation, closesMs));
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
