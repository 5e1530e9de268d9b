/**
 * The economic contracts: central bank, prices, labour, indices; texts in the venue's manner of 2026.
 */
import { longDay, monthName, monthOf } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Drafts } from './text.ts';

/** The next rate decision, one event. */
export function fedContracts({ due }: Dates): Drafts {
  const closesMs = due('fed-hold');
  const month = monthOf(closesMs);
  const eventTitle = `Fed decision in ${monthName(closesMs)}?`;
  const description = (bracket: string): string =>
    `The FED interest rates are defined in this market by the upper bound of the target federal funds range. This market will resolve to "Yes" if the upper bound is ${bracket} after the ${month} FOMC meeting, compared to the level it was prior to that meeting. Otherwise this market will resolve to "No". The resolution source is the FOMC's statement on federalreserve.gov.`;
  return {
    'fed-hold': {
      question: `No change in Fed interest rates after ${month} meeting?`,
      description: description('unchanged'),
      eventTitle,
      groupItemTitle: 'No change',
      negRisk: true,
    },
    'fed-cut-25': {
      question: `Fed decreases interest rates by 25 bps after ${month} meeting?`,
      description: description('25 basis points lower'),
      eventTitle,
      groupItemTitle: '25 bps decrease',
      negRisk: true,
    },
    'fed-cut-50': {
      question: `Fed decreases interest rates by 50+ bps after ${month} meeting?`,
      description: description('50 or more basis points lower'),
      eventTitle,
      groupItemTitle: '50+ bps decrease',
      negRisk: true,
      tickMicros: 1_000,
    },
  };
}

/** Figures that an office publishes. */
export function releaseContracts({ startMs }: Dates): Drafts {
  const month = monthOf(startMs);
  return {
    'cpi-yoy-3': {
      question: `Will US annual inflation be above 3.0% in ${month}?`,
      description: `This market will resolve to "Yes" if the 12-month change of the CPI-U for all items, not seasonally adjusted, reported by the Bureau of Labor Statistics for ${month} is above 3.0%. Otherwise this market will resolve to "No". Figures are read to one decimal as published.`,
    },
  };
}

/** Levels of equity indices. */
export function indexContracts({ due }: Dates): Drafts {
  const closesMs = due('spx-7000');
  const day = longDay(closesMs);
  return {
    'spx-7000': {
      question: `S&P 500 (SPX) closes above 7,000 on ${day}?`,
      description: `This market will resolve to "Yes" if the official closing price of the S&P 500 index (SPX) on ${day} is above 7,000. Otherwise this market will resolve to "No".`,
    },
  };
}
