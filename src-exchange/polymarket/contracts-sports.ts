/**
 * The sports contracts: a game is one market, with the teams as outcomes.
 */
import { longDay, slugDay } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Draft, Drafts } from './text.ts';

/** Single games. */
export function gameContracts({ due }: Dates): Drafts {
  const basketMs = due('celtics-knicks');
  const footballMs = due('bills-chiefs');
  const postponed = (hours: number): string =>
    `If the game is postponed, this market will remain open until the game has been completed. If the game is cancelled, this market will resolve 50-50. Winner includes overtime; postponement beyond ${hours} hours counts as a cancellation.`;
  return {
    'celtics-knicks': {
      question: 'Celtics vs. Knicks',
      slug: `nba-bos-nyk-${slugDay(basketMs)}`,
      description: `In the upcoming NBA game, scheduled for ${longDay(basketMs)}: If the Boston Celtics win, the market will resolve to "Celtics". If the New York Knicks win, the market will resolve to "Knicks". ${postponed(48)}`,
      outcomes: ['Celtics', 'Knicks'],
    },
    'bills-chiefs': {
      question: 'Bills vs. Chiefs',
      slug: `nfl-buf-kc-${slugDay(footballMs)}`,
      description: `In the upcoming NFL game, scheduled for ${longDay(footballMs)}: If the Buffalo Bills win, the market will resolve to "Bills". If the Kansas City Chiefs win, the market will resolve to "Chiefs". ${postponed(72)}`,
      outcomes: ['Bills', 'Chiefs'],
    },
  };
}

/** Season-long questions and culture. */
export function seasonContracts({ due }: Dates): Drafts {
  const cupMs = due('cup-bayern');
  const filmMs = due('best-picture');
  const cup = (club: string): Draft => ({
    question: `Will ${club} win the Champions League this season?`,
    description: `This market will resolve to "Yes" if ${club} wins the UEFA Champions League final scheduled for ${longDay(cupMs)}. Otherwise this market will resolve to "No". The resolution source is uefa.com.`,
    eventTitle: 'Champions League Winner',
    groupItemTitle: club,
  });
  return {
    'cup-bayern': { ...cup('Bayern München'), negRisk: true, tickMicros: 1_000 },
    'cup-madrid': { ...cup('Real Madrid'), negRisk: true, tickMicros: 1_000 },
    dodgers: {
      question: 'Will the Los Angeles Dodgers win the next World Series?',
      description:
        'This market will resolve to "Yes" if the Los Angeles Dodgers win the next World Series. Otherwise this market will resolve to "No". The resolution source is mlb.com.',
      eventTitle: 'World Series Champion',
      groupItemTitle: 'Los Angeles Dodgers',
      negRisk: true,
    },
    'best-picture': {
      question: 'Will a film from a streaming service win Best Picture?',
      description: `This market will resolve to "Yes" if a film first distributed by a streaming service wins Best Picture at the Academy Awards held before ${longDay(filmMs)}. Otherwise this market will resolve to "No".`,
    },
  };
}
