/** Decides how Polymarket lists quiet markets. */

import type { QuietForms, QuietMarket } from '../markets/listed-venue.ts';
import { QUIET_QUESTIONS } from '../markets/quiet-events.ts';
import { slugOf } from '../model/calendar.ts';
import { digestOf } from '../model/identity.ts';
import { uniformGrid } from '../model/price-grid.ts';
import { planOf } from './text.ts';

const CENT_MICROS = 10_000;
/** The list of markets begins with the smallest id. */
export const FIRST_QUIET_ORDINAL = 10_000_000;

export const QUIET: QuietForms = {
  questions: [
    QUIET_QUESTIONS.COIN_ABOVE,
    QUIET_QUESTIONS.GOALS,
    QUIET_QUESTIONS.MENTIONS,
    QUIET_QUESTIONS.SCORES,
    QUIET_QUESTIONS.BENCHMARKS,
    QUIET_QUESTIONS.STOCK_CLOSE,
    QUIET_QUESTIONS.WEATHER,
  ],
  firstOrdinal: FIRST_QUIET_ORDINAL,
  identify: (market) => {
    const digest = digestOf(`${market.seed}/quiet/${market.index}`);
    return {
      marketId: `0x51${market.index.toString(16).padStart(8, '0')}${digest.slice(0, 54)}`,
      symbols: [tokenOf(market, digest, 0), tokenOf(market, digest, 1)],
      grid: uniformGrid(CENT_MICROS),
    };
  },
  list: ({ event, index, strike }) => {
    const { question, subject, when, closesMs } = event;
    const figure = question.unit(strike);
    const asked = question.title(subject, figure, when);
    return planOf({
      question: asked,
      slug: `${slugOf(asked)}-${index.toString(36)}`,
      description: `This market will resolve to "Yes" if the answer to the question "${asked}" is yes according to ${question.source}. Otherwise this market will resolve to "No". The market closes at ${new Date(closesMs).toISOString()}.`,
      eventTitle: `${question.seriesTitle}: ${subject}, ${when}`,
      groupItemTitle: figure,
    });
  },
  numberOf: (id) => {
    if (/^0x51[0-9a-f]{62}$/.test(id)) return Number.parseInt(id.slice(4, 12), 16);
    return /^51\d{75}$/.test(id) ? Number(id.slice(2, 10)) : -1;
  },
};

function tokenOf({ index }: QuietMarket, digest: string, outcome: 0 | 1): string {
  const digits = BigInt(`0x${digest}`).toString().padStart(78, '0').slice(8, 74);
  return `51${String(index).padStart(8, '0')}${outcome}${digits}`;
}
