/**
 * Decides what the quiet markets ask: the long tail of a real exchange, made from a few forms of question, many subjects and
 * many days.
 *
 * An event is a subject on a day with eight strikes. Everything follows from the event's number, so a market costs nothing
 * until a client asks for it.
 */
import { clockOf, longDay, tickerDay, tickerHour } from '../model/calendar.ts';
import type { Category } from '../model/contract-plan.ts';

/** Markets of one event. */
export const STRIKES = 8;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A question about a subject, with the words of one strike. */
export interface QuietQuestion {
  readonly category: Category;
  readonly tag: string;
  /** Short and in capitals, for tickers. */
  readonly code: string;
  readonly seriesTitle: string;
  readonly subjects: readonly string[];
  readonly source: string;
  /** The lowest strike, and the step to the next. */
  readonly strikes: readonly [first: number, step: number];
  readonly title: (subject: string, strike: string, when: string) => string;
  readonly unit: (strike: number) => string;
}

const CITIES =
  'New York,Chicago,Miami,Austin,Denver,Philadelphia,Los Angeles,Houston,Boston,Seattle,Phoenix,Atlanta,Dallas,Detroit,Minneapolis,London,Paris,Tokyo,Seoul,Toronto,Buenos Aires,São Paulo,Sydney,Mumbai'.split(
    ',',
  );
const COINS =
  'Bitcoin,Ethereum,Solana,XRP,Dogecoin,Cardano,Avalanche,Chainlink,Litecoin,Polkadot,Toncoin,Hyperliquid'.split(',');
const STOCKS =
  'Apple,Nvidia,Tesla,Microsoft,Amazon,Alphabet,Meta,Netflix,Palantir,Coinbase,Intel,Boeing,Disney,Walmart,Exxon,Berkshire'.split(
    ',',
  );
const PLAYERS =
  'LeBron James,Stephen Curry,Luka Doncic,Nikola Jokic,Jayson Tatum,Victor Wembanyama,Anthony Edwards,Shai Gilgeous-Alexander,Devin Booker,Trae Young,Ja Morant,Joel Embiid,Damian Lillard,Paolo Banchero,Tyrese Haliburton,Donovan Mitchell'.split(
    ',',
  );
const TEAMS =
  'Arsenal,Chelsea,Liverpool,Manchester City,Manchester United,Tottenham,Real Madrid,Barcelona,Atlético Madrid,Bayern Munich,Borussia Dortmund,Juventus,Inter Milan,AC Milan,Napoli,Paris Saint-Germain,Ajax,Benfica,Porto,Celtic'.split(
    ',',
  );
const PEOPLE =
  'the President,the Federal Reserve chair,the Prime Minister of the United Kingdom,the Chancellor of Germany,the President of France,the Speaker of the House,the Senate majority leader,the Treasury secretary,the Governor of California,the Mayor of New York'.split(
    ',',
  );
const FILMS =
  'The Last Harbour,Northern Winter,Paper Lanterns,A Quiet Orbit,Glass Kingdom,The Ninth Summer,Wild Meridian,Silver Tide,The Cartographer,Midnight Atlas,Ember Season,Second Horizon'.split(
    ',',
  );
const MEASURES =
  'CPI inflation,core PCE,unemployment,nonfarm payrolls,retail sales,housing starts,GDP growth,consumer sentiment,industrial production,initial jobless claims'.split(
    ',',
  );
const MODELS = 'Aurora,Basalt,Cirrus,Delta-9,Everest,Fjord,Granite,Helix,Iris,Juniper'.split(',');
const RATES = 'USD/JPY,EUR/USD,GBP/USD,gold,silver,crude oil,natural gas,the 10-year Treasury yield'.split(',');

const plain = (strike: number): string => strike.toLocaleString('en-US');
const dollars = (strike: number): string => `$${strike.toLocaleString('en-US')}`;

export const WEATHER: QuietQuestion = {
  category: 'Weather',
  tag: 'Daily temperature',
  code: 'HIGHQ',
  seriesTitle: 'Highest temperature',
  subjects: CITIES,
  source: 'National Weather Service',
  strikes: [31, 4],
  title: (city, strike, when) => `Will the high temperature in ${city} be above ${strike} on ${when}?`,
  unit: (strike) => `${strike}°F`,
};
export const COIN_ABOVE: QuietQuestion = {
  category: 'Crypto',
  tag: 'Crypto prices',
  code: 'COINQ',
  seriesTitle: 'Coin price',
  subjects: COINS,
  source: 'CF Benchmarks',
  strikes: [20, 15],
  title: (coin, strike, when) => `Will the price of ${coin} be above ${strike} on ${when}?`,
  unit: dollars,
};
export const STOCK_CLOSE: QuietQuestion = {
  category: 'Finance',
  tag: 'Stocks',
  code: 'STOCKQ',
  seriesTitle: 'Stock close',
  subjects: STOCKS,
  source: 'Nasdaq',
  strikes: [110, 25],
  title: (stock, strike, when) => `Will ${stock} close above ${strike} on ${when}?`,
  unit: dollars,
};
export const POINTS: QuietQuestion = {
  category: 'Sports',
  tag: 'Basketball',
  code: 'PTSQ',
  seriesTitle: 'Player points',
  subjects: PLAYERS,
  source: 'National Basketball Association',
  strikes: [10, 5],
  title: (player, strike, when) => `${player} to score ${strike} or more points on ${when}?`,
  unit: plain,
};
export const GOALS: QuietQuestion = {
  category: 'Sports',
  tag: 'Soccer',
  code: 'GOALQ',
  seriesTitle: 'Total goals',
  subjects: TEAMS,
  source: "the competition's own report",
  strikes: [1, 1],
  title: (team, strike, when) => `${team} match on ${when}: ${strike} or more goals?`,
  unit: plain,
};
export const MENTIONS: QuietQuestion = {
  category: 'Politics',
  tag: 'Mentions',
  code: 'SAYQ',
  seriesTitle: 'Words said',
  subjects: PEOPLE,
  source: 'the official transcript',
  strikes: [2, 2],
  title: (who, strike, when) => `Will ${who} say "economy" ${strike} or more times on ${when}?`,
  unit: plain,
};
export const SCORES: QuietQuestion = {
  category: 'Culture',
  tag: 'Movies',
  code: 'FILMQ',
  seriesTitle: 'Critics score',
  subjects: FILMS,
  source: 'Rotten Tomatoes',
  strikes: [55, 5],
  title: (film, strike, when) => `"${film}" Rotten Tomatoes score above ${strike} on ${when}?`,
  unit: plain,
};
export const RELEASES: QuietQuestion = {
  category: 'Economics',
  tag: 'Economic releases',
  code: 'RELQ',
  seriesTitle: 'Economic release',
  subjects: MEASURES,
  source: 'Bureau of Labor Statistics',
  strikes: [1, 1],
  title: (measure, strike, when) => `Will ${measure} come in above ${strike} in the release of ${when}?`,
  unit: (strike) => `${strike / 10}%`,
};
export const BENCHMARKS: QuietQuestion = {
  category: 'Tech',
  tag: 'AI',
  code: 'MODELQ',
  seriesTitle: 'Model ranking',
  subjects: MODELS,
  source: 'the public leaderboard',
  strikes: [1_300, 25],
  title: (model, strike, when) => `Will the model ${model} score at least ${strike} on the leaderboard on ${when}?`,
  unit: plain,
};
export const MACRO: QuietQuestion = {
  category: 'Finance',
  tag: 'Rates and commodities',
  code: 'RATEQ',
  seriesTitle: 'Rates and commodities',
  subjects: RATES,
  source: 'Bloomberg',
  strikes: [60, 10],
  title: (rate, strike, when) => `Will ${rate} be above ${strike} at the close of ${when}?`,
  unit: plain,
};

export interface QuietEvent {
  readonly question: QuietQuestion;
  readonly subject: string;
  readonly subjectIndex: number;
  readonly closesMs: number;
  /** The day as the texts have it, and with the hour where the event ends within two days. */
  readonly when: string;
  /** The same for a ticker. */
  readonly tickerWhen: string;
}

/** The event of that number, counted from the start of the run; the questions take turns. */
export function quietEvent(questions: readonly QuietQuestion[], number: number, startMs: number): QuietEvent {
  const question = questions[number % questions.length]!;
  const round = Math.floor(number / questions.length);
  const subjectIndex = round % question.subjects.length;
  const closesMs = closingTime(number, startMs, Math.floor(round / question.subjects.length));
  return { question, subject: question.subjects[subjectIndex]!, subjectIndex, closesMs, ...datesIn(closesMs, startMs) };
}

/** Most events end in weeks, some within two days, a few within the hour, as on the real exchanges. */
function closingTime(number: number, startMs: number, day: number): number {
  const share = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const part = share % 1_000;
  const spread = share >>> 12;
  if (part < 5) return slotAfter(startMs, 5 * MINUTE_MS, 12, spread);
  if (part < 15) return slotAfter(startMs + HOUR_MS, HOUR_MS, 3, spread);
  if (part < 40) return slotAfter(startMs + 4 * HOUR_MS, HOUR_MS, 8, spread);
  if (part < 100) return slotAfter(startMs + 12 * HOUR_MS, HOUR_MS, 36, spread);
  return slotAfter(startMs + 2 * DAY_MS, DAY_MS, 90, day) + (17 + (spread % 2) * 5) * HOUR_MS;
}

/**
 * The first time after `fromMs` whose slot has this phase: an exchange started again has the same events until their time has come.
 */
function slotAfter(fromMs: number, slotMs: number, phases: number, phase: number): number {
  const first = Math.floor(fromMs / slotMs) + 1;
  return (first + ((((phase - first) % phases) + phases) % phases)) * slotMs;
}

type DateTexts = { readonly when: string; readonly tickerWhen: string };

/** Writing a date costs far more than all the rest, and there are few different ones. */
const dateTexts = new Map<number, DateTexts>();
const DATE_TEXTS_MAX = 1_000;

function datesIn(closesMs: number, startMs: number): DateTexts {
  let known = dateTexts.get(closesMs);
  if (known === undefined) {
    const isNear = closesMs - startMs < 2 * DAY_MS;
    known = {
      when: isNear ? `${longDay(closesMs)} at ${clockOf(closesMs)} ET` : longDay(closesMs),
      tickerWhen: isNear ? tickerHour(closesMs) : tickerDay(closesMs),
    };
    if (dateTexts.size >= DATE_TEXTS_MAX) dateTexts.clear();
    dateTexts.set(closesMs, known);
  }
  return known;
}
