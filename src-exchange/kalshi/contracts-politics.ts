/**
 * The political and technical contracts. Parties and institutions only: no person is named.
 */
import { longDay, tickerDay, yearOf } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Draft, Drafts } from './text.ts';

/** Control of both chambers after the next federal election. */
export function electionContracts({ due }: Dates): Drafts {
  const closesMs = due('house-democratic');
  const year = yearOf(closesMs);
  const source = 'Office of the Clerk';
  const chamber = (name: string, ticker: string, party: string, letter: string): Draft => ({
    seriesTicker: ticker,
    seriesTitle: `${name} winner`,
    eventTicker: `${ticker}-${year}`,
    eventTitle: `Which party will win the U.S. ${name}?`,
    ticker: `${ticker}-${year}-${letter}`,
    title: `Will ${party}s win the U.S. ${name} in ${year}?`,
    yesSubTitle: `${party} Party`,
    rulesPrimary: `If the ${party} Party has won control of the ${name} in the ${year} election, then the market resolves to Yes.`,
    source,
  });
  return {
    'house-democratic': chamber('House', 'CONTROLH', 'Democratic', 'D'),
    'senate-republican': { ...chamber('Senate', 'CONTROLS', 'Republican', 'R'), structure: 'tapered_deci_cent' },
  };
}

/** The state of the world. */
export function governmentContracts({ due }: Dates): Drafts {
  const closesMs = due('shutdown');
  const day = longDay(closesMs);
  const event = `KXGOVSHUT-${tickerDay(closesMs)}`;
  return {
    shutdown: {
      seriesTicker: 'KXGOVSHUT',
      seriesTitle: 'Government shutdown',
      eventTicker: event,
      ticker: event,
      title: `Will the government shut down by ${day}?`,
      yesSubTitle: `By ${day}`,
      rulesPrimary: `If a lapse in appropriations causes the federal government to shut down by ${day}, then the market resolves to Yes.`,
      source: 'Office of Personnel Management',
    },
  };
}
