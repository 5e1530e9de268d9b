/**
 * What the paired contracts are about: names, places, sources, and how facts become figures and dates. Works, films and products
 * are made up; parties, places and institutions are real.
 */
import { dayHour, longDay, monthOf, yearOf } from '../model/calendar.ts';
import type { Facts, Topic } from './pair-facts.ts';

export type Coin = { readonly name: string; readonly ticker: string; readonly base: number; readonly step: number };

const coin = (name: string, ticker: string, base: number, step: number): Coin => ({ name, ticker, base, step });

export const COINS: readonly Coin[] = [
  coin('Bitcoin', 'BTC', 80_000, 1_000),
  coin('Ethereum', 'ETH', 2_000, 50),
  coin('Solana', 'SOL', 100, 5),
  coin('XRP', 'XRP', 1, 0.05),
  coin('Dogecoin', 'DOGE', 0.1, 0.01),
  coin('Litecoin', 'LTC', 60, 2),
  coin('Cardano', 'ADA', 0.3, 0.02),
  coin('Avalanche', 'AVAX', 15, 1),
  coin('Chainlink', 'LINK', 8, 0.5),
  coin('Polkadot', 'DOT', 3, 0.1),
];

export const INDICES = [
  { name: 'S&P 500', longName: 'S&P 500 (SPX)', series: 'KXINXU', base: 6_000, step: 25 },
  { name: 'Nasdaq-100', longName: 'Nasdaq 100 (NDX)', series: 'KXNASDAQ100U', base: 20_000, step: 100 },
  { name: 'Dow Jones Industrial Average', longName: 'Dow Jones (DJI)', series: 'KXDJI', base: 38_000, step: 250 },
  { name: 'Russell 2000', longName: 'Russell 2000 (RUT)', series: 'KXRUT', base: 2_000, step: 20 },
  { name: 'Nikkei 225', longName: 'Nikkei 225 (NIK)', series: 'KXNIKKEI', base: 36_000, step: 500 },
] as const;

export const CITIES = [
  ['New York City', 'NYC', 'NY', 'Central Park'],
  ['Chicago', 'Chicago', 'CHI', 'Midway Airport'],
  ['Miami', 'Miami', 'MIA', 'Miami International Airport'],
  ['Austin', 'Austin', 'AUS', 'Austin-Bergstrom International Airport'],
  ['Denver', 'Denver', 'DEN', 'Denver International Airport'],
  ['Los Angeles', 'LA', 'LAX', 'Los Angeles International Airport'],
  ['Philadelphia', 'Philadelphia', 'PHIL', 'Philadelphia International Airport'],
  ['Seattle', 'Seattle', 'SEA', 'Seattle-Tacoma International Airport'],
  ['Houston', 'Houston', 'HOU', 'Hobby Airport'],
  ['Boston', 'Boston', 'BOS', 'Logan International Airport'],
  ['Atlanta', 'Atlanta', 'ATL', 'Hartsfield-Jackson Atlanta International Airport'],
  ['Phoenix', 'Phoenix', 'PHX', 'Sky Harbor International Airport'],
  ['Dallas', 'Dallas', 'DAL', 'Dallas Love Field'],
  ['Minneapolis', 'Minneapolis', 'MIN', 'Minneapolis-Saint Paul International Airport'],
] as const;

export const STATISTICS = [
  ['annual inflation', 'annual rate of CPI inflation', 'KXCPIYOY', '%', 1.5, 0.1],
  ['annual core inflation', 'annual rate of core CPI inflation', 'KXCPICOREYOY', '%', 1.5, 0.1],
  ['monthly inflation', 'monthly change of the CPI', 'KXCPI', '%', 0, 0.1],
  ['the unemployment rate', 'unemployment rate (U-3)', 'KXU3', '%', 3.2, 0.1],
  ['nonfarm payroll growth', 'change in nonfarm payrolls', 'KXPAYROLLS', 'K', 0, 10],
  ['annual PCE inflation', 'annual PCE price index', 'KXPCEYOY', '%', 1.5, 0.1],
  ['labor force participation', 'labor force participation rate', 'KXLFPR', '%', 60, 0.1],
  ['annual producer price inflation', 'annual change of the producer price index (PPI)', 'KXPPIYOY', '%', 1, 0.1],
  ['monthly retail sales growth', 'monthly change of retail sales', 'KXRETAIL', '%', -1, 0.1],
] as const;

export const BANKS = [
  ['Fed', 'Federal Reserve', 'KXFEDDECISION', 'FOMC'],
  ['ECB', 'European Central Bank', 'KXECBDECISION', 'Governing Council'],
  ['Bank of England', 'Bank of England', 'KXBOEDECISION', 'Monetary Policy Committee'],
  ['Bank of Japan', 'Bank of Japan', 'KXBOJDECISION', 'Monetary Policy'],
  ['Bank of Canada', 'Bank of Canada', 'KXBOCDECISION', 'Governing Council'],
  ['Reserve Bank of Australia', 'Reserve Bank of Australia', 'KXRBADECISION', 'Board'],
] as const;

/** Moves of a rate: in two manners of writing, basis points, for a ticker. */
export const MOVES = [
  ['no change', 'maintains rate', 0, 'H0'],
  ['25 bps decrease', 'Cut 25bps', 25, 'C25'],
  ['50+ bps decrease', 'Cut >25bps', 50, 'C26'],
  ['25 bps increase', 'Hike 25bps', 25, 'H25'],
  ['50+ bps increase', 'Hike >25bps', 50, 'H26'],
] as const;

const STATES =
  `Ohio Texas Georgia Maine Michigan Nevada Arizona Wisconsin Pennsylvania Iowa Kansas Alaska Florida Virginia
Minnesota Colorado Oregon Montana Nebraska Illinois Vermont Maryland`.split(/\s+/);
const OFFICES = ['Senate', 'governor', 'House'] as const;

/** State and office of an election. */
export function election(subject: number): { readonly state: string; readonly office: (typeof OFFICES)[number] } {
  return { state: STATES[subject % STATES.length]!, office: OFFICES[Math.floor(subject / STATES.length)]! };
}

export const PARTIES = [
  ['Democratic', 'D'],
  ['Republican', 'R'],
  ['Libertarian', 'L'],
] as const;

type League = {
  readonly code: string;
  readonly series: string;
  readonly title: string;
  readonly teams: readonly Team[];
};
export type Team = { readonly city: string; readonly name: string; readonly code: string };

const teams = (list: string): readonly Team[] =>
  list.split(';').map((entry) => {
    const [city, name, code] = entry.trim().split('/');
    return { city: city!, name: name!, code: code! };
  });

export const LEAGUES: readonly League[] = [
  {
    code: 'NBA',
    series: 'KXNBAGAME',
    title: 'professional basketball game',
    teams: teams(
      'Boston/Celtics/BOS; New York/Knicks/NYK; Denver/Nuggets/DEN; Miami/Heat/MIA; Milwaukee/Bucks/MIL; Phoenix/Suns/PHX; Dallas/Mavericks/DAL; Chicago/Bulls/CHI; Houston/Rockets/HOU; Memphis/Grizzlies/MEM; Sacramento/Kings/SAC; Utah/Jazz/UTA',
    ),
  },
  {
    code: 'NFL',
    series: 'KXNFLGAME',
    title: 'professional football game',
    teams: teams(
      'Buffalo/Bills/BUF; Kansas City/Chiefs/KC; Dallas/Cowboys/DAL; Philadelphia/Eagles/PHI; Green Bay/Packers/GB; Chicago/Bears/CHI; Denver/Broncos/DEN; Seattle/Seahawks/SEA; Miami/Dolphins/MIA; Baltimore/Ravens/BAL; Detroit/Lions/DET; Pittsburgh/Steelers/PIT',
    ),
  },
];

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

const COMPANIES = ['OpenAI', 'Google', 'Anthropic', 'xAI', 'Apple', 'Meta', 'Nvidia', 'Tesla'];
const PRODUCTS = ['Lumen', 'Harbor', 'Quartz'];

/** Company, product and its number. */
export function product(subject: number): {
  readonly company: string;
  readonly product: string;
  readonly number: number;
} {
  const index = Math.floor(subject / COMPANIES.length);
  return {
    company: COMPANIES[subject % COMPANIES.length]!,
    product: PRODUCTS[index % PRODUCTS.length]!,
    number: 4 + Math.floor(index / PRODUCTS.length),
  };
}

const COUNTRIES = [
  'Norway',
  'Japan',
  'Brazil',
  'Canada',
  'Kenya',
  'India',
  'Chile',
  'Poland',
  'Egypt',
  'Turkey',
  'Greece',
  'Peru',
];

/** Two countries. */
export function countries(subject: number): readonly [string, string] {
  const first = subject % COUNTRIES.length;
  return [COUNTRIES[first]!, COUNTRIES[(first + 1 + Math.floor(subject / COUNTRIES.length)) % COUNTRIES.length]!];
}

export const PACTS = [
  ['trade agreement', 'TRADE'],
  ['extradition treaty', 'EXTRA'],
] as const;

const FIRST = ['Silver', 'Midnight', 'Paper', 'Golden', 'Northern', 'Hollow', 'Crimson', 'Quiet'];
const SECOND = ['Harbour', 'Engine', 'Orchard', 'Signal', 'Lantern', 'Meridian', 'Tides', 'Parade'];

/** A made-up title. */
export function workTitle(subject: number): string {
  return `${FIRST[subject % FIRST.length]} ${SECOND[Math.floor(subject / FIRST.length) % SECOND.length]}`;
}

export const CHARTS = [
  ['Billboard Hot 100', 'KXTOPSONG', 'song'],
  ['Billboard Global 200', 'KXGLOBALSONG', 'song'],
  ['Billboard 200', 'KXTOPALBUM', 'album'],
  ['Spotify US daily chart', 'KXSPOTIFYD', 'song'],
] as const;

export const FUELS = [
  ['the US', 'the US', 'KXAAAGASW'],
  ['California', 'California', 'KXAAAGASCA'],
  ['Texas', 'Texas', 'KXAAAGASTX'],
  ['Florida', 'Florida', 'KXAAAGASFL'],
  ['Ohio', 'Ohio', 'KXAAAGASOH'],
  ['Georgia', 'Georgia', 'KXAAAGASGA'],
  ['Michigan', 'Michigan', 'KXAAAGASMI'],
  ['Oregon', 'Oregon', 'KXAAAGASOR'],
] as const;

const COIN_SOURCES = ['Binance', "CF Benchmarks' Real-Time Index", 'Coinbase', 'the Chainlink data stream'];

/** The sources that decide, by topic. */
export const SOURCES: Readonly<Record<Topic, readonly string[]>> = {
  'coin-close': COIN_SOURCES,
  'coin-touch': COIN_SOURCES,
  'index-close': ['S&P Dow Jones Indices', 'Yahoo Finance', 'Bloomberg'],
  temperature: ['National Weather Service', 'Weather Underground', 'AccuWeather'],
  statistic: ['Bureau of Labor Statistics', 'Federal Reserve Economic Data (FRED)', 'Trading Economics'],
  'rate-decision': ['the central bank'],
  election: ['the Associated Press'],
  game: ['ESPN'],
  release: ['the company'],
  treaty: ['both governments'],
  'box-office': ['Box Office Mojo', 'The Numbers'],
  chart: ['Billboard'],
  fuel: ['AAA', 'GasBuddy'],
};

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
