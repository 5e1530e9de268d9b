/**
 * Decides how large an order is: mostly round lots of the market's usual size, sometimes an odd fraction, down to the
 * venue's size step.
 */
import type { Listing } from '../model/listing.ts';
import type { Random } from '../model/random.ts';

const ONE = 1_000_000;
const LOTS = [0.1, 0.25, 0.5, 0.5, 1, 1, 1, 2, 2, 3, 5] as const;

/** A size in millionths for an order so many ticks from the touch; further away is larger. */
export function drawSize(listing: Listing, random: Random, ticksAway: number): number {
  const contracts = Math.max(1, Math.round(listing.style.lot * random.pick(LOTS) * (1 + ticksAway / 12)));
  const whole = contracts * ONE;
  if (!random.chance(listing.rules.oddShare)) return whole;
  const { sizeStepMicros } = listing.rules;
  // Where steps are that fine, half of the odd sizes have two decimals, as hand-typed dollar amounts leave them.
  const step = sizeStepMicros === 1 && random.chance(0.5) ? 10_000 : sizeStepMicros;
  return whole + random.below(ONE / step) * step;
}

/** A part of a size, on the venue's size step, at least one step and less than the whole when it can be. */
export function partOf(sizeMicros: number, share: number, stepMicros: number): number {
  const part = Math.floor((sizeMicros * share) / stepMicros) * stepMicros;
  return Math.max(stepMicros, part);
}

/** The median size of a book's levels in millionths; 0 for an empty book. */
export function medianSize(listing: Listing): number {
  const sizes = [...listing.book.bids.levels.values(), ...listing.book.asks.levels.values()].sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}
