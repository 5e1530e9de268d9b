/** Writes facts as Polymarket writes its markets: questions, slugs with UTC days, long descriptions (manner of 2026). */
import { hourText, longDay, monthOf, shortDay, slugDay, slugOf, yearOf } from '../model/calendar.ts';
import { type ListingPlan, onPolymarket, type PolymarketText, THIN } from '../model/contract-plan.ts';
import type { Random } from '../model/random.ts';
import type { Facts, Relation } from './pair-facts.ts';
import * as words from './pair-words.ts';

type Draft = Pick<PolymarketText, 'question' | 'description'> & Partial<PolymarketText>;

/** A listing of the facts; `salt` keeps slugs apart. */
export function polymarketText(
  facts: Facts,
  startMs: number,
  random: Random,
  salt: string,
): ListingPlan<PolymarketText> {
  const draft = draftOf(facts, startMs, random);
  const slug = `${slugOf(draft.slug ?? draft.question)}-${salt}`;
  return onPolymarket({ ...draft, slug }, { ...THIN, activity: 0.02 });
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
  const due = words.dueMs(facts, startMs);
  const source = words.sourceOf(facts);
  const strike = words.strikeOf(facts);
  const first = random.chance(0.5);
  switch (facts.topic) {
    case 'coin-close': {
      const { name, ticker } = words.COINS[facts.subject]!;
      const dollars = `$${words.figure(strike)}`;
      const at = `${hourText(facts.hour)} ${facts.utc ? 'UTC' : 'ET'}`;
      const than = facts.relation === 'above' ? `higher than ${dollars}` : `equal to or higher than ${dollars}`;
      const price =
        source === 'Binance' ? `the Binance 1 minute candle for ${ticker}/USDT` : `the ${ticker} price of ${source}`;
      const day = facts.utc ? utcDay(due) : longDay(due);
      return {
        question: `Will the price of ${name} be ${bound(facts.relation, dollars)} on ${day.split(',')[0]} at ${at}?`,
        slug: `${name}-${facts.relation}-${strike}-on-${slugDay(due)}`,
        description: resolves(`${price} at ${at} on ${day} is ${than}`, source),
        ...(first && { eventTitle: `${name} price on ${day.split(',')[0]}?`, groupItemTitle: words.figure(strike) }),
      };
    }
    case 'coin-touch': {
      const { name, ticker } = words.COINS[facts.subject]!;
      const dollars = `$${words.figure(strike)}`;
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
      const { polymarket } = words.INDICES[facts.subject]!;
      const value = words.figure(strike);
      const than = facts.relation === 'above' ? `above ${value}` : `at or above ${value}`;
      return {
        question: `${polymarket} closes ${first ? than : bound(facts.relation, value)} on ${longDay(due)}?`,
        description: resolves(`the official closing price of ${polymarket} on ${longDay(due)} is ${than}`, source),
      };
    }
    case 'temperature': {
      const [city, , , station] = words.CITIES[facts.subject]!;
      const degrees = facts.relation === 'above' ? `above ${strike}°F` : `${strike}°F or higher`;
      return {
        question: `Will the highest temperature in ${city} be ${degrees} on ${shortDay(due)}?`,
        eventTitle: `Highest temperature in ${city} on ${shortDay(due)}?`,
        groupItemTitle: facts.relation === 'above' ? `>${strike}°F` : `${strike}°F or higher`,
        description: `${resolves(`the highest temperature recorded at ${station} on ${longDay(due)} is ${degrees}`, source)} Temperatures are whole degrees Fahrenheit.`,
      };
    }
    case 'statistic': {
      const [name, , , unit] = words.STATISTICS[facts.subject]!;
      const figure = unit === 'K' ? words.figure(strike * 1_000) : `${strike.toFixed(1)}%`;
      return {
        question: `Will US ${name.replace(/^the /, '')} be ${bound(facts.relation, figure)} in ${monthOf(due)}?`,
        description: resolves(`the figure published for ${monthOf(due)} is ${bound(facts.relation, figure)}`, source),
      };
    }
    case 'rate-decision':
      return rateDecision(facts, startMs);
    case 'election': {
      const { state, office } = words.election(facts.subject);
      const [party] = words.PARTIES[facts.outcome]!;
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
      const { company, product, number } = words.product(facts.subject);
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
      const [one, other] = words.countries(facts.subject);
      const [pact] = words.PACTS[facts.outcome]!;
      return {
        question: `${one} and ${other} sign ${first ? 'a new' : 'an'} ${pact} by ${longDay(due)}?`.replace(
          'an trade',
          'a trade',
        ),
        description: resolves(`${one} and ${other} sign a bilateral ${pact} by ${longDay(due)}, 11:59 PM ET`, ''),
      };
    }
    case 'box-office': {
      const title = words.workTitle(facts.subject);
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
      const title = words.workTitle(facts.subject);
      const [chart, , kind] = words.CHARTS[facts.outcome]!;
      return {
        question: `Will "${title}" be the #1 ${kind} on the ${chart} for ${shortDay(due)}?`,
        eventTitle: `${chart} #1 ${kind} for ${shortDay(due)}`,
        groupItemTitle: title,
        negRisk: true,
        description: resolves(`"${title}" is number one on the ${chart} dated ${longDay(due)}`, ''),
      };
    }
    case 'fuel': {
      const [place] = words.FUELS[facts.subject]!;
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

/** The day of a time in UTC, as "December 9, 2026". */
function utcDay(timeMs: number): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' }).format(timeMs);
}

function rateDecision(facts: Facts, startMs: number): Draft {
  const [bank, , , committee] = words.BANKS[facts.subject]!;
  const [move] = words.MOVES[facts.outcome]!;
  const month = words.periodOf(facts, startMs);
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
  const { league, home, away } = words.game(facts.subject);
  // The first outcome is what the book is about.
  const [first, second] = facts.outcome === 0 ? [away, home] : [home, away];
  return {
    question: `${first.name} vs. ${second.name}`,
    slug: `${league.code}-${first.code}-${second.code}-${slugDay(due)}`,
    outcomes: [first.name, second.name],
    description: `In the upcoming ${league.code} game, scheduled for ${longDay(due)}: If the ${first.city} ${first.name} win, the market will resolve to "${first.name}". If the ${second.city} ${second.name} win, the market will resolve to "${second.name}". If the game is postponed, this market will remain open until the game has been completed. If the game is cancelled, this market will resolve 50-50.`,
  };
}
