/**
 * What the paired contracts are about: names, places, sources, and how facts become figures and dates. Works, films and products
 * are made up; parties, places and institutions are real.
 */
import { dayHour, longDay, monthOf, yearOf } from '../model/calendar.ts';
import type { Facts, Topic } from './pair-facts.ts';
import lists from './pair-subjects.json' with { type: 'json' };

export type Coin = { readonly name: string; readonly ticker: string; readonly base: number; readonly step: number };
type Index = {
  readonly name: string;
  readonly longName: string;
  readonly series: string;
  readonly base: number;
  readonly step: number;
};

export const COINS: readonly Coin[] = lists.coins;
export const INDICES: readonly Index[] = lists.indices;
export const CITIES = lists.cities as [name: string, short: string, code: string, station: string][];
export const STATISTICS = lists.statistics as [
  name: string,
  longName: string,
  series: string,
  unit: string,
  base: number,
  step: number,
][];
export const BANKS = lists.banks as [name: string, longName: string, series: string, body: string][];
/** Moves of a rate: in two manners of writing, basis points, for a ticker. */
export const MOVES = lists.moves as [move: string, otherMove: string, basisPoints: number, code: string][];

const OFFICES = ['Senate', 'governor', 'House'] as const;

/** State and office of an election. */
export function election(subject: number): { readonly state: string; readonly office: (typeof OFFICES)[number] } {
  return {
    state: lists.states[subject % lists.states.length]!,
    office: OFFICES[Math.floor(subject / lists.states.length)]!,
  };
}

export const PARTIES = lists.parties as [party: string, letter: string][];

type League = {
  readonly code: string;
  readonly series: string;
  readonly title: string;
  readonly teams: readonly Team[];
};
export type Team = { readonly city: string; readonly name: string; readonly code: string };

export const LEAGUES: readonly League[] = lists.leagues;

const FARTHEST = 5;

/** Two teams of one league, from the game's number. */
export function game(subject: number): { readonly league: League; readonly home: Team; readonly away: Team } {
  const league = LEAGUES[subject % 2]!;
  const index = Math.floor(subject / 2);
  const { teams: all } = league;
  const first = index % all.length;
  // Each two teams once: they do not meet twice on a day.
  const second = (first + 1 + (Math.floor(index / all.length) % FARTHEST)) % all.length;
  return { league, home: all[second]!, away: all[first]! };
}

/** Company, product and its number. */
export function product(subject: number): {
  readonly company: string;
  readonly product: string;
  readonly number: number;
} {
  const index = Math.floor(subject / lists.companies.length);
  return {
    company: lists.companies[subject % lists.companies.length]!,
    product: lists.products[index % lists.products.length]!,
    number: 4 + Math.floor(index / lists.products.length),
  };
}

/** Two countries. */
export function countries(subject: number): readonly [string, string] {
  const first = subject % lists.countries.length;
  return [
    lists.countries[first]!,
    lists.countries[(first + 1 + Math.floor(subject / lists.countries.length)) % lists.countries.length]!,
  ];
}

export const PACTS = lists.pacts as [pact: string, code: string][];

/** A made-up title. */
export function workTitle(subject: number): string {
  const { first, second } = lists.titles;
  return `${first[subject % first.length]} ${second[Math.floor(subject / first.length) % second.length]}`;
}

export const CHARTS = lists.charts as [chart: string, series: string, kind: string][];
export const FUELS = lists.fuels as [place: string, otherPlace: string, series: string][];

/** The sources that decide, by topic. */
export const SOURCES: Readonly<Record<Topic, readonly string[]>> = lists.sources;

/** A source's name. */
export function sourceOf({ topic, source }: Facts): string {
  return SOURCES[topic][source]!;
}

/** The strike as a figure, free of what adding fractions leaves behind. */
export function strikeOf(facts: Facts): number {
  const at = (base: number, step: number): number => Number((base + facts.strike * step).toFixed(6));
  switch (facts.topic) {
    case 'coin-close':
    case 'coin-touch': {
      const { base, step } = COINS[facts.subject]!;
      return at(base, step);
    }
    case 'index-close': {
      const { base, step } = INDICES[facts.subject]!;
      return at(base, step);
    }
    case 'temperature':
      return at(30, 1);
    case 'statistic': {
      const [, , , , base, step] = STATISTICS[facts.subject]!;
      return at(base, step);
    }
    case 'box-office':
      return at(20, 2.5);
    case 'fuel':
      return at(2.5, 0.05);
    default:
      return 0;
  }
}

/** "110,000" */
export function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
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

/** The month that a statistic or a meeting is of; the year of an election. */
export function periodOf(facts: Facts, startMs: number): string {
  const due = dueMs(facts, startMs);
  return facts.topic === 'election' ? yearOf(due) : monthOf(due);
}

export function dayOf(facts: Facts, startMs: number): string {
  return longDay(dueMs(facts, startMs));
}
