/**
 * Decides what contracts are worth: a bounded random walk for each, and a slower one for what each venue's crowd
 * thinks of it, so that spreads between venues open and close.
 */
import type { Contract } from '../model/listing.ts';
import type { Random } from '../model/random.ts';

const ONE = 1_000_000;
const FAIR_MIN_MICROS = 8_000;
/** Spread of a venue's own opinion, in millionths per square root of a second. */
const OFFSET_VOLATILITY = 2_500;
const OFFSET_PULL_PER_SECOND = 0.25;
/** The furthest a venue strays without a dislocation. */
const OFFSET_MAX_MICROS = 25_000;

/** Moves one contract and its listings on by so many seconds of the exchange's time. */
export function advanceFairValue(contract: Contract, random: Random, seconds: number): void {
  const root = Math.sqrt(seconds);
  const share = contract.fairMicros / ONE;
  const breadth = 4 * share * (1 - share);
  const noise = contract.plan.volatility * breadth * root * random.bell();
  const pull = contract.pullPerSecond * seconds * (contract.anchorMicros - contract.fairMicros);
  contract.fairMicros = clamp(contract.fairMicros + noise + pull, FAIR_MIN_MICROS, ONE - FAIR_MIN_MICROS);
  if (contract.listings.length < 2) return;
  for (const listing of contract.listings) {
    const wander = OFFSET_VOLATILITY * breadth * root * random.bell();
    const moved = listing.offsetMicros * (1 - Math.min(1, OFFSET_PULL_PER_SECOND * seconds)) + wander;
    listing.offsetMicros = clamp(moved, -OFFSET_MAX_MICROS, OFFSET_MAX_MICROS);
  }
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
