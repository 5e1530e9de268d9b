/**
 * What the words of two texts have to do with each other: other names of the same thing, names of teams and their towns, who is asked
 * for results, kinds of categories. Plain data, in lower case; a name that is missing costs a suggestion, never a veto taken back.
 */

/** Phrases that mean one thing, the word that stands for them first. */
const ALIASES: readonly (readonly string[])[] = [
  ['bitcoin', 'btc'],
  ['ethereum', 'eth', 'ether'],
  ['solana', 'sol'],
  ['dogecoin', 'doge'],
  ['litecoin', 'ltc'],
  ['cardano', 'ada'],
  ['avalanche', 'avax'],
  ['polkadot', 'dot'],
  ['ripple', 'xrp'],
  ['sp500', 's&p 500', 's&p500', 'spx', 's&p'],
  ['nasdaq100', 'nasdaq-100', 'nasdaq 100', 'ndx'],
  ['dowjones', 'dow jones industrial average', 'dow jones', 'djia', 'dji'],
  ['russell2000', 'russell 2000', 'rut'],
  ['nikkei225', 'nikkei 225', 'nikkei', 'nik'],
  ['fed', 'federal reserve', 'fomc', 'the fed'],
  ['ecb', 'european central bank'],
  ['boe', 'bank of england'],
  ['boj', 'bank of japan'],
  ['boc', 'bank of canada'],
  ['rba', 'reserve bank of australia'],
  ['unchanged', 'no change', 'maintains', 'maintain', 'holds rates', 'hike rates by 0bps', 'hike of 0bps', 'hold'],
  ['cut', 'cuts', 'decrease', 'decreases', 'lower rates'],
  ['hike', 'hikes', 'increase', 'increases', 'raise', 'raises'],
  ['cpi', 'consumer price index', 'cpi inflation', 'inflation'],
  ['annual', 'year-over-year', 'year over year', 'yoy', '12-month', 'twelve months', 'for the year ending'],
  ['monthly', 'month-over-month', 'month over month', 'mom'],
  ['producer', 'ppi', 'producer price index', 'producer price inflation'],
  ['pce', 'pce price index', 'pce inflation'],
  ['payrolls', 'nonfarm payroll growth', 'nonfarm payrolls', 'nonfarm payroll', 'jobs'],
  ['unemployment', 'unemployment rate', 'u-3'],
  ['gdp', 'gross domestic product'],
  ['gasoline', 'gas prices', 'gas price', 'regular gas', 'gas'],
  ['temperature', 'temp', 'temps', 'high temp'],
  ['highest', 'high', 'maximum'],
  ['newyork', 'new york city', 'new york', 'nyc'],
  ['losangeles', 'los angeles', 'la'],
  ['us', 'united states', 'u.s.', 'usa', 'american'],
  ['uk', 'united kingdom', 'u.k.', 'britain'],
  ['democratic', 'democrat', 'democrats', 'dem', 'dems'],
  ['republican', 'republicans', 'gop'],
  ['libertarian', 'libertarians'],
  ['governor', 'governorship', 'gubernatorial'],
  ['nominee', 'nomination'],
  ['election', 'elections'],
  ['treaty', 'treaties'],
  ['agreement', 'deal', 'accord'],
  ['sign', 'signs', 'signed', 'signature'],
  ['release', 'releases', 'released', 'launch', 'launches', 'launched'],
  ['basketball', 'nba', 'professional basketball game', 'professional basketball'],
  ['football', 'nfl', 'professional football game', 'professional football'],
  ['baseball', 'mlb', 'professional baseball game', 'professional baseball'],
  ['hockey', 'nhl', 'professional hockey game', 'professional hockey'],
  ['first', 'top', '#1', 'number one', 'number 1', 'no. 1'],
  ['shutdown', 'shut down', 'shuts down'],
  ['hot100', 'hot 100'],
  ['global200', 'global 200'],
  ['billboard200', 'billboard 200'],
];

/** Towns and teams by league; a nickname stands for its town too. */
const TEAMS = `
boston celtics|newyork knicks|brooklyn nets|philadelphia 76ers|toronto raptors|chicago bulls|cleveland cavaliers|detroit pistons|
indiana pacers|milwaukee bucks|atlanta hawks|charlotte hornets|miami heat|orlando magic|washington wizards|denver nuggets|
minnesota timberwolves|oklahoma thunder|portland blazers|utah jazz|goldenstate warriors|losangeles lakers|losangeles clippers|
phoenix suns|sacramento kings|dallas mavericks|houston rockets|memphis grizzlies|neworleans pelicans|sanantonio spurs|
buffalo bills|miami dolphins|newengland patriots|newyork jets|baltimore ravens|cincinnati bengals|cleveland browns|
pittsburgh steelers|houston texans|indianapolis colts|jacksonville jaguars|tennessee titans|denver broncos|kansas chiefs|
lasvegas raiders|losangeles chargers|dallas cowboys|newyork giants|philadelphia eagles|washington commanders|chicago bears|
detroit lions|greenbay packers|minnesota vikings|atlanta falcons|carolina panthers|neworleans saints|tampabay buccaneers|
arizona cardinals|losangeles rams|sanfrancisco 49ers|seattle seahawks|baltimore orioles|boston redsox|newyork yankees|
tampabay rays|toronto bluejays|chicago whitesox|cleveland guardians|detroit tigers|kansas royals|minnesota twins|
houston astros|losangeles angels|seattle mariners|texas rangers|atlanta braves|miami marlins|newyork mets|
philadelphia phillies|washington nationals|chicago cubs|cincinnati reds|milwaukee brewers|pittsburgh pirates|
arizona diamondbacks|colorado rockies|losangeles dodgers|sandiego padres|sanfrancisco giants|boston bruins|buffalo sabres|
detroit redwings|florida panthers|montreal canadiens|ottawa senators|tampabay lightning|toronto mapleleafs|
carolina hurricanes|columbus bluejackets|newjersey devils|newyork islanders|newyork rangers|philadelphia flyers|
pittsburgh penguins|washington capitals|chicago blackhawks|colorado avalanche|dallas stars|minnesota wild|
nashville predators|stlouis blues|winnipeg jets|anaheim ducks|calgary flames|edmonton oilers|losangeles kings|
sanjose sharks|seattle kraken|vancouver canucks|vegas goldenknights`;

/** Words of two parts that name a town or a team. */
const JOINED = [
  ...[
    'kansas city',
    'golden state',
    'new orleans',
    'new england',
    'green bay',
    'tampa bay',
    'las vegas',
    'san antonio',
  ],
  ...[
    'san diego',
    'san francisco',
    'new jersey',
    'san jose',
    'st louis',
    'red sox',
    'white sox',
    'blue jays',
    'red wings',
  ],
  ...['maple leafs', 'blue jackets', 'golden knights'],
];

/** Who is asked, as texts call them; what stands together is one source. Two of them need not agree to the cent. */
export const SOURCES: readonly { readonly name: string; readonly words: readonly string[] }[] = [
  { name: 'Binance', words: ['binance'] },
  { name: 'CF Benchmarks', words: ['cf benchmarks', 'real-time index', 'brti'] },
  { name: 'Coinbase', words: ['coinbase'] },
  {
    name: 'Chainlink data streams',
    words: ['chainlink data stream', 'chainlink btc/usd', 'data.chain.link', 'chainlink eth/usd'],
  },
  { name: 'Pyth', words: ['pyth network', 'pyth price'] },
  { name: 'Kraken', words: ['kraken.com', 'kraken exchange'] },
  { name: 'S&P Dow Jones Indices', words: ['s&p dow jones indices', 's&p global'] },
  { name: 'Yahoo Finance', words: ['yahoo finance', 'finance.yahoo'] },
  { name: 'Google Finance', words: ['google finance'] },
  { name: 'Bloomberg', words: ['bloomberg'] },
  {
    name: 'National Weather Service',
    words: ['national weather service', 'weather.gov', 'nws', 'climatological report'],
  },
  { name: 'Weather Underground', words: ['weather underground', 'wunderground'] },
  { name: 'AccuWeather', words: ['accuweather'] },
  { name: 'Bureau of Labor Statistics', words: ['bureau of labor statistics', 'bls.gov', 'bls'] },
  { name: 'Bureau of Economic Analysis', words: ['bureau of economic analysis', 'bea.gov'] },
  { name: 'FRED', words: ['federal reserve economic data', 'fred.stlouisfed'] },
  { name: 'Trading Economics', words: ['trading economics', 'tradingeconomics'] },
  { name: 'Box Office Mojo', words: ['box office mojo', 'boxofficemojo'] },
  { name: 'The Numbers', words: ['the numbers', 'the-numbers.com'] },
  { name: 'Rotten Tomatoes', words: ['rotten tomatoes'] },
  { name: 'Metacritic', words: ['metacritic'] },
  { name: 'AAA', words: ['aaa', 'gasprices.aaa'] },
  { name: 'GasBuddy', words: ['gasbuddy'] },
  { name: 'EIA', words: ['energy information administration', 'eia.gov'] },
  { name: 'NASA GISTEMP', words: ['gistemp', 'nasa'] },
  { name: 'NOAA', words: ['noaa'] },
];

/** Where the weather is measured: two of them are two different questions. */
export const STATIONS: readonly string[] = [
  ...[
    'central park',
    'laguardia',
    'jfk',
    'newark',
    'midway',
    "o'hare",
    'miami international',
    'bergstrom',
    'camp mabry',
  ],
  ...[
    'denver international',
    'buckley',
    'los angeles international',
    'downtown los angeles',
    'philadelphia international',
  ],
  ...['seattle-tacoma', 'boeing field', 'hobby airport', 'bush intercontinental', 'logan international', 'hartsfield'],
  ...['sky harbor', 'love field', 'fort worth', 'minneapolis-saint paul', 'minneapolis-st'],
];

/** Words that change what is asked, where only one side has them anywhere. */
export const QUALIFIERS: ReadonlySet<string> = new Set(
  `core monthly annual quarterly primary general runoff women mens men's women's half quarter overtime nominee popular
electoral preliminary revised seasonally domestic worldwide opening global us-only lowest highest dissent dissents
hot100 global200 billboard200`.split(/\s+/),
);

/** Words that name what is asked about, though they are written small. */
export const NAMING: ReadonlySet<string> = new Set(
  `bitcoin ethereum solana dogecoin litecoin cardano avalanche polkadot ripple chainlink gold silver oil gasoline egg
senate house governor president mayor congress parliament fed ecb boe boj boc rba cpi pce producer payroll unemployment gdp retail
labor sp500 nasdaq100 dowjones russell2000 nikkei225 trade extradition temperature rain snow basketball football baseball hockey
recession shutdown`.split(/\s+/),
);

/** Capitals that only begin a title. */
export const OPENERS: ReadonlySet<string> = new Set('highest average new first top any how domestic first'.split(' '));

/** Of these a market has one: the same towns play in all of them. */
export const SPORTS: readonly string[] = ['basketball', 'football', 'baseball', 'hockey', 'soccer', 'cricket', 'rugby'];

/** Opposite moves that leave a third case open. */
export const OPPOSITES: readonly (readonly [string, string])[] = [
  ['cut', 'hike'],
  ['unchanged', 'cut'],
  ['unchanged', 'hike'],
  ['rise', 'fall'],
  ['highest', 'lowest'],
];

/** Categories that may be called differently and mean the same questions. */
const CATEGORY_KINDS: Readonly<Record<string, readonly string[]>> = {
  sports: ['sports', 'esports', 'nba', 'nfl', 'mlb', 'nhl', 'soccer', 'tennis', 'golf', 'ufc', 'cricket'],
  weather: ['weather', 'climate', 'climate and weather'],
  crypto: ['crypto', 'cryptocurrency'],
  culture: ['culture', 'pop culture', 'pop-culture', 'entertainment', 'movies', 'music', 'social'],
  affairs: [
    ...['politics', 'elections', 'geopolitics', 'world', 'economics', 'economy', 'finance', 'financials', 'business'],
    ...['companies', 'mentions', 'tech', 'science', 'science and technology', 'transportation', 'health'],
  ],
};

/** The kind of a category, or '' when it is not known. */
export function categoryKind(category: string): string {
  const word = category.toLowerCase();
  return Object.entries(CATEGORY_KINDS).find(([, names]) => names.includes(word))?.[0] ?? '';
}

/** Every phrase with the word that stands for it, longest first. */
export const PHRASES: readonly (readonly [phrase: string, word: string])[] = [
  ...ALIASES.flatMap(([word = '', ...phrases]) => phrases.map((phrase) => [phrase, word] as const)),
  ...JOINED.map((phrase) => [phrase, phrase === 'kansas city' ? 'kansas' : phrase.replace(' ', '')] as const),
].toSorted(([a], [b]) => b.length - a.length);

/** Town and nickname of every team. */
export const TOWNS_AND_TEAMS: readonly (readonly [town: string, team: string])[] = TEAMS.split('|').map((entry) => {
  const [town = '', team = ''] = entry.trim().split(' ');
  return [town, team];
});

/** Words that tell nothing apart. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and any are as at be been before by close closes closing contract cost day do does edt est et event following for from game has
have if in into is it its market more most no not of off on one or other out over per price prices rate rates resolve resolves
should than that the their then there this time to under until up upper was were what when which while who will win winner wins with yes
you your vs versus after above below higher lower least between exactly reach reaches hit hits meeting average than equal greater less
race party candidate seat professional at-large range domestic
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
am pm utc bps stay stays remain remains spread handicap moneyline`.split(/\s+/),
);
