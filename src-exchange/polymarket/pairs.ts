/** Writes facts as Polymarket writes its markets: questions, slugs with UTC days, long descriptions (manner of 2026). */

import type { PairContext } from '../markets/listed-venue.ts';
import type { Facts, Relation } from '../markets/pair-facts.ts';
import * as subjects from '../markets/pair-subjects.ts';
import { hourText, longDay, monthOf, shortDay, slugDay, slugOf, utcDay, yearOf } from '../model/calendar.ts';
import type { ListingPlan } from '../model/contract-plan.ts';
import type { Random } from '../model/random.ts';
import { type Draft, type PolymarketText, planOf } from './text.ts';

/** A listing of the facts; the index keeps slugs apart. Never inverted here: the first outcome is what is asked. */
export function listPair(facts: Facts, { startMs, random, index }: PairContext): ListingPlan<PolymarketText> {
  const draft = draftOf(facts, startMs, random);
  const slug = `${slugOf(draft.slug ?? draft.question)}-${index}`;
  return planOf({ ...draft, slug });
}

const OTHERWISE = 'Otherwise, this market will resolve to "No".';

function resolves(condition: string, source: string): string {
  return `This market will resolve to "Yes" if ${condition}. ${OTHERWISE}${source === '' ? '' : `\n\nThe resolution source for this market is ${source}.`}`;
}

/** "above $110,000", "$110,000 or higher" */
function bound(relation: Relation, value: string): string {
  return relation === 'above' ? `above ${value}` : `${value} or higher`;
}

function draftOf(facts: Facts, startMs: number, random: Random): Draft {
  const due = subjects.dueMs(facts, startMs);
  const source = subjects.sourceOf(facts);
  const strike = subjects.strikeOf(facts);
  const first = random.chance(0.5);
  switch (facts.topic) {
    case 'coin-close': {
      const { name, ticker } = subjects.COINS[facts.subject]!;
      const dollars = `$${subjects.figure(strike)}`;
      const at = `${hourText(facts.hour)} ${facts.utc ? 'UTC' : 'ET'}`;
      const than = facts.relation === 'above' ? `higher than ${dollars}` : `equal to or higher than ${dollars}`;
      const price =
        source === 'Binance' ? `the Binance 1 minute candle for ${ticker}/USDT` : `the ${ticker} price of ${source}`;
      const day = facts.utc ? utcDay(due) : longDay(due);
      return {
        question: `Will the price of ${name} be ${bound(facts.relation, dollars)} on ${day.split(',')[0]} at ${at}?`,
        slug: `${name}-${facts.relation}-${strike}-on-${slugDay(due)}`,
        description: resolves(`${price} at ${at} on ${day} is ${than}`, source),
        ...(first && { eventTitle: `${name} price on ${day.split(',')[0]}?`, groupItemTitle: subjects.figure(strike) }),
      };
    }
    case 'coin-touch': {
      const { name, ticker } = subjects.COINS[facts.subject]!;
      const dollars = `$${subjects.figure(strike)}`;
      return {
        question: first
          ? `Will ${name} reach ${dollars} by ${longDay(due)}?`
          : `${name} hits ${dollars} by ${shortDay(due)}?`,
        description: resolves(
          `the ${ticker} price of ${source} is ${dollars} or higher at any time between market creation and ${longDay(due)}, 11:59 PM ET`,
          source,
        ),
      };
    }
    case 'index-close': {
      const { longName } = subjects.INDICES[facts.subject]!;
      const value = subjects.figure(strike);
      const than = facts.relation === 'above' ? `above ${value}` : `at or above ${value}`;
      return {
        question: `${longName} closes ${first ? than : bound(facts.relation, value)} on ${longDay(due)}?`,
        description: resolves(`the official closing price of ${longName} on ${longDay(due)} is ${than}`, source),
      };
    }
    case 'temperature': {
      const [city, , , station] = subjects.CITIES[facts.subject]!;
      const degrees = facts.relation === 'above' ? `above ${strike}°F` : `${strike}°F or higher`;
      return {
        question: `Will the highest temperature in ${city} be ${degrees} on ${shortDay(due)}?`,
        eventTitle: `Highest temperature in ${city} on ${shortDay(due)}?`,
        groupItemTitle: facts.relation === 'above' ? `>${strike}°F` : `${strike}°F or higher`,
        description: `${resolves(`the highest temperature recorded at ${station} on ${longDay(due)} is ${degrees}`, source)} Temperatures are whole degrees Fahrenheit.`,
      };
    }
    case 'statistic': {
      const [name, , , unit] = subjects.STATISTICS[facts.subject]!;
      const figure = unit === 'K' ? subjects.figure(strike * 1_000) : `${strike.toFixed(1)}%`;
      return {
        question: `Will US ${name.replace(/^the /, '')} be ${bound(facts.relation, figure)} in ${monthOf(due)}?`,
        description: resolves(`the figure published for ${monthOf(due)} is ${bound(facts.relation, figure)}`, source),
      };
    }
    case 'rate-decision':
      return rateDecision(facts, startMs);
    case 'election': {
      const { state, office } = subjects.election(facts.subject);
      const [party] = subjects.PARTIES[facts.outcome]!;
      const race =
        office === 'House'
          ? `the at-large House seat of ${state}`
          : `the ${state} ${office === 'Senate' ? 'Senate' : 'governor'} race`;
      return {
        question: `Will the ${party} candidate win ${race} in ${yearOf(due)}?`,
        eventTitle: `${state} ${office} election winner ${yearOf(due)}`,
        groupItemTitle: first ? party : `${party} Party`,
        negRisk: true,
        description: resolves(`the candidate of the ${party} Party wins ${race} in the ${yearOf(due)} election`, ''),
      };
    }
    case 'game':
      return gameDraft(facts, due);
    case 'release': {
      const { company, product, number } = subjects.product(facts.subject);
      return {
        question: first
          ? `${company} releases ${product} ${number} by ${longDay(due)}?`
          : `${product} ${number} released by ${shortDay(due)}?`,
        ...(first
          ? {}
          : { eventTitle: `When will ${company} release ${product} ${number}?`, groupItemTitle: shortDay(due) }),
        description: resolves(
          `${company} makes ${product} ${number} publicly available between market creation and ${longDay(due)}, 11:59 PM ET`,
          '',
        ),
      };
    }
    case 'treaty': {
      const [one, other] = subjects.countries(facts.subject);
      const [pact] = subjects.PACTS[facts.outcome]!;
      return {
        question: `${one} and ${other} sign ${first ? 'a new' : 'an'} ${pact} by ${longDay(due)}?`.replace(
          'an trade',
          'a trade',
        ),
        description: resolves(`${one} and ${other} sign a bilateral ${pact} by ${longDay(due)}, 11:59 PM ET`, ''),
      };
    }
    case 'box-office': {
      const title = subjects.workTitle(facts.subject);
      const millions = `$${strike}m`;
      const wide = `$${strike} million`;
      return {
        question: `"${title}" domestic opening weekend ${facts.relation === 'above' ? `above ${millions}` : `${millions} or more`}?`,
        eventTitle: `"${title}" opening weekend box office`,
        description: resolves(
          `"${title}" earns ${facts.relation === 'above' ? `more than ${wide}` : `${wide} or more`} on its domestic opening weekend`,
          source,
        ),
      };
    }
    case 'chart': {
      const title = subjects.workTitle(facts.subject);
      const [chart, , kind] = subjects.CHARTS[facts.outcome]!;
      return {
        question: `Will "${title}" be the #1 ${kind} on the ${chart} for ${shortDay(due)}?`,
        eventTitle: `${chart} #1 ${kind} for ${shortDay(due)}`,
        groupItemTitle: title,
        negRisk: true,
        description: resolves(`"${title}" is number one on the ${chart} dated ${longDay(due)}`, ''),
      };
    }
    case 'fuel': {
      const [place] = subjects.FUELS[facts.subject]!;
      const dollars = `$${strike.toFixed(2)}`;
      return {
        question: `Will regular gas in ${place} cost ${bound(facts.relation, dollars)} on ${shortDay(due)}?`,
        description: resolves(
          `the average price of a gallon of regular gas in ${place} on ${longDay(due)} is ${bound(facts.relation, dollars)}`,
          source,
        ),
      };
    }
  }
}

function rateDecision(facts: Facts, startMs: number): Draft {
  const [bank, , , committee] = subjects.BANKS[facts.subject]!;
  const [move] = subjects.MOVES[facts.outcome]!;
  const month = subjects.periodOf(facts, startMs);
  const question =
    facts.outcome === 0
      ? `No change in ${bank} interest rates after ${month} meeting?`
      : `${bank} ${move.endsWith('decrease') ? 'decreases' : 'increases'} interest rates by ${move.split(' ').slice(0, 2).join(' ')} after ${month} meeting?`;
  const change = { decrease: 'lower', increase: 'higher' }[move.split(' ').at(-1)!] ?? '';
  const level =
    facts.outcome === 0
      ? 'unchanged'
      : `${move.split(' ').slice(0, 2).join(' ').replace('50+ bps', '50 or more basis points')} ${change}`;
  return {
    question,
    eventTitle: `${bank} decision in ${month}?`,
    groupItemTitle: move[0]!.toUpperCase() + move.slice(1),
    negRisk: true,
    description: resolves(
      `the policy rate of the ${bank} is ${level} after the ${month} ${committee} meeting, compared to before that meeting`,
      '',
    ),
  };
}

function gameDraft(facts: Facts, due: number): Draft {
  const { league, home, away } = subjects.game(facts.subject);
  // The first outcome is what the book is about.
  const [first, second] = facts.outcome === 0 ? [away, home] : [home, away];
  return {
    question: `${first.name} vs. ${second.name}`,
    slug: `${league.code}-${first.code}-${second.code}-${slugDay(due)}`,
    outcomes: [first.name, second.name],
    description: `In the upcoming ${league.code} game, scheduled for ${longDay(due)}: If the ${first.city} ${first.name} win, the market will resolve to "${first.name}". If the ${second.city} ${second.name} win, the market will resolve to "${second.name}". If the game is postponed, this market will remain open until the game has been completed. If the game is cancelled, this market will resolve 50-50.`,
  };
}
