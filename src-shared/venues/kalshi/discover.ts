/**
 * Finds Kalshi's markets: reads the list of series once, then walks the pages of open markets and makes each a listing.
 *
 * Category, tags and fees belong to a market's series, whose ticker is the event ticker up to its first hyphen. Combination
 * markets (hundreds of thousands, made on request) are left out by the request, and passed over should one come all the same; markets
 * of type scalar are passed over too. One market that cannot be read is a problem sentence and never the end of the page. A repeated
 * cursor or page ends the walk.
 */
import {
  type ContractTexts,
  type Listing,
  type ListingStatus,
  listingId,
  type Resolution,
} from '../../domain/listing.ts';
import { ONE_MICROS } from '../../domain/micros.ts';
import type { Json } from '../../domain/notice.ts';
import { EventTitles, outcomeTitle } from '../../domain/outcome-title.ts';
import { PageWalk } from '../../domain/page-walk.ts';
import { uniformGrid } from '../../domain/price-grid.ts';
import { utcMillis } from '../../domain/time.ts';
import { type Discovery, type DiscoveryPage, type RestRequest, VenueError } from '../venue.ts';
import { feesOf } from './fees.ts';
import { plainTitle } from './plain-title.ts';
import { seriesTerms, statedTerms } from './stated.ts';
import { asObject, decimalMicros, gridOf, type KalshiMarket, type KalshiSeries, textOr } from './wire.ts';

export const KALSHI_ID = 'kalshi';

/** Markets one request asks for by their ids: the address stays far below every known limit. */
export const MARKETS_MAX = 20;
const PAGE_LIMIT = '1000';
/** Ten times the pages of all open markets (about 120 in September 2026). */
const PAGES_MAX = 1_200;
/**
 * For a market whose grid cannot be read: the finest step of any published structure. Every true price is on it, so none
 * is drawn in the row of another; the usual cent would put half-cent prices there.
 */
const SAFE_GRID = uniformGrid(100);

/** REST words for a market's state (docs.kalshi.com, market lifecycle, 2026-09). */
const STATUSES: ReadonlyMap<string, ListingStatus> = new Map([
  ['initialized', 'paused'],
  ['active', 'open'],
  ['inactive', 'paused'],
  ['closed', 'closed'],
  ['determined', 'resolved'],
  // The result is contested: nothing is traded, and nothing is certain.
  ['disputed', 'closed'],
  ['amended', 'resolved'],
  ['finalized', 'resolved'],
]);

type SeriesFacts = Pick<Listing, 'category' | 'tags' | 'fees' | 'stated'>;
const NO_SERIES: SeriesFacts = { category: '', tags: [], fees: feesOf(null) };

export function createDiscovery(): Discovery {
  return new KalshiDiscovery();
}

class KalshiDiscovery implements Discovery {
  private series: ReadonlyMap<string, SeriesFacts> | null = null;
  private readonly seen = new Set<string>();
  private readonly walk = new PageWalk('Kalshi', PAGES_MAX);
  private readonly titles = new EventTitles();

  next(): RestRequest | null {
    if (this.series === null) return { ...get('/series', []), isLarge: true };
    const { cursor } = this.walk;
    if (cursor === null) return null;
    const query: [string, string][] = [
      ['limit', PAGE_LIMIT],
      ['status', 'open'],
      ['mve_filter', 'exclude'],
    ];
    if (cursor !== '') query.push(['cursor', cursor]);
    return get('/markets', query);
  }

  accept(body: Json): DiscoveryPage {
    if (this.series === null) {
      this.series = seriesOf(body);
      return { listings: [], problems: [] };
    }
    if (this.walk.cursor === null) throw new VenueError('Kalshi was asked for no further page.');
    const { series } = this;
    const { markets, next } = pageOf(body);
    const problems: string[] = [];
    const factsOf = (market: KalshiMarket): SeriesFacts | undefined => series.get(seriesTicker(market));
    const { listings, combinations } = listingsOf(markets, factsOf, problems, this.titles);
    const fresh = listings.filter(({ marketId }) => !this.seen.has(marketId));
    for (const { marketId } of fresh) this.seen.add(marketId);
    const ids = markets.map((market) => textOr(asObject<KalshiMarket>(market)?.ticker));
    const broken = this.walk.accept(ids, next);
    return { listings: fresh, problems, combinations, ...(broken !== '' && { broken }) };
  }
}

/** Markets by ticker, whatever their state. The list is one parameter with commas, unlike that of `/markets/orderbooks`. */
export function marketsRequest(marketIds: readonly string[]): RestRequest {
  return get('/markets', [
    ['tickers', marketIds.join(',')],
    ['limit', PAGE_LIMIT],
  ]);
}

/** Every market of an answer. It names no series, so what belongs to the series is kept from the listing known so far. */
export function readMarkets(body: Json, known?: (marketId: string) => Listing | undefined): DiscoveryPage {
  const problems: string[] = [];
  const factsOf = (market: KalshiMarket): Listing | undefined => known?.(textOr(market.ticker));
  const read = listingsOf(pageOf(body).markets, factsOf, problems, new EventTitles(), known);
  return { ...read, problems };
}

function get(path: string, query: RestRequest['query']): RestRequest {
  return { endpoint: 'rest', method: 'GET', path, query, bucket: 'rest' };
}

function pageOf(body: Json): { readonly markets: readonly unknown[]; readonly next: string } {
  const page = asObject<{ markets?: unknown; cursor?: unknown }>(body);
  if (page === null || !Array.isArray(page.markets)) {
    throw new VenueError('Kalshi answered a request for markets without a list of markets.');
  }
  return { markets: page.markets, next: textOr(page.cursor) };
}

function seriesOf(body: Json): ReadonlyMap<string, SeriesFacts> {
  const list = asObject<{ series?: unknown }>(body)?.series;
  if (!Array.isArray(list)) throw new VenueError('Kalshi answered a request for series without a list of series.');
  const facts = new Map<string, SeriesFacts>();
  for (const item of list) {
    const series = asObject<KalshiSeries>(item);
    const ticker = textOr(series?.ticker);
    if (series === null || ticker === '') continue;
    const tags: readonly unknown[] = Array.isArray(series.tags) ? series.tags : [];
    facts.set(ticker, {
      category: textOr(series.category),
      tags: tags.filter((tag) => typeof tag === 'string'),
      fees: feesOf(series),
      stated: seriesTerms(series),
    });
  }
  return facts;
}

function listingsOf(
  markets: readonly unknown[],
  factsOf: (market: KalshiMarket) => SeriesFacts | undefined,
  problems: string[],
  titles: EventTitles,
  known?: (marketId: string) => Listing | undefined,
): Pick<DiscoveryPage, 'listings'> & { readonly combinations: readonly string[] } {
  const listings: Listing[] = [];
  const combinations: string[] = [];
  for (const item of markets) {
    const market = asObject<KalshiMarket>(item);
    if (market?.market_type === 'scalar') continue;
    if (market !== null && isCombination(market)) {
      combinations.push(textOr(market.ticker));
      continue;
    }
    const listing =
      market === null
        ? refuse(problems, 'A market is no object.')
        : listingOf(market, factsOf(market) ?? NO_SERIES, problems);
    if (listing === null) continue;
    const { marketId } = listing;
    const mark = marketId.slice(marketId.lastIndexOf('-') + 1);
    listings.push(titles.distinct(listing, mark, known?.(marketId)));
  }
  return { listings, combinations };
}

/** "Multivariate": each names its collection (docs.kalshi.com, GET /markets, 2026-09). */
function isCombination({ mve_collection_ticker: collection }: KalshiMarket): boolean {
  return textOr(collection) !== '';
}

function listingOf(market: KalshiMarket, facts: SeriesFacts, problems: string[]): Listing | null {
  const marketId = textOr(market.ticker);
  if (marketId === '') return refuse(problems, 'A market has no ticker.');
  const said = STATUSES.get(textOr(market.status));
  if (said === undefined) return refuse(problems, `Market ${marketId} has an unknown status.`);
  const resolution = said === 'resolved' ? resolutionOf(market.result) : null;
  // Without a result nothing is settled for whoever looks at it.
  const status = said === 'resolved' && resolution === null ? 'closed' : said;
  const priceGrid = gridOf(market.price_ranges, market.price_level_structure);
  if (priceGrid === null) problems.push(`Market ${marketId} names no usable price grid; steps of 0.0001 are assumed.`);
  const volumeMicros = decimalMicros(market.volume_24h_fp);
  // `close_time` of a market that can close early is its last moment: games are decided two weeks before it.
  const decidedMs = market.can_close_early === true ? utcMillis(market.expected_expiration_time) : null;
  return {
    id: listingId(KALSHI_ID, marketId),
    venue: KALSHI_ID,
    marketId,
    eventId: textOr(market.event_ticker),
    ...contractOf(market, facts),
    symbols: [marketId],
    status,
    resolution,
    priceGrid: priceGrid ?? SAFE_GRID,
    minOrderSizeMicros: null,
    fees: facts.fees,
    tags: facts.tags,
    ...(decidedMs !== null && { decidedMs }),
    ...(market.status === 'disputed' && { result: 'disputed' }),
    volume24h: volumeMicros >= 0 ? Math.floor(volumeMicros / ONE_MICROS) : null,
    url: urlOf(market),
    venueData: {},
  };
}

/** Of a market of an unknown series. */
export function readContract(body: Json): ContractTexts | null {
  const market = asObject<KalshiMarket>(body);
  return market === null ? null : contractOf(market, NO_SERIES);
}

function contractOf(market: KalshiMarket, { category, stated }: SeriesFacts): ContractTexts {
  return {
    title:
      outcomeTitle(plainTitle(textOr(market.title)), plainTitle(textOr(market.yes_sub_title))) || textOr(market.ticker),
    outcomes: ['Yes', 'No'],
    category,
    closeTimeMs: utcMillis(market.close_time),
    rules: [textOr(market.rules_primary), textOr(market.rules_secondary)].filter((part) => part !== '').join('\n\n'),
    stated: statedTerms(market, stated),
  };
}

function refuse(problems: string[], sentence: string): null {
  problems.push(sentence);
  return null;
}

/** A market settled at a fair price ("scalar") went neither way. */
function resolutionOf(result: unknown): Resolution | null {
  if (result === 'yes' || result === 'no') return result;
  return textOr(result) === '' ? null : 'other';
}

function seriesTicker(market: KalshiMarket): string {
  return (textOr(market.event_ticker) || textOr(market.ticker)).split('-')[0]!;
}

function urlOf(market: KalshiMarket): string {
  const path = [seriesTicker(market), textOr(market.event_ticker)].filter((part) => part !== '');
  return `https://kalshi.com/markets/${path.map((part) => encodeURIComponent(part.toLowerCase().toWellFormed())).join('/')}`;
}
