/**
 * Writes facts as Kalshi writes its markets: tickers with Eastern days, subtitles, strikes (manner of 2026).
 *
 * Inverted: the market asks the opposite, so that its YES is the contract's NO.
 */
import type { PairContext } from '../markets/listed-venue.ts';
import type { Facts, Topic } from '../markets/pair-facts.ts';
import { amountOf, fillPair, type PairTexts } from '../markets/pair-texts.ts';
import type { ListingPlan } from '../model/contract-plan.ts';
import texts from './pair-texts.json' with { type: 'json' };
import { type Draft, type KalshiText, planOf } from './text.ts';

/** Topics whose records have the strike as a field too. */
const STRIKE_TOPICS: readonly Topic[] = ['coin-close', 'index-close', 'temperature', 'statistic', 'fuel'];

/** A listing of the facts; letters made from the index keep tickers apart. */
export function listPair(facts: Facts, context: PairContext): ListingPlan<KalshiText> {
  const { index, inverted } = context;
  const draft = fillPair<Draft>(texts as PairTexts, facts, context);
  const apart = index.toString(26).replace(/./g, (digit) => String.fromCharCode(65 + Number.parseInt(digit, 26)));
  const [first = '', ...rest] = draft.ticker.split('-');
  const seriesTicker = `${first}${apart}`;
  const [, ...event] = draft.eventTicker.split('-');
  const ticker = [seriesTicker, ...rest].join('-');
  const strike = STRIKE_TOPICS.includes(facts.topic) ? strikeFields(facts, inverted) : {};
  return planOf({
    ...draft,
    ...strike,
    ticker,
    seriesTicker,
    eventTicker: [seriesTicker, ...event].join('-'),
    inverted,
  });
}

function strikeFields(facts: Facts, inverted: boolean): Pick<KalshiText, 'strikeType' | 'floorStrike' | 'capStrike'> {
  const amount = amountOf(facts);
  const isAbove = facts.relation === 'above';
  if (!inverted) return { strikeType: isAbove ? 'greater' : 'greater_or_equal', floorStrike: amount };
  // The venue's "less" is strict; a bound that is included is only in the text.
  return { strikeType: isAbove ? 'custom' : 'less', capStrike: amount };
}
