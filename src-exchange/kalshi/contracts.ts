/** Decides which contracts Kalshi lists. */
import type { ShortLife } from '../markets/listed-venue.ts';
import type { Dates, ListingPlan, ListingPlans } from '../model/contract-plan.ts';
import { cryptoContracts, shortLivedDraft } from './contracts-crypto.ts';
import { fedContracts, indexContracts, releaseContracts } from './contracts-economics.ts';
import { electionContracts, governmentContracts } from './contracts-politics.ts';
import { gameContracts } from './contracts-sports.ts';
import { everydayContracts, weatherContracts } from './contracts-weather.ts';
import { type Drafts, planOf } from './text.ts';

export function list(dates: Dates): ListingPlans {
  const drafts: Drafts = {
    ...fedContracts(dates),
    ...releaseContracts(dates),
    ...indexContracts(dates),
    ...electionContracts(dates),
    ...governmentContracts(dates),
    ...cryptoContracts(dates),
    ...gameContracts(dates),
    ...weatherContracts(dates),
    ...everydayContracts(dates),
  };
  return Object.fromEntries(Object.entries(drafts).map(([key, draft]) => [key, planOf(draft)]));
}

export function listShortLived(life: ShortLife): ListingPlan {
  return planOf(shortLivedDraft(life));
}
