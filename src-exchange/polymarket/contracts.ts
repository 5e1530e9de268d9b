/** The contracts that Polymarket lists: the standing ones are data, the short-lived one is made for each of its lives. */
import { listContracts } from '../markets/contract-texts.ts';
import type { ShortLife } from '../markets/listed-venue.ts';
import { clockOf, longDay, shortDay, slugOf, tickerSecond } from '../model/calendar.ts';
import type { Dates, ListingPlan, ListingPlans } from '../model/contract-plan.ts';
import contracts from './contracts.json' with { type: 'json' };
import { type Draft, type Drafts, planOf } from './text.ts';

export function list(dates: Dates): ListingPlans {
  return listContracts(contracts as unknown as Drafts, planOf, dates);
}

export function listShortLived(life: ShortLife): ListingPlan {
  return planOf(shortLivedDraft(life));
}

function shortLivedDraft({ generation, strike, closesMs }: ShortLife): Draft {
  const dollars = `$${strike.toLocaleString('en-US')}`;
  return {
    question: `Bitcoin above ${dollars} at ${clockOf(closesMs)} ET on ${shortDay(closesMs)}?`,
    slug: `btc-above-${strike}-${slugOf(tickerSecond(closesMs))}-${generation}`,
    description: `This market will resolve to "Yes" if CF Benchmarks' Bitcoin Real-Time Index is above ${dollars} at ${clockOf(closesMs)} ET on ${longDay(closesMs)}. Otherwise this market will resolve to "No".`,
  };
}
