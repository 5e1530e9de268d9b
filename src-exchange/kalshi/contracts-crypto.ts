/**
 * The crypto contracts, and the short-lived market, which resolves and is followed by another.
 */
import type { ShortLife } from '../markets/listed-venue.ts';
import { clockOf, longDay, tickerDay, tickerHour, tickerSecond } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Draft, Drafts } from './text.ts';

const BENCHMARK = 'CF Benchmarks';

/** Levels of coins. */
export function cryptoContracts({ due }: Dates): Drafts {
  const weekMs = due('btc-110k');
  const yearEndMs = due('eth-4000');
  const day = longDay(weekMs);
  const end = longDay(yearEndMs);
  const daily = `KXBTCD-${tickerHour(weekMs)}`;
  const ether = `KXETHMAXY-${tickerDay(yearEndMs)}`;
  const bitcoinMax = `KXBTCMAXY-${tickerDay(yearEndMs)}`;
  return {
    'btc-110k': {
      seriesTicker: 'KXBTCD',
      seriesTitle: 'Bitcoin price Above/below',
      eventTicker: daily,
      eventTitle: `Bitcoin price on ${day} at ${clockOf(weekMs)} EST?`,
      ticker: `${daily}-T109999.99`,
      title: `Bitcoin price on ${day}?`,
      yesSubTitle: '$110,000 or above',
      rulesPrimary: `If the simple average of the sixty seconds of CF Benchmarks' Bitcoin Real-Time Index before ${clockOf(weekMs)} EST is above 109999.99 on ${day}, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 109_999.99,
      structure: 'tapered_deci_cent',
      source: BENCHMARK,
    },
    'eth-4000': {
      seriesTicker: 'KXETHMAXY',
      seriesTitle: 'How high will Ethereum get',
      eventTicker: ether,
      ticker: `${ether}-3999.99`,
      title: `Will Ethereum be above $3999.99 by ${end}?`,
      yesSubTitle: 'Above $3,999.99',
      rulesPrimary: `If the price of Ethereum is above $3999.99 at any time until ${end}, 11:59 PM ET according to CF Benchmarks, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 3_999.99,
      source: BENCHMARK,
    },
    'btc-max-130': {
      seriesTicker: 'KXBTCMAXY',
      seriesTitle: 'How high will Bitcoin get',
      eventTicker: bitcoinMax,
      ticker: `${bitcoinMax}-129999.99`,
      title: `Will Bitcoin be above $129999.99 by ${end}?`,
      yesSubTitle: 'Above $129,999.99',
      rulesPrimary: `If the price of Bitcoin is above $129999.99 at any time before ${end} according to CF Benchmarks, then the market resolves to Yes.`,
      strikeType: 'greater',
      floorStrike: 129_999.99,
      structure: 'tapered_deci_cent',
      source: BENCHMARK,
    },
  };
}

export function shortLivedDraft({ strike, closesMs }: ShortLife): Draft {
  const dollars = `$${strike.toLocaleString('en-US')}`;
  const at = `${clockOf(closesMs)} ET`;
  const eventTicker = `KXBTCS-${tickerSecond(closesMs)}`;
  return {
    seriesTicker: 'KXBTCS',
    seriesTitle: 'Bitcoin in seconds',
    eventTicker,
    eventTitle: `Bitcoin price on ${longDay(closesMs)} at ${at}?`,
    ticker: `${eventTicker}-T${strike}`,
    title: `Bitcoin above ${dollars} at ${at}?`,
    yesSubTitle: `Above ${dollars}`,
    rulesPrimary: `If CF Benchmarks' Bitcoin Real-Time Index is above ${strike} at ${at} on ${longDay(closesMs)}, then the market resolves to Yes.`,
    strikeType: 'greater',
    floorStrike: strike,
    structure: 'tapered_deci_cent',
    source: BENCHMARK,
  };
}
