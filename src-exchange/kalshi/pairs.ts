/**
 * Writes facts as Kalshi writes its markets: tickers with Eastern days, subtitles, strikes (manner of 2026).
 *
 * Inverted: the market asks the opposite, so that its YES is the contract's NO.
 */

import type { PairContext } from '../markets/listed-venue.ts';
import type { Facts } from '../markets/pair-facts.ts';
import * as subjects from '../markets/pair-subjects.ts';
import { hourText, longDay, monthOf, tickerDay, tickerHour, tickerMonth, utcDay, yearOf } from '../model/calendar.ts';
import type { ListingPlan } from '../model/contract-plan.ts';
import { type Draft, type KalshiText, planOf } from './text.ts';

/** A listing of the facts; letters made from the index keep tickers apart. */
export function listPair(facts: Facts, context: PairContext): ListingPlan<KalshiText> {
  const { index, inverted } = context;
  const draft = draftOf(facts, context);
  const apart = index.toString(26).replace(/./g, (digit) => String.fromCharCode(65 + Number.parseInt(digit, 26)));
  const [first = '', ...rest] = draft.ticker.split('-');
  const seriesTicker = `${first}${apart}`;
  const [, ...event] = draft.eventTicker.split('-');
  const ticker = [seriesTicker, ...rest].join('-');
  return planOf({ ...draft, ticker, seriesTicker, eventTicker: [seriesTicker, ...event].join('-'), inverted });
}

type Strike = Pick<KalshiText, 'strikeType' | 'floorStrike' | 'capStrike'>;

/** The strike as fields, as a subtitle and as a condition. */
function strikeOf(
  facts: Facts,
  inverted: boolean,
  write: (value: number) => string,
): Strike & { short: string; long: string } {
  const value = subjects.strikeOf(facts);
  const text = write(value);
  if (facts.relation === 'above') {
    return inverted
      ? { strikeType: 'less', capStrike: value, short: `${text} or below`, long: `at most ${text}` }
      : { strikeType: 'greater', floorStrike: value, short: `Above ${text}`, long: `above ${text}` };
  }
  return inverted
    ? { strikeType: 'less', capStrike: value, short: `Below ${text}`, long: `below ${text}` }
    : { strikeType: 'greater_or_equal', floorStrike: value, short: `${text} or above`, long: `at least ${text}` };
}

const yes = (condition: string): string => `If ${condition}, then the market resolves to Yes.`;

function draftOf(facts: Facts, { startMs, random, inverted }: PairContext): Draft {
  const due = subjects.dueMs(facts, startMs);
  const source = subjects.sourceOf(facts);
  const first = random.chance(0.5);
  const fields = (strike: Strike): Strike => ({
    // The venue's "less" is strict; a bound that is included is only in the text.
    strikeType: facts.relation === 'above' && inverted ? 'custom' : strike.strikeType,
    ...(strike.floorStrike === undefined ? {} : { floorStrike: strike.floorStrike }),
    ...(strike.capStrike === undefined ? {} : { capStrike: strike.capStrike }),
  });
  switch (facts.topic) {
    case 'coin-close': {
      const { name, ticker } = subjects.COINS[facts.subject]!;
      const strike = strikeOf(facts, inverted, (value) => `$${subjects.figure(value)}`);
      const at = `${hourText(facts.hour)} ${facts.utc ? 'UTC' : first ? 'EST' : 'ET'}`;
      const day = facts.utc ? utcDay(due) : longDay(due);
      const eventTicker = `KX${ticker}D-${tickerHour(due)}`;
      return {
        seriesTicker: `KX${ticker}D`,
        seriesTitle: `${name} price Above/below`,
        eventTicker,
        eventTitle: `${name} price on ${day} at ${at}?`,
        ticker: `${eventTicker}-T${subjects.strikeOf(facts)}`,
        title: `${name} price on ${day} at ${at}?`,
        yesSubTitle: strike.short,
        rulesPrimary: yes(`the price of ${name} according to ${source} at ${at} on ${day} is ${strike.long}`),
        source,
        ...fields(strike),
      };
    }
    case 'coin-touch': {
      const { name, ticker } = subjects.COINS[facts.subject]!;
      const dollars = `$${subjects.figure(subjects.strikeOf(facts))}`;
      const eventTicker = `KX${ticker}MAX-${tickerDay(due)}`;
      return {
        seriesTicker: `KX${ticker}MAX`,
        seriesTitle: `How high will ${name} get`,
        eventTicker,
        ticker: `${eventTicker}-${subjects.strikeOf(facts)}`,
        title: inverted
          ? `Will ${name} not reach ${dollars} by ${longDay(due)}?`
          : `Will ${name} reach ${dollars} by ${longDay(due)}?`,
        yesSubTitle: inverted ? `Stays below ${dollars}` : `${dollars} or above`,
        rulesPrimary: inverted
          ? yes(
              `the price of ${name} according to ${source} is at no time ${dollars} or above until ${longDay(due)}, 11:59 PM ET`,
            )
          : yes(
              `the price of ${name} according to ${source} is ${dollars} or above at any time until ${longDay(due)}, 11:59 PM ET`,
            ),
        source,
      };
    }
    case 'index-close': {
      const { name, series } = subjects.INDICES[facts.subject]!;
      const strike = strikeOf(facts, inverted, subjects.figure);
      const eventTicker = `${series}-${tickerDay(due)}H1600`;
      return {
        seriesTicker: series,
        seriesTitle: `${name} above/below`,
        eventTicker,
        eventTitle: `${name} on ${longDay(due)}?`,
        ticker: `${eventTicker}-T${subjects.strikeOf(facts)}`,
        title: first
          ? `Will the ${name} close ${strike.long} on ${longDay(due)}?`
          : `${name} close on ${longDay(due)}?`,
        yesSubTitle: strike.short,
        rulesPrimary: yes(`the closing value of the ${name} on ${longDay(due)} is ${strike.long}`),
        source,
        ...fields(strike),
      };
    }
    case 'temperature': {
      const [, short, code, station] = subjects.CITIES[facts.subject]!;
      const strike = strikeOf(facts, inverted, (value) => `${value}°`);
      const eventTicker = `KXHIGH${code}-${tickerDay(due)}`;
      return {
        seriesTicker: `KXHIGH${code}`,
        seriesTitle: `Highest temperature in ${short}`,
        eventTicker,
        ticker: `${eventTicker}-T${subjects.strikeOf(facts)}`,
        title: `Will the **high temp in ${short}** be ${symbol(facts, inverted)}${subjects.strikeOf(facts)}° on ${longDay(due)}?`,
        yesSubTitle: strike.short,
        rulesPrimary: yes(
          `the highest temperature recorded at ${station} for ${longDay(due)} as reported by the ${source}, is ${strike.long}`,
        ),
        source,
        ...fields(strike),
      };
    }
    case 'statistic':
      return statistic(facts, startMs, inverted, fields);
    case 'rate-decision': {
      const [, bank, series] = subjects.BANKS[facts.subject]!;
      const [, move, , code] = subjects.MOVES[facts.outcome]!;
      const month = subjects.periodOf(facts, startMs);
      const eventTicker = `${series}-${tickerMonth(due)}`;
      const verb = facts.outcome === 0 ? 'Hike' : move.split(' ')[0]!;
      const by = facts.outcome === 0 ? '0bps' : move.split(' ')[1]!;
      return {
        seriesTicker: series,
        seriesTitle: `${bank} meeting`,
        eventTicker,
        eventTitle: `${bank} decision in ${month}?`,
        ticker: `${eventTicker}-${code}`,
        title: `Will the ${bank} ${verb} rates by ${by} at their ${month} meeting?`,
        yesSubTitle: facts.outcome === 0 ? `${bank.split(' ')[0] === 'Federal' ? 'Fed' : bank} maintains rate` : move,
        rulesPrimary: yes(`the ${bank} does a ${verb} of ${by} at the ${month} meeting`),
        source: bank,
      };
    }
    case 'election': {
      const { state, office } = subjects.election(facts.subject);
      const [party, letter] = subjects.PARTIES[facts.outcome]!;
      const year = yearOf(due);
      const series = `${office === 'Senate' ? 'SENATE' : office === 'House' ? 'HOUSE' : 'GOVPARTY'}${state.slice(0, 2).toUpperCase()}`;
      const race =
        office === 'House'
          ? `House race in ${state}`
          : `${office === 'Senate' ? 'Senate' : 'governor'} race in ${state}`;
      return {
        seriesTicker: series,
        seriesTitle: `${state} ${office} race`,
        eventTicker: `${series}-${year.slice(2)}`,
        eventTitle: `${state} ${office} race winner?`,
        ticker: `${series}-${year.slice(2)}-${letter}`,
        title: `Will ${party === 'Libertarian' ? 'the Libertarian Party' : `${party.replace(/ic$/, '')}s`} win the ${race} in ${year}?`,
        yesSubTitle: `${party} Party`,
        rulesPrimary: yes(`a representative of the ${party} Party wins the ${race} in the ${year} election`),
        source,
      };
    }
    case 'game':
      return gameDraft(facts, due, inverted);
    case 'release': {
      const { company, product, number } = subjects.product(facts.subject);
      const eventTicker = `KX${product.toUpperCase()}-${number}-${tickerDay(due + 60_000)}`;
      const name = `${product} ${number}`;
      return {
        seriesTicker: `KX${product.toUpperCase()}`,
        seriesTitle: `${company} ${product}`,
        eventTicker,
        ticker: eventTicker,
        title: inverted
          ? `Will ${company} not release ${name} before ${longDay(due + 60_000)}?`
          : `Will ${company} release ${name} before ${longDay(due + 60_000)}?`,
        yesSubTitle: inverted ? 'Not released' : `Before ${longDay(due + 60_000)}`,
        rulesPrimary: inverted
          ? yes(`${company} has not made ${name} publicly available before ${longDay(due + 60_000)}`)
          : yes(`${company} makes ${name} publicly available before ${longDay(due + 60_000)}`),
        source: company,
      };
    }
    case 'treaty': {
      const [one, other] = subjects.countries(facts.subject);
      const [pact, code] = subjects.PACTS[facts.outcome]!;
      const eventTicker = `KX${code}${one.slice(0, 3).toUpperCase()}${other.slice(0, 3).toUpperCase()}-${tickerDay(due + 60_000)}`;
      const by = first ? `before ${longDay(due + 60_000)}` : `by ${longDay(due)}`;
      return {
        seriesTicker: `KX${code}`,
        seriesTitle: `New ${pact}`,
        eventTicker,
        ticker: eventTicker,
        title: inverted
          ? `Will ${one} and ${other} fail to sign a ${pact} ${by}?`
          : `Will ${one} and ${other} sign a ${pact} ${by}?`,
        yesSubTitle: inverted ? 'No signature' : by.replace(/^b/, 'B'),
        rulesPrimary: inverted
          ? yes(`${one} and ${other} have not signed a ${pact} ${by}`)
          : yes(`${one} and ${other} have signed a ${pact} ${by}`),
        source: 'The New York Times',
      };
    }
    case 'box-office': {
      const title = subjects.workTitle(facts.subject);
      const strike = strikeOf(facts, inverted, (value) => `$${value} million`);
      const eventTicker = `KXBOXOFFICE-${title.replace(/[^A-Z]/g, '')}${facts.subject}`;
      return {
        seriesTicker: 'KXBOXOFFICE',
        seriesTitle: 'Opening weekend box office',
        eventTicker,
        eventTitle: `${title} opening weekend?`,
        ticker: `${eventTicker}-${subjects.strikeOf(facts)}`,
        title: `${title} domestic opening weekend box office?`,
        yesSubTitle: strike.short,
        rulesPrimary: yes(`the domestic opening weekend gross of ${title} is ${strike.long}`),
        source,
      };
    }
    case 'chart': {
      const title = subjects.workTitle(facts.subject);
      const [chart, series, kind] = subjects.CHARTS[facts.outcome]!;
      const eventTicker = `${series}-${tickerDay(due)}`;
      return {
        seriesTicker: series,
        seriesTitle: `Top ${kind} on the ${chart}`,
        eventTicker,
        eventTitle: `Top ${kind} on the ${chart} for ${longDay(due)}?`,
        ticker: `${eventTicker}-${title.slice(0, 3).toUpperCase()}`,
        title: `Will ${title} be the top ${kind} on the ${chart} dated ${longDay(due)}?`,
        yesSubTitle: title,
        rulesPrimary: yes(`${title} is number 1 on the ${chart} dated ${longDay(due)}`),
        source,
      };
    }
    case 'fuel': {
      const [, place, series] = subjects.FUELS[facts.subject]!;
      const strike = strikeOf(facts, inverted, (value) => `$${value.toFixed(2)}`);
      const eventTicker = `${series}-${tickerDay(due)}`;
      return {
        seriesTicker: series,
        seriesTitle: `${place === 'the US' ? 'US' : place} gas price`,
        eventTicker,
        ticker: `${eventTicker}-${subjects.strikeOf(facts).toFixed(2)}`,
        title: `Will average gas prices in ${place} be ${strike.long} on ${longDay(due)}?`,
        yesSubTitle: strike.short,
        rulesPrimary: yes(
          `average regular gas prices in ${place} on ${longDay(due)} are ${strike.long} according to ${source}`,
        ),
        source,
        ...fields(strike),
      };
    }
  }
}

function symbol({ relation }: Facts, inverted: boolean): string {
  if (relation === 'above') return inverted ? '≤' : '>';
  return inverted ? '<' : '≥';
}

function statistic(facts: Facts, startMs: number, inverted: boolean, fields: (strike: Strike) => Strike): Draft {
  const due = subjects.dueMs(facts, startMs);
  const [, name, series, unit] = subjects.STATISTICS[facts.subject]!;
  const strike = strikeOf(facts, inverted, (value) =>
    unit === 'K' ? subjects.figure(value * 1_000) : `${value.toFixed(1)}%`,
  );
  const scaled = unit === 'K' ? 1_000 : 1;
  const eventTicker = `${series}-${tickerMonth(due)}`;
  const { floorStrike, capStrike, ...rest } = fields(strike);
  return {
    seriesTicker: series,
    seriesTitle: name[0]!.toUpperCase() + name.slice(1),
    eventTicker,
    ticker: `${eventTicker}-T${subjects.strikeOf(facts)}`,
    title: `Will the ${name} be ${strike.long} in ${monthOf(due)}?`,
    yesSubTitle: strike.short,
    rulesPrimary: yes(`the ${name} for ${monthOf(due)} is ${strike.long}`),
    rulesSecondary: 'The figure is the first one released by the Source Agency; later revisions are not counted.',
    source: subjects.sourceOf(facts),
    ...rest,
    ...(floorStrike === undefined ? {} : { floorStrike: floorStrike * scaled }),
    ...(capStrike === undefined ? {} : { capStrike: capStrike * scaled }),
  };
}

function gameDraft(facts: Facts, due: number, inverted: boolean): Draft {
  const { league, home, away } = subjects.game(facts.subject);
  const isAway = (facts.outcome === 0) !== inverted;
  const winner = isAway ? away : home;
  const eventTicker = `${league.series}-${tickerDay(due)}${away.code}${home.code}`;
  const title = `${away.city} at ${home.city}`;
  return {
    seriesTicker: league.series,
    seriesTitle: league.title.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    eventTicker,
    eventTitle: title,
    ticker: `${eventTicker}-${winner.code}`,
    title: `${title} Winner?`,
    yesSubTitle: winner.city,
    rulesPrimary: yes(`${winner.city} wins the ${title} ${league.title} originally scheduled for ${longDay(due)}`),
    rulesSecondary: 'Kalshi is not affiliated with the league or its teams.',
    strikeType: 'structured',
    source: subjects.sourceOf(facts),
  };
}
