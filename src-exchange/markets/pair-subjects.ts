/**
 * What the paired contracts are about: names, places, sources, and how facts become figures and dates. Works, films and products
 * are made up; parties, places and institutions are real.
 */
import { dayHour } from '../model/calendar.ts';
import type { Words } from '../model/fill-text.ts';
import { type Facts, SHAPES } from './pair-facts.ts';
import lists from './pair-subjects.json' with { type: 'json' };

/** The other team of a game stands at most so many places on in the league's list. */
const FARTHEST = 5;

/** What the subject and the outcome are called, as words of texts; an inverted question names the other team. */
export function namesOf({ topic, subject, outcome }: Facts, inverted: boolean): Words {
  switch (topic) {
    case 'coin-close':
    case 'coin-touch':
      return lists.coins[subject]!;
    case 'index-close':
      return lists.indices[subject]!;
    case 'temperature':
      return lists.cities[subject]!;
    case 'statistic':
      return lists.statistics[subject]!;
    case 'rate-decision':
      return { ...lists.banks[subject]!, ...lists.moves[outcome]! };
    case 'election': {
      const [state, office] = pairOf(lists.states, lists.offices, subject);
      return { state, office, stateCode: state.slice(0, 2).toUpperCase(), ...lists.parties[outcome]! };
    }
    case 'game':
      return game(subject, (outcome === 0) !== inverted);
    case 'release': {
      const [company, rest] = pairOf(lists.companies, lists.products, subject);
      return { company, product: rest, productCode: rest.toUpperCase(), number: numberOf(subject) };
    }
    case 'treaty':
      return { ...countries(subject), ...lists.pacts[outcome]! };
    case 'box-office':
    case 'chart': {
      const work = pairOf(lists.titles.first, lists.titles.second, subject).join(' ');
      const codes = { initials: work.replace(/[^A-Z]/g, ''), workCode: work.slice(0, 3).toUpperCase() };
      return { work, ...codes, ...(topic === 'chart' && lists.charts[outcome]!) };
    }
    case 'fuel':
      return lists.fuels[subject]!;
  }
}

/** One of each list, from a number: the second list's turn is over when the first has been gone through. */
function pairOf(firsts: readonly string[], seconds: readonly string[], number: number): [string, string] {
  return [firsts[number % firsts.length]!, seconds[Math.floor(number / firsts.length) % seconds.length]!];
}

/** The number of a product's release. */
function numberOf(subject: number): number {
  return 4 + Math.floor(subject / (lists.companies.length * lists.products.length));
}

/** Two teams of one league, from the game's number; the question names the away team or the home team. */
function game(subject: number, namesAway: boolean): Words {
  const { teams, ...league } = lists.leagues[subject % 2]!;
  const index = Math.floor(subject / 2);
  const first = index % teams.length;
  // Each two teams once: they do not meet twice on a day.
  const away = teams[first]!;
  const home = teams[(first + 1 + (Math.floor(index / teams.length) % FARTHEST)) % teams.length]!;
  const [named, other] = namesAway ? [away, home] : [home, away];
  return {
    ...league,
    awayCity: away.city,
    awayCode: away.code,
    homeCity: home.city,
    homeCode: home.code,
    city: named.city,
    team: named.name,
    teamCode: named.code,
    otherCity: other.city,
    otherTeam: other.name,
    otherCode: other.code,
  };
}

function countries(subject: number): Words {
  const all = lists.countries;
  const first = subject % all.length;
  const one = all[first]!;
  const other = all[(first + 1 + Math.floor(subject / all.length)) % all.length]!;
  return { one, other, oneCode: one.slice(0, 3).toUpperCase(), otherCode: other.slice(0, 3).toUpperCase() };
}

/** The strike as a figure, free of what adding fractions leaves behind; 0 where there is none. */
export function strikeOf(facts: Facts): number {
  const { base = 0, step = 0 } = { ...SHAPES[facts.topic], ...namesOf(facts, false) };
  return Number((Number(base) + facts.strike * Number(step)).toFixed(6));
}

/** When the contract is decided. */
export function dueMs(facts: Facts, startMs: number): number {
  switch (facts.topic) {
    case 'statistic':
    case 'rate-decision':
      return dayHour(startMs, facts.day * 30, 14);
    case 'election':
      return Date.UTC(new Date(startMs).getUTCFullYear() + 2 * facts.day, 10, 5, 17);
    case 'game':
      // Late games: the day in UTC is the next one.
      return dayHour(startMs, facts.day, facts.subject % 3 === 0 ? 13 : 20);
    case 'coin-close':
      return dayHour(startMs, facts.day, facts.hour, facts.utc);
    case 'coin-touch':
    case 'release':
    case 'treaty':
      return dayHour(startMs, facts.day, 23) + 59 * 60_000;
    default:
      return dayHour(startMs, facts.day, 16);
  }
}
