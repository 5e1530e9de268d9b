/**
 * The economic contracts: central bank, prices, labour, indices; texts in the venue's manner of 2026.
 */
import { longDay, monthOf, tickerDay, tickerHour, tickerMonth } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Drafts } from './text.ts';

/** The next rate decision, one event. */
export function fedContracts({ due }: Dates): Drafts {
  const closesMs = due('fed-hold');
  const month = monthOf(closesMs);
  const kalshi = { seriesTicker: 'KXFEDDECISION', seriesTitle: 'Fed meeting', source: 'The Federal Reserve' };
  const eventTicker = `KXFEDDECISION-${tickerMonth(closesMs)}`;
  return {
    'fed-hold': {
      ...kalshi,
      eventTicker,
      eventTitle: `Fed decision in ${month}?`,
      ticker: `${eventTicker}-H0`,
      title: `Will the Federal Reserve Hike rates by 0bps at their ${month} meeting?`,
      yesSubTitle: 'Fed maintains rate',
      rulesPrimary: `If the Federal Reserve does a Hike of 0bps at the ${month} meeting, then the market resolves to Yes.`,
    },
    'fed-cut-25': {
      ...kalshi,
      eventTicker,
      eventTitle: `Fed decision in ${month}?`,
      ticker: `${eventTicker}-C25`,
      title: `Will the Federal Reserve Cut rates by 25bps at their ${month} meeting?`,
      yesSubTitle: 'Cut 25bps',
      rulesPrimary: `If the Federal Reserve does a Cut of 25bps at the ${month} meeting, then the market resolves to Yes.`,
    },
  };
}

/** Figures that an office publishes. */
export function releaseContracts({ due, startMs }: Dates): Drafts {
  const gdpMs = due('gdp-25');
  const gasMs = due('gas-310');
  const month = monthOf(startMs);
  const cpi = `KXCPIYOY-${tickerMonth(startMs)}`;
  const jobs = `KXPAYROLLS-${tickerMonth(startMs)}`;
  const rate = `KXU3-${tickerMonth(startMs)}`;
  const gdp = `KXGDP-${tickerDay(gdpMs)}`;
  const gas = `KXAAAGASW-${tickerDay(gasMs)}`;
  const bls = 'Bureau of Labor Statistics';
  return {
    'cpi-yoy-3': {
      seriesTicker: 'KXCPIYOY',
      seriesTitle: 'Inflation',
      eventTicker: cpi,
      eventTitle: `CPI year-over-year in ${month}?`,
      ticker: `${cpi}-T3.0`,
      title: `Will the rate of CPI inflation be above 3.0% for the year ending in ${month}?`,
      yesSubTitle: 'Above 3.0%',
      rulesPrimary: `If the Consumer Price Index for the twelve months ending in ${month} is above 3.0%, then the market resolves to Yes.`,
      rulesSecondary: 'The figure is the first one released by the Source Agency; later revisions are not counted.',
      strikeType: 'greater',
      floorStrike: 3,
      source: bls,
    },
    'payrolls-100': {
      seriesTicker: 'KXPAYROLLS',
      seriesTitle: 'Jobs numbers',
      eventTicker: jobs,
      ticker: `${jobs}-T100000`,
      title: `Will above 100,000 jobs be added in ${month}?`,
      yesSubTitle: 'Above 100,000',
      rulesPrimary: `If the change in total nonfarm payroll employment is above 100000 for ${month}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 100_000,
      source: bls,
    },
    'unemployment-44': {
      seriesTicker: 'KXU3',
      seriesTitle: 'Unemployment',
      eventTicker: rate,
      ticker: `${rate}-T4.4`,
      title: `Will the unemployment rate be above 4.4% in ${month}?`,
      yesSubTitle: 'Above 4.4%',
      rulesPrimary: `If the unemployment rate (U-3) is above 4.4% in ${month}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 4.4,
      structure: 'tapered_deci_cent',
      source: bls,
    },
    'gdp-25': {
      seriesTicker: 'KXGDP',
      seriesTitle: 'US GDP growth',
      eventTicker: gdp,
      ticker: `${gdp}-T2.5`,
      title: 'Will real GDP increase by more than 2.5% in the quarter?',
      yesSubTitle: 'More than 2.5%',
      rulesPrimary: `If real GDP increases by more than 2.5% in the advance estimate released by ${longDay(gdpMs)}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 2.5,
      source: 'Bureau of Economic Analysis',
    },
    'gas-310': {
      seriesTicker: 'KXAAAGASW',
      seriesTitle: 'US gas price',
      eventTicker: gas,
      ticker: `${gas}-3.10`,
      title: `Will average gas prices be above $3.10 on ${longDay(gasMs)}?`,
      yesSubTitle: 'Above $3.10',
      rulesPrimary: `If average regular gas prices in the US are above $3.10 on ${longDay(gasMs)}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 3.1,
      structure: 'tapered_deci_cent',
      source: 'AAA',
    },
  };
}

/** Levels of equity indices. */
export function indexContracts({ due }: Dates): Drafts {
  const closesMs = due('spx-7000');
  const soonMs = due('spx-range');
  const day = longDay(closesMs);
  const spx = `KXINXU-${tickerHour(closesMs)}00`;
  const range = `KXINX-${tickerHour(soonMs)}00`;
  const nasdaq = `KXNASDAQ100U-${tickerHour(soonMs)}00`;
  return {
    'spx-7000': {
      seriesTicker: 'KXINXU',
      seriesTitle: 'S&P 500 above/below',
      eventTicker: spx,
      eventTitle: `S&P 500 on ${day}?`,
      ticker: `${spx}-T7000`,
      title: `Will the S&P 500 close above 7000 on ${day}?`,
      yesSubTitle: '7,000.01 or above',
      rulesPrimary: `If the closing value of the S&P 500 on ${day} is above 7000, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 7_000,
      structure: 'tapered_deci_cent',
      source: 'S&P Dow Jones Indices',
      feeMultiplier: 1,
    },
    'spx-range': {
      seriesTicker: 'KXINX',
      seriesTitle: 'S&P 500 range',
      eventTicker: range,
      ticker: `${range}-B6987`,
      title: `Will the S&P 500 be between 6975 and 6999.99 on ${longDay(soonMs)}?`,
      yesSubTitle: '6,975 to 6,999.99',
      rulesPrimary: `If the S&P 500 is between 6975-6999.99 on ${longDay(soonMs)}, then the market resolves to Yes.`,
      strikeType: 'between',
      floorStrike: 6_975,
      capStrike: 6_999.99,
      source: 'S&P Dow Jones Indices',
    },
    'nasdaq-25500': {
      seriesTicker: 'KXNASDAQ100U',
      seriesTitle: 'Nasdaq-100 above/below',
      eventTicker: nasdaq,
      ticker: `${nasdaq}-T25499.99`,
      title: `Will the Nasdaq-100 be above 25499.99 on ${longDay(soonMs)}?`,
      yesSubTitle: '25,500 or above',
      rulesPrimary: `If the Nasdaq-100 is above 25499.99 on ${longDay(soonMs)}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 25_499.99,
      structure: 'deci_cent',
      source: 'Nasdaq',
      feeMultiplier: 0.5,
    },
  };
}
