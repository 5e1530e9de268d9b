/** Computes the finest price step among a target's members, which decides the decimals of its prices. */
import { finestStepMicros } from '../../src-shared/domain/price-grid.ts';
import type { TargetInfo } from './target.ts';

/** Assumed until the facts of a listing are there; the venues known use a cent or a tenth of one. */
const STEP_UNKNOWN_MICROS = 10_000;

/** In millionths of a dollar. */
export function targetStepMicros(info: TargetInfo | null): number {
  let step = Number.POSITIVE_INFINITY;
  for (const member of info?.members ?? []) {
    if (member.facts !== null) step = Math.min(step, finestStepMicros(member.facts.priceGrid));
  }
  return Number.isFinite(step) ? step : STEP_UNKNOWN_MICROS;
}
