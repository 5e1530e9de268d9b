/**
 * The economic contracts: central bank, prices, labour, indices. Texts follow each venue's own manner of 2026.
 */
import type { Calendar } from '../model/calendar.ts';
import { longDay, monthName, monthOf, tickerDay, tickerHour, tickerMonth } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { BUSY, DEEP, onKalshi, onPolymarket, THIN, USUAL } from '../model/contract-plan.ts';

const FED = 'The Federal Reserve';

/** Contracts on the next rate decision: three of one negative-risk event, two of them on both venues. */
export function fedContracts(calendar: Calendar): ContractPlan[] {
  const closesMs = calendar.hoursLater(24 * 19);
  const month = monthOf(closesMs);
  const eventTitle = `Fed decision in ${monthName(closesMs)}?`;
  const description = (bracket: string): string =>
    `The FED interest rates are defined in this market by the upper bound of the target federal funds range. This market will resolve to "Yes" if the upper bound is ${bracket} after the ${month} FOMC meeting, compared to the level it was prior to that meeting. Otherwise this market will resolve to "No". The resolution source is the FOMC's statement on federalreserve.gov.`;
  const kalshi = { seriesTicker: 'KXFEDDECISION', seriesTitle: 'Fed meeting', source: FED };
  const eventTicker = `KXFEDDECISION-${tickerMonth(closesMs)}`;
  return [
    {
      key: 'fed-hold',
      category: 'Economics',
      fairMicros: 640_000,
      volatility: 1_500,
      closesMs,
      polymarket: onPolymarket(
        {
          question: `No change in Fed interest rates after ${month} meeting?`,
          description: description('unchanged'),
          eventTitle,
          groupItemTitle: 'No change',
          negRisk: true,
        },
        DEEP,
      ),
      kalshi: onKalshi(
        {
          ...kalshi,
          eventTicker,
          eventTitle: `Fed decision in ${month}?`,
          ticker: `${eventTicker}-H0`,
          title: `Will the Federal Reserve Hike rates by 0bps at their ${month} meeting?`,
          yesSubTitle: 'Fed maintains rate',
          rulesPrimary: `If the Federal Reserve does a Hike of 0bps at the ${month} meeting, then the market resolves to Yes.`,
        },
        DEEP,
      ),
    },
    {
      key: 'fed-cut-25',
      category: 'Economics',
      fairMicros: 310_000,
      volatility: 1_500,
      closesMs,
      polymarket: onPolymarket(
        {
          question: `Fed decreases interest rates by 25 bps after ${month} meeting?`,
          description: description('25 basis points lower'),
          eventTitle,
          groupItemTitle: '25 bps decrease',
          negRisk: true,
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
          ...kalshi,
          eventTicker,
          eventTitle: `Fed decision in ${month}?`,
          ticker: `${eventTicker}-C25`,
          title: `Will the Federal Reserve Cut rates by 25bps at their ${month} meeting?`,
          yesSubTitle: 'Cut 25bps',
          rulesPrimary: `If the Federal Reserve does a Cut of 25bps at the ${month} meeting, then the market resolves to Yes.`,
        },
        BUSY,
      ),
    },
    {
      key: 'fed-cut-50',
      category: 'Economics',
      fairMicros: 14_000,
      volatility: 800,
      closesMs,
      polymarket: onPolymarket(
        {
          question: `Fed decreases interest rates by 50+ bps after ${month} meeting?`,
          description: description('50 or more basis points lower'),
          eventTitle,
          groupItemTitle: '50+ bps decrease',
          negRisk: true,
          tickMicros: 1_000,
        },
        USUAL,
      ),
    },
  ];
}

/** Inflation on both venues; jobs, growth, fuel and an index on one. */
export function releaseContracts(calendar: Calendar): ContractPlan[] {
  const cpiMs = calendar.hoursLater(24 * 20);
  const jobsMs = calendar.hoursLater(24 * 14);
  const gdpMs = calendar.hoursLater(24 * 68);
  const gasMs = calendar.hoursLater(24 * 5);
  const month = monthOf(calendar.startMs);
  const cpi = `KXCPIYOY-${tickerMonth(calendar.startMs)}`;
  const jobs = `KXPAYROLLS-${tickerMonth(calendar.startMs)}`;
  const rate = `KXU3-${tickerMonth(calendar.startMs)}`;
  const gdp = `KXGDP-${tickerDay(gdpMs)}`;
  const gas = `KXAAAGASW-${tickerDay(gasMs)}`;
  const bls = 'Bureau of Labor Statistics';
  return [
    {
      key: 'cpi-yoy-3',
      category: 'Economics',
      fairMicros: 455_000,
      volatility: 2_500,
      closesMs: cpiMs,
      polymarket: onPolymarket(
        {
          question: `Will US annual inflation be above 3.0% in ${month}?`,
          description: `This market will resolve to "Yes" if the 12-month change of the CPI-U for all items, not seasonally adjusted, reported by the Bureau of Labor Statistics for ${month} is above 3.0%. Otherwise this market will resolve to "No". Figures are read to one decimal as published.`,
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
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
        BUSY,
      ),
    },
    {
      key: 'payrolls-100',
      category: 'Economics',
      fairMicros: 580_000,
      volatility: 2_500,
      closesMs: jobsMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
    {
      key: 'unemployment-44',
      category: 'Economics',
      fairMicros: 330_000,
      volatility: 2_000,
      closesMs: jobsMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
    {
      key: 'gdp-25',
      category: 'Economics',
      fairMicros: 410_000,
      volatility: 1_200,
      closesMs: gdpMs,
      kalshi: onKalshi(
        {
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
        THIN,
      ),
    },
    {
      key: 'gas-310',
      category: 'Economics',
      fairMicros: 870_000,
      volatility: 2_500,
      closesMs: gasMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
  ];
}

/** Equity indices: one level on both venues, one range and one level on Kalshi only. */
export function indexContracts(calendar: Calendar): ContractPlan[] {
  const closesMs = calendar.hoursLater(24 * 7 + 4);
  const soonMs = calendar.hoursLater(5);
  const day = longDay(closesMs);
  const spx = `KXINXU-${tickerHour(closesMs)}00`;
  const range = `KXINX-${tickerHour(soonMs)}00`;
  const nasdaq = `KXNASDAQ100U-${tickerHour(soonMs)}00`;
  return [
    {
      key: 'spx-7000',
      category: 'Finance',
      fairMicros: 520_000,
      volatility: 5_000,
      closesMs,
      polymarket: onPolymarket(
        {
          question: `S&P 500 (SPX) closes above 7,000 on ${day}?`,
          description: `This market will resolve to "Yes" if the official closing price of the S&P 500 index (SPX) on ${day} is above 7,000. Otherwise this market will resolve to "No".`,
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
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
        BUSY,
      ),
    },
    {
      key: 'spx-range',
      category: 'Finance',
      fairMicros: 190_000,
      volatility: 5_000,
      closesMs: soonMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
    {
      key: 'nasdaq-25500',
      category: 'Finance',
      fairMicros: 720_000,
      volatility: 5_000,
      closesMs: soonMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
  ];
}
