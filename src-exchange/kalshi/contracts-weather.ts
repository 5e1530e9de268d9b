/**
 * The weather, travel and grocery contracts.
 */
import { longDay, monthOf, tickerDay, tickerMonth } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Drafts } from './text.ts';

/** Temperatures and rain. */
export function weatherContracts({ due }: Dates): Drafts {
  const tomorrowMs = due('high-ny');
  const monthEndMs = due('rain-ny');
  const day = longDay(tomorrowMs);
  const newYork = `KXHIGHNY-${tickerDay(tomorrowMs)}`;
  const chicago = `KXHIGHCHI-${tickerDay(tomorrowMs)}`;
  const rain = `KXRAINNYCM-${tickerMonth(monthEndMs)}`;
  const service = 'National Weather Service';
  return {
    'high-ny': {
      seriesTicker: 'KXHIGHNY',
      seriesTitle: 'Highest temperature in NYC',
      eventTicker: newYork,
      eventTitle: `Highest temperature in NYC on ${day}?`,
      ticker: `${newYork}-B50.5`,
      title: `Will the **high temp in NYC** be 50-51° on ${day}?`,
      yesSubTitle: '50° to 51°',
      rulesPrimary: `If the highest temperature recorded in Central Park, New York for ${day} as reported by the National Weather Service's Climatological Report (Daily), is between 50-51°, then the market resolves to Yes.`,
      strikeType: 'between',
      floorStrike: 50,
      capStrike: 51,
      source: service,
    },
    'high-chicago': {
      seriesTicker: 'KXHIGHCHI',
      seriesTitle: 'Highest temperature in Chicago',
      eventTicker: chicago,
      ticker: `${chicago}-T46`,
      title: `Will the **high temp in Chicago** be >46° on ${day}?`,
      yesSubTitle: '47° or above',
      rulesPrimary: `If the highest temperature recorded at Chicago Midway for ${day} as reported by the National Weather Service's Climatological Report (Daily), is greater than 46°, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 46,
      source: service,
    },
    'rain-ny': {
      seriesTicker: 'KXRAINNYCM',
      seriesTitle: 'Rain in NYC',
      eventTicker: rain,
      ticker: `${rain}-3`,
      title: `Will it rain more than 3 inches in NYC in ${monthOf(monthEndMs)}?`,
      yesSubTitle: 'Above 3 inches',
      rulesPrimary: `If the total precipitation at Central Park, New York in ${monthOf(monthEndMs)} is strictly greater than 3 inches, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 3,
      source: service,
    },
  };
}

/** Everyday numbers. */
export function everydayContracts({ due, startMs }: Dates): Drafts {
  const weekMs = due('tsa-25');
  const tsa = `KXTSAW-${tickerDay(weekMs)}`;
  const eggs = `KXEGGS-${tickerMonth(startMs)}`;
  return {
    'tsa-25': {
      seriesTicker: 'KXTSAW',
      seriesTitle: 'TSA check-ins this week',
      eventTicker: tsa,
      ticker: `${tsa}-A2.50`,
      title: 'Will the average number of TSA check-ins this week be above 2.50 million?',
      yesSubTitle: 'Above 2,500,000',
      rulesPrimary: `If the average number of TSA check-ins in the week ending ${longDay(weekMs)} is greater than 2500000, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 2_500_000,
      structure: 'tapered_deci_cent',
      source: 'Transportation Security Administration',
    },
    'eggs-350': {
      seriesTicker: 'KXEGGS',
      seriesTitle: 'Egg prices',
      eventTicker: eggs,
      ticker: `${eggs}-3.50`,
      title: `Will a dozen eggs cost more than $3.50 in ${monthOf(startMs)}?`,
      yesSubTitle: 'Above $3.50',
      rulesPrimary: `If the average US city price of a dozen grade A large eggs is above $3.50 in ${monthOf(startMs)}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 3.5,
      structure: 'deci_cent',
      source: 'Bureau of Labor Statistics',
    },
  };
}
