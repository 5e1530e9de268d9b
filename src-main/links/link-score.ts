/**
 * How high a pair may score while something about it is open. The score orders suggestions and decides nothing.
 *
 * Where something that matters is open, texts alone cannot tell, so the pair stays below every one that is certain and equally alike, and
 * lower with each open field. The caps are chosen for that order; they are no probabilities. `npm run bench -- --links` prints how many
 * made pairs of each cap are one contract (`links.scores`).
 */
import type { FieldEvidence } from '../../src-shared/domain/link-evidence.ts';

/** With so many open fields that matter; more are as the last. */
const CAPS = [100, 85, 75, 65] as const;
/** Two venues sort the same contract differently: that alone says little. */
const CATEGORY_CAP = 99;

/** 100 only when no field is open. */
export function capOf(fields: readonly FieldEvidence[]): number {
  const open = fields.filter(({ verdict }) => verdict === 'open').map(({ field }) => field);
  const matter = open.filter((field) => field !== 'category').length;
  if (matter === 0) return open.length === 0 ? 100 : CATEGORY_CAP;
  return CAPS[Math.min(matter, CAPS.length - 1)]!;
}
