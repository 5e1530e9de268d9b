/**
 * Lists the groupings of a ladder, finest first: one tick (0, a row a price), then the round steps above it.
 *
 * A round step divides one dollar, so that YES and NO have the same rows.
 */

import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { finestStepMicros, type PriceGrid } from '../../../../src-shared/domain/price-grid.ts';
import { formatPrice, type PriceUnit, priceDecimals, UNIT_LABEL } from '../../../text/format.ts';

const ROUND_STEPS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/** The groups for a grid in millionths, ascending, starting with 0. */
export function groupsOf(grid: PriceGrid): readonly number[] {
  const finest = finestStepMicros(grid);
  return [0, ...ROUND_STEPS.filter((step) => step > finest && step % finest === 0 && ONE_MICROS % step === 0)];
}

/** The group in force: the one remembered if the grid still offers it, otherwise the next finer one. */
export function groupOf(groups: readonly number[], wantedMicros: number): number {
  let group = 0;
  for (const step of groups) if (step <= wantedMicros) group = step;
  return group;
}

/** The neighbour in the list, or the same at its ends. */
export function stepGroup(groups: readonly number[], groupMicros: number, direction: 1 | -1): number {
  const at = groups.indexOf(groupMicros) + direction;
  return groups[Math.min(Math.max(at, 0), groups.length - 1)] ?? 0;
}

/** What the step of a row is called: "0.1¢", "0.001"; "tick" where the grid has several steps. Steps have no odds. */
export function groupLabel(grid: PriceGrid, groupMicros: number, unit: PriceUnit): string {
  if (groupMicros === 0 && grid.length > 1) return 'tick';
  const step = groupMicros > 0 ? groupMicros : finestStepMicros(grid);
  const shown = unit === 'odds' ? 'cents' : unit;
  return `${formatPrice(step, shown, priceDecimals(shown, step))}${shown === 'cents' ? UNIT_LABEL.cents : ''}`;
}
