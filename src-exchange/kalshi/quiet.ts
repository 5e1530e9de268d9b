/** Decides how Kalshi lists quiet markets: a series a subject, eight strikes an event. */
import type { QuietForms, QuietMarket } from '../markets/listed-venue.ts';
import { QUIET_QUESTIONS, STRIKES } from '../markets/quiet-events.ts';
import { structuredGrid } from './price-structure.ts';
import { planOf } from './text.ts';

/** Lists begin with the newest: these are older than all that trade. */
export const FIRST_QUIET_ORDINAL = -10_000_000;

export const QUIET: QuietForms = {
  questions: [
    QUIET_QUESTIONS.WEATHER,
    QUIET_QUESTIONS.POINTS,
    QUIET_QUESTIONS.RELEASES,
    QUIET_QUESTIONS.MACRO,
    QUIET_QUESTIONS.STOCK_CLOSE,
    QUIET_QUESTIONS.COIN_ABOVE,
    QUIET_QUESTIONS.GOALS,
    QUIET_QUESTIONS.MENTIONS,
    QUIET_QUESTIONS.SCORES,
  ],
  firstOrdinal: FIRST_QUIET_ORDINAL,
  identify: (market) => {
    const ticker = tickerOf(market);
    return { marketId: ticker, symbols: [ticker], grid: structuredGrid('linear_cent') };
  },
  list: (market) => {
    const { question, subject, when } = market.event;
    const figure = question.unit(market.strike);
    const title = question.title(subject, figure, when);
    const draft = {
      seriesTicker: seriesOf(market),
      seriesTitle: `${question.seriesTitle}: ${subject}`,
      eventTicker: eventOf(market),
      eventTitle: `${question.seriesTitle}: ${subject}, ${when}`,
      ticker: tickerOf(market),
      title,
      yesSubTitle: figure,
      rulesPrimary: `If the answer to "${title}" is yes according to ${question.source}, then the market resolves to Yes.`,
      strikeType: 'greater' as const,
      floorStrike: market.strike,
      source: question.source,
    };
    return planOf(draft);
  },
  numberOf: (id) => {
    const number = /-[0-9A-Z]+?Q([0-9A-Z]+)-T(\d)$/.exec(id);
    return number === null ? -1 : Number.parseInt(number[1]!, 36) * STRIKES + Number(number[2]);
  },
};

function seriesOf({ event: { question, subjectIndex } }: QuietMarket): string {
  const letters = String.fromCharCode(65 + Math.floor(subjectIndex / 26), 65 + (subjectIndex % 26));
  return `KX${question.code}${letters}`;
}

function eventOf(market: QuietMarket): string {
  const number = Math.floor(market.index / STRIKES)
    .toString(36)
    .toUpperCase();
  return `${seriesOf(market)}-${market.event.tickerWhen}Q${number}`;
}

function tickerOf(market: QuietMarket): string {
  return `${eventOf(market)}-T${market.strikeIndex}`;
}
