/** Makes a venue's listings of the standing contracts from their texts, which are data (`contracts.json` of the venue's folder). */
import type { Dates, ListingPlan, ListingPlans } from '../model/contract-plan.ts';
import { fillText } from '../model/fill-text.ts';

/**
 * The listings by the contract's key. `{longDay:shutdown}` in a text is the day on which the contract `shutdown` closes;
 * `{monthOf:start}` the month in which the run starts. Throws when a text names a format or a contract that does not exist.
 */
export function listContracts<Draft>(
  drafts: Readonly<Record<string, Draft>>,
  planOf: (draft: Draft) => ListingPlan,
  { startMs, due }: Dates,
): ListingPlans {
  const filled = fillText(JSON.stringify(drafts), {}, (name) => (name === 'start' ? startMs : due(name)));
  const entries = Object.entries(JSON.parse(filled) as Readonly<Record<string, Draft>>);
  return Object.fromEntries(entries.map(([key, draft]) => [key, planOf(draft)]));
}
