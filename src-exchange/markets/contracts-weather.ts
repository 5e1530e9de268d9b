/**
 * The weather, travel and grocery contracts: one temperature on both venues, the rest on one.
 */
import type { Calendar } from '../model/calendar.ts';
import { longDay, monthOf, shortDay, tickerDay, tickerMonth, yearOf } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { BUSY, onKalshi, onPolymarket, THIN, USUAL } from '../model/contract-plan.ts';

/** Temperatures and rain, most of them closing within a day. */
export function weatherContracts(calendar: Calendar): ContractPlan[] {
  const tomorrowMs = calendar.hoursLater(22);
  const monthEndMs = calendar.hoursLater(24 * 10);
  const yearEndMs = calendar.hoursLater(24 * 48);
  const day = longDay(tomorrowMs);
  const newYork = `KXHIGHNY-${tickerDay(tomorrowMs)}`;
  const chicago = `KXHIGHCHI-${tickerDay(tomorrowMs)}`;
  const rain = `KXRAINNYCM-${tickerMonth(monthEndMs)}`;
  const service = 'National Weather Service';
  return [
    {
      key: 'high-ny',
      category: 'Weather',
      fairMicros: 372_000,
      volatility: 4_000,
      closesMs: tomorrowMs,
      polymarket: onPolymarket(
        {
          question: `Will the highest temperature in New York City be between 50-51°F on ${shortDay(tomorrowMs)}?`,
          description: `This market will resolve to the temperature range that contains the highest temperature recorded at Central Park on ${day}, in degrees Fahrenheit, according to the National Weather Service's climatological report. Temperatures are whole degrees.`,
          eventTitle: `Highest temperature in NYC on ${shortDay(tomorrowMs)}?`,
          groupItemTitle: '50-51°F',
          negRisk: true,
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
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
        BUSY,
      ),
    },
    {
      key: 'high-chicago',
      category: 'Weather',
      fairMicros: 255_000,
      volatility: 4_000,
      closesMs: tomorrowMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
    {
      key: 'rain-ny',
      category: 'Weather',
      fairMicros: 660_000,
      volatility: 2_000,
      closesMs: monthEndMs,
      kalshi: onKalshi(
        {
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
        THIN,
      ),
    },
    {
      key: 'hottest-year',
      category: 'Weather',
      fairMicros: 152_000,
      volatility: 1_000,
      closesMs: yearEndMs,
      polymarket: onPolymarket(
        {
          question: `Will ${yearOf(calendar.startMs)} be the hottest year on record?`,
          description: `This market will resolve to "Yes" if the global land-ocean temperature index for ${yearOf(calendar.startMs)} is the highest on record according to NASA's GISTEMP table. Otherwise this market will resolve to "No".`,
          tickMicros: 1_000,
        },
        USUAL,
      ),
    },
  ];
}

/** Everyday numbers, on Kalshi only. */
export function everydayContracts(calendar: Calendar): ContractPlan[] {
  const weekMs = calendar.hoursLater(24 * 3);
  const monthMs = calendar.hoursLater(24 * 21);
  const tsa = `KXTSAW-${tickerDay(weekMs)}`;
  const eggs = `KXEGGS-${tickerMonth(calendar.startMs)}`;
  return [
    {
      key: 'tsa-25',
      category: 'Economics',
      fairMicros: 935_000,
      volatility: 900,
      closesMs: weekMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
    {
      key: 'eggs-350',
      category: 'Economics',
      fairMicros: 215_000,
      volatility: 1_200,
      closesMs: monthMs,
      kalshi: onKalshi(
        {
          seriesTicker: 'KXEGGS',
          seriesTitle: 'Egg prices',
          eventTicker: eggs,
          ticker: `${eggs}-3.50`,
          title: `Will a dozen eggs cost more than $3.50 in ${monthOf(calendar.startMs)}?`,
          yesSubTitle: 'Above $3.50',
          rulesPrimary: `If the average US city price of a dozen grade A large eggs is above $3.50 in ${monthOf(calendar.startMs)}, then the market resolves to Yes.`,
          strikeType: 'greater',
          floorStrike: 3.5,
          structure: 'deci_cent',
          source: 'Bureau of Labor Statistics',
        },
        THIN,
      ),
    },
  ];
}
