/**
 * The crypto contracts, and the short-lived market, which resolves and is followed by another.
 */
import type { ShortLife } from '../markets/listed-venue.ts';
import { clockOf, longDay, shortDay, slugOf, tickerSecond, yearOf } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Draft, Drafts } from './text.ts';

/** Levels of coins. */
export function cryptoContracts({ due }: Dates): Drafts {
  const weekMs = due('btc-110k');
  const yearEndMs = due('eth-4000');
  const floorMs = due('btc-floor');
  const day = longDay(weekMs);
  const end = longDay(yearEndMs);
  return {
    'btc-110k': {
      question: `Will the price of Bitcoin be $110,000 or higher on ${shortDay(weekMs)}?`,
      description: `This market will resolve to "Yes" if the simple average of the sixty seconds of CF Benchmarks' Bitcoin Real-Time Index before ${clockOf(weekMs)} ET on ${day} is 110,000 or higher. Otherwise this market will resolve to "No".`,
      eventTitle: `Bitcoin price on ${shortDay(weekMs)}?`,
      groupItemTitle: '110,000',
    },
    'eth-4000': {
      question: `Will Ethereum reach $4,000 by ${end}?`,
      description: `This market will immediately resolve to "Yes" if CF Benchmarks' Ethereum Real-Time Index is 4,000 or higher at any time between market creation and ${end}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
    },
    'btc-floor': {
      question: `Will Bitcoin stay above $90,000 until ${clockOf(floorMs)} ET?`,
      description: `This market will resolve to "Yes" if no Binance 1 minute candle for BTC/USDT between market creation and ${clockOf(floorMs)} ET on ${longDay(floorMs)} has a final "Low" price of 90,000 or lower. Otherwise this market will resolve to "No".`,
    },
    'eth-ath': {
      question: `Ethereum all time high by ${end}?`,
      description: `This market will resolve to "Yes" if any Binance 1 minute candle for ETH/USDT before ${end}, 11:59 PM ET has a final "High" price higher than any earlier one. Otherwise this market will resolve to "No".`,
      tickMicros: 1_000,
    },
    'sol-250': {
      question: `Will Solana reach $250 in ${yearOf(yearEndMs)}?`,
      description: `This market will immediately resolve to "Yes" if any Binance 1 minute candle for SOL/USDT before ${end}, 11:59 PM ET has a final "High" price of 250 or higher. Otherwise this market will resolve to "No".`,
    },
  };
}

export function shortLivedDraft({ generation, strike, closesMs }: ShortLife): Draft {
  const dollars = `$${strike.toLocaleString('en-US')}`;
  return {
    question: `Bitcoin above ${dollars} at ${clockOf(closesMs)} ET on ${shortDay(closesMs)}?`,
    slug: `btc-above-${strike}-${slugOf(tickerSecond(closesMs))}-${generation}`,
    description: `This market will resolve to "Yes" if CF Benchmarks' Bitcoin Real-Time Index is above ${dollars} at ${clockOf(closesMs)} ET on ${longDay(closesMs)}. Otherwise this market will resolve to "No".`,
  };
}
