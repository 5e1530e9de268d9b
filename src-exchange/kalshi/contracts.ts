/** The contracts that Kalshi lists: the standing ones are data, the short-lived one is made for each of its lives. */
import { listContracts } from '../markets/contract-texts.ts';
import type { ShortLife } from '../markets/listed-venue.ts';
import { clockOf, longDay, tickerSecond } from '../model/calendar.ts';
import type { Dates, ListingPlan, ListingPlans } from '../model/contract-plan.ts';
import contracts from './contracts.json' with { type: 'json' };
import { type Draft, type Drafts, planOf } from './text.ts';

export function list(dates: Dates): ListingPlans {
  return listContracts(contracts as unknown as Drafts, planOf, dates);
}

export function listShortLived(life: ShortLife): ListingPlan {
  return planOf(shortLivedDraft(life));
}

function shortLivedDraft({ strike, closesMs }: ShortLife): Draft {
  const dollars = `$${strike.toLocaleString('en-US')}`;
  const at = `${clockOf(closesMs)} ET`;
  const eventTicker = `KXBTCS-${tickerSecond(closesMs)}`;
  return {
    seriesTicker: 'KXBTCS',
    seriesTitle: 'Bitcoin in seconds',
    eventTicker,
    eventTitle: `Bitcoin price on ${longDay(closesMs)} at ${at}?`,
    ticker: `${eventTicker}-T${strike}`,
    title: `Bitcoin above ${dollars} at ${at}?`,
    yesSubTitle: `Above ${dollars}`,
    rulesPrimary: `If CF Benchmarks' Bitcoin Real-Time Index is above ${strike} at ${at} on ${longDay(closesMs)}, then the market resolves to Yes.`,
    strikeType: 'greater',
    floorStrike: strike,
    structure: 'tapered_deci_cent',
    source: 'CF Benchmarks',
  };
}
