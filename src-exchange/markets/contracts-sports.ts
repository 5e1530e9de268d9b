/**
 * The sports contracts. Polymarket lists a game once, with the teams as outcomes; Kalshi lists a market per team. One
 * game here is listed on Kalshi for the team that is Polymarket's second outcome: the same contract, inverted.
 */
import type { Calendar } from '../model/calendar.ts';
import { longDay, slugDay, tickerDay } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { BUSY, DEEP, onKalshi, onPolymarket, THIN, USUAL } from '../model/contract-plan.ts';

/** Two games on both venues (the first inverted) and one on Kalshi. */
export function gameContracts(calendar: Calendar): ContractPlan[] {
  const basketMs = calendar.hoursLater(6);
  const footballMs = calendar.hoursLater(50);
  const hockeyMs = calendar.hoursLater(4);
  const basket = `KXNBAGAME-${tickerDay(basketMs)}BOSNYK`;
  const football = `KXNFLGAME-${tickerDay(footballMs)}BUFKC`;
  const hockey = `KXNHLGAME-${tickerDay(hockeyMs)}TORMTL`;
  const postponed = (hours: number): string =>
    `If the game is postponed, this market will remain open until the game has been completed. If the game is cancelled, this market will resolve 50-50. Winner includes overtime; postponement beyond ${hours} hours counts as a cancellation.`;
  return [
    {
      key: 'celtics-knicks',
      category: 'Sports',
      fairMicros: 572_000,
      volatility: 6_000,
      closesMs: basketMs,
      polymarket: onPolymarket(
        {
          question: 'Celtics vs. Knicks',
          slug: `nba-bos-nyk-${slugDay(basketMs)}`,
          description: `In the upcoming NBA game, scheduled for ${longDay(basketMs)}: If the Boston Celtics win, the market will resolve to "Celtics". If the New York Knicks win, the market will resolve to "Knicks". ${postponed(48)}`,
          outcomes: ['Celtics', 'Knicks'],
        },
        DEEP,
      ),
      kalshi: onKalshi(
        {
          seriesTicker: 'KXNBAGAME',
          seriesTitle: 'Professional Basketball Game',
          eventTicker: basket,
          eventTitle: 'Boston at New York',
          ticker: `${basket}-NYK`,
          title: 'Boston at New York Winner?',
          yesSubTitle: 'New York',
          rulesPrimary: `If New York wins the Boston at New York professional basketball game originally scheduled for ${longDay(basketMs)}, then the market resolves to Yes.`,
          rulesSecondary: 'Kalshi is not affiliated with the league or its teams.',
          strikeType: 'structured',
          source: 'ESPN',
        },
        DEEP,
        true,
      ),
    },
    {
      key: 'bills-chiefs',
      category: 'Sports',
      fairMicros: 463_000,
      volatility: 4_000,
      closesMs: footballMs,
      polymarket: onPolymarket(
        {
          question: 'Bills vs. Chiefs',
          slug: `nfl-buf-kc-${slugDay(footballMs)}`,
          description: `In the upcoming NFL game, scheduled for ${longDay(footballMs)}: If the Buffalo Bills win, the market will resolve to "Bills". If the Kansas City Chiefs win, the market will resolve to "Chiefs". ${postponed(72)}`,
          outcomes: ['Bills', 'Chiefs'],
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
          seriesTicker: 'KXNFLGAME',
          seriesTitle: 'Professional Football Game',
          eventTicker: football,
          eventTitle: 'Buffalo at Kansas City',
          ticker: `${football}-BUF`,
          title: 'Buffalo at Kansas City Winner?',
          yesSubTitle: 'Buffalo',
          rulesPrimary: `If Buffalo wins the Buffalo at Kansas City professional football game originally scheduled for ${longDay(footballMs)}, then the market resolves to Yes.`,
          strikeType: 'structured',
          source: 'ESPN',
        },
        BUSY,
      ),
    },
    {
      key: 'toronto-montreal',
      category: 'Sports',
      fairMicros: 540_000,
      volatility: 5_000,
      closesMs: hockeyMs,
      kalshi: onKalshi(
        {
          seriesTicker: 'KXNHLGAME',
          seriesTitle: 'Hockey Game',
          eventTicker: hockey,
          eventTitle: 'Toronto at Montréal',
          ticker: `${hockey}-TOR`,
          title: 'Toronto at Montréal Winner?',
          yesSubTitle: 'Toronto',
          rulesPrimary: `If Toronto wins the Toronto at Montréal professional hockey game originally scheduled for ${longDay(hockeyMs)}, then the market resolves to Yes.`,
          strikeType: 'structured',
          source: 'ESPN',
        },
        USUAL,
      ),
    },
  ];
}

/** Season-long questions and culture, on Polymarket only. */
export function seasonContracts(calendar: Calendar): ContractPlan[] {
  const cupMs = calendar.hoursLater(24 * 190);
  const seriesMs = calendar.hoursLater(24 * 340);
  const filmMs = calendar.hoursLater(24 * 110);
  const cup = (
    club: string,
  ): { question: string; description: string; eventTitle: string; groupItemTitle: string } => ({
    question: `Will ${club} win the Champions League this season?`,
    description: `This market will resolve to "Yes" if ${club} wins the UEFA Champions League final scheduled for ${longDay(cupMs)}. Otherwise this market will resolve to "No". The resolution source is uefa.com.`,
    eventTitle: 'Champions League Winner',
    groupItemTitle: club,
  });
  return [
    {
      key: 'cup-bayern',
      category: 'Sports',
      fairMicros: 176_000,
      volatility: 1_500,
      closesMs: cupMs,
      polymarket: onPolymarket({ ...cup('Bayern München'), negRisk: true, tickMicros: 1_000 }, DEEP),
    },
    {
      key: 'cup-madrid',
      category: 'Sports',
      fairMicros: 138_000,
      volatility: 1_500,
      closesMs: cupMs,
      polymarket: onPolymarket({ ...cup('Real Madrid'), negRisk: true, tickMicros: 1_000 }, BUSY),
    },
    {
      key: 'dodgers',
      category: 'Sports',
      fairMicros: 214_000,
      volatility: 1_000,
      closesMs: seriesMs,
      polymarket: onPolymarket(
        {
          question: 'Will the Los Angeles Dodgers win the next World Series?',
          description:
            'This market will resolve to "Yes" if the Los Angeles Dodgers win the next World Series. Otherwise this market will resolve to "No". The resolution source is mlb.com.',
          eventTitle: 'World Series Champion',
          groupItemTitle: 'Los Angeles Dodgers',
          negRisk: true,
        },
        USUAL,
      ),
    },
    {
      key: 'best-picture',
      category: 'Culture',
      fairMicros: 348_000,
      volatility: 1_500,
      closesMs: filmMs,
      polymarket: onPolymarket(
        {
          question: 'Will a film from a streaming service win Best Picture?',
          description: `This market will resolve to "Yes" if a film first distributed by a streaming service wins Best Picture at the Academy Awards held before ${longDay(filmMs)}. Otherwise this market will resolve to "No".`,
        },
        THIN,
      ),
    },
  ];
}
