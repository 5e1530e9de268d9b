/**
 * The sports contracts: a market a team. One game is listed for the team that is the second outcome elsewhere, so its
 * contract is inverted here.
 */
import { longDay, tickerDay } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Drafts } from './text.ts';

/** Single games. */
export function gameContracts({ due }: Dates): Drafts {
  const basketMs = due('celtics-knicks');
  const footballMs = due('bills-chiefs');
  const hockeyMs = due('toronto-montreal');
  const basket = `KXNBAGAME-${tickerDay(basketMs)}BOSNYK`;
  const football = `KXNFLGAME-${tickerDay(footballMs)}BUFKC`;
  const hockey = `KXNHLGAME-${tickerDay(hockeyMs)}TORMTL`;
  return {
    'celtics-knicks': {
      inverted: true,
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
    'bills-chiefs': {
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
    'toronto-montreal': {
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
  };
}
