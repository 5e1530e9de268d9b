/**
 * The crypto contracts, among them the market that drifts past 0.96 (its tick changes) and the short-lived one that
 * resolves and is followed by another.
 */
import type { Calendar } from '../model/calendar.ts';
import { clockOf, longDay, shortDay, slugOf, tickerDay, tickerHour, tickerSecond, yearOf } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { BUSY, DEEP, onKalshi, onPolymarket, USUAL } from '../model/contract-plan.ts';

const BENCHMARK = 'CF Benchmarks';

/** Standing crypto contracts: two on both venues, three on Polymarket, one on Kalshi. */
export function cryptoContracts(calendar: Calendar): ContractPlan[] {
  const weekMs = calendar.hoursLater(24 * 6);
  const yearEndMs = calendar.hoursLater(24 * 41);
  const floorMs = calendar.hoursLater(3);
  const day = longDay(weekMs);
  const end = longDay(yearEndMs);
  const daily = `KXBTCD-${tickerHour(weekMs)}`;
  const ether = `KXETHMAXY-${tickerDay(yearEndMs)}`;
  const bitcoinMax = `KXBTCMAXY-${tickerDay(yearEndMs)}`;
  return [
    {
      key: 'btc-110k',
      category: 'Crypto',
      fairMicros: 438_000,
      volatility: 8_000,
      closesMs: weekMs,
      polymarket: onPolymarket(
        {
          question: `Will the price of Bitcoin be $110,000 or higher on ${shortDay(weekMs)}?`,
          description: `This market will resolve to "Yes" if the simple average of the sixty seconds of CF Benchmarks' Bitcoin Real-Time Index before ${clockOf(weekMs)} ET on ${day} is 110,000 or higher. Otherwise this market will resolve to "No".`,
          eventTitle: `Bitcoin price on ${shortDay(weekMs)}?`,
          groupItemTitle: '110,000',
        },
        DEEP,
      ),
      kalshi: onKalshi(
        {
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
        DEEP,
      ),
    },
    {
      key: 'eth-4000',
      category: 'Crypto',
      fairMicros: 365_000,
      volatility: 4_000,
      closesMs: yearEndMs,
      polymarket: onPolymarket(
        {
          question: `Will Ethereum reach $4,000 by ${end}?`,
          description: `This market will immediately resolve to "Yes" if CF Benchmarks' Ethereum Real-Time Index is 4,000 or higher at any time between market creation and ${end}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
        },
        BUSY,
      ),
      kalshi: onKalshi(
        {
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
        BUSY,
      ),
    },
    {
      key: 'btc-floor',
      category: 'Crypto',
      fairMicros: 931_000,
      volatility: 600,
      closesMs: floorMs,
      drift: { toMicros: 976_000, lives: 0.5 },
      polymarket: onPolymarket(
        {
          question: `Will Bitcoin stay above $90,000 until ${clockOf(floorMs)} ET?`,
          description: `This market will resolve to "Yes" if no Binance 1 minute candle for BTC/USDT between market creation and ${clockOf(floorMs)} ET on ${longDay(floorMs)} has a final "Low" price of 90,000 or lower. Otherwise this market will resolve to "No".`,
        },
        BUSY,
      ),
    },
    {
      key: 'eth-ath',
      category: 'Crypto',
      fairMicros: 88_000,
      volatility: 1_500,
      closesMs: yearEndMs,
      polymarket: onPolymarket(
        {
          question: `Ethereum all time high by ${end}?`,
          description: `This market will resolve to "Yes" if any Binance 1 minute candle for ETH/USDT before ${end}, 11:59 PM ET has a final "High" price higher than any earlier one. Otherwise this market will resolve to "No".`,
          tickMicros: 1_000,
        },
        USUAL,
      ),
    },
    {
      key: 'sol-250',
      category: 'Crypto',
      fairMicros: 166_000,
      volatility: 3_000,
      closesMs: yearEndMs,
      polymarket: onPolymarket(
        {
          question: `Will Solana reach $250 in ${yearOf(yearEndMs)}?`,
          description: `This market will immediately resolve to "Yes" if any Binance 1 minute candle for SOL/USDT before ${end}, 11:59 PM ET has a final "High" price of 250 or higher. Otherwise this market will resolve to "No".`,
        },
        USUAL,
      ),
    },
    {
      key: 'btc-max-130',
      category: 'Crypto',
      fairMicros: 108_000,
      volatility: 3_000,
      closesMs: yearEndMs,
      kalshi: onKalshi(
        {
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
        USUAL,
      ),
    },
  ];
}

/** One generation of the short-lived Bitcoin market, listed on both venues from openMs to closesMs. */
export function shortLivedContract(generation: number, closesMs: number): ContractPlan {
  const strike = 104_000 + ((generation * 7_919) % 400) * 25;
  const dollars = `$${strike.toLocaleString('en-US')}`;
  const at = `${clockOf(closesMs)} ET`;
  const eventTicker = `KXBTCS-${tickerSecond(closesMs)}`;
  return {
    key: `btc-short-${generation}`,
    category: 'Crypto',
    fairMicros: 500_000,
    volatility: 15_000,
    closesMs,
    polymarket: onPolymarket(
      {
        question: `Bitcoin above ${dollars} at ${at} on ${shortDay(closesMs)}?`,
        slug: `btc-above-${strike}-${slugOf(tickerSecond(closesMs))}-${generation}`,
        description: `This market will resolve to "Yes" if CF Benchmarks' Bitcoin Real-Time Index is above ${dollars} at ${at} on ${longDay(closesMs)}. Otherwise this market will resolve to "No".`,
      },
      BUSY,
    ),
    kalshi: onKalshi(
      {
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
      },
      BUSY,
    ),
  };
}
