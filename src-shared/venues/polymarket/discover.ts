/**
 * Finds Polymarket's markets: walks Gamma's keyset pages and turns each market into a listing.
 *
 * Only markets that can be traded now are listed on the walk; one market that cannot be read is a problem sentence and never
 * the end of the page. Pages are cached by the venue for up to five minutes, and a market may appear twice when it changes
 * between pages, so markets are listed once. A repeated cursor or page ends the walk instead of looping (a cursor parameter of
 * the wrong name is ignored by the venue, which then sends the first page for ever).
 */
import {
  type ContractTexts,
  type Listing,
  type ListingStatus,
  listingId,
  type Resolution,
} from '../../domain/listing.ts';
import { ONE_MICROS, type SizeMicros } from '../../domain/micros.ts';
import type { Json } from '../../domain/notice.ts';
import { EventTitles, isYes, outcomeTitle } from '../../domain/outcome-title.ts';
import { PageWalk } from '../../domain/page-walk.ts';
import { uniformGrid } from '../../domain/price-grid.ts';
import { utcMillis } from '../../domain/time.ts';
import { type Discovery, type DiscoveryPage, type RestRequest, VenueError } from '../venue.ts';
import { feesOf } from './fees.ts';
import { statedTerms } from './stated.ts';
import { asObject, decimalMicros, type GammaMarket, textList, textOr, tickGrid } from './wire.ts';

export const POLYMARKET_ID = 'polymarket';

const PATH = '/markets/keyset';
/** Markets one request asks for by their ids: the address stays far below every known limit. */
export const MARKETS_MAX = 20;
const PAGE_LIMIT = '100';
/** Of a condition id: enough to differ within an event. */
const MARK_DIGITS = 8;
/** More than twice the pages of all open markets (700 to 850 estimated in October 2026). */
const PAGES_MAX = 2_000;
/**
 * The finest documented tick, for a market that names none: every price of every documented tick is on it, so no true price
 * is drawn in the row of another. The book itself brings the real tick size.
 */
const SAFE_GRID = uniformGrid(100);
/** Sections of the site; the first of a market's tags that is one of them is its category. */
const SECTIONS = new Set(
  ['Politics', 'Sports', 'Crypto', 'Finance', 'Economy', 'Economics', 'Tech', 'Culture', 'Pop Culture', 'Geopolitics']
    .concat(['World', 'Weather', 'Elections', 'Mentions', 'Science', 'Business', 'Other'])
    .map((section) => section.toLowerCase()),
);

export function createDiscovery(): Discovery {
  return new PolymarketDiscovery();
}

class PolymarketDiscovery implements Discovery {
  private readonly seen = new Set<string>();
  private readonly walk = new PageWalk('Polymarket', PAGES_MAX);
  private readonly titles = new EventTitles();

  next(): RestRequest | null {
    const { cursor } = this.walk;
    if (cursor === null) return null;
    const query: [string, string][] = [
      ['closed', 'false'],
      ['limit', PAGE_LIMIT],
      ['include_tag', 'true'],
    ];
    if (cursor !== '') query.push(['after_cursor', cursor]);
    return { endpoint: 'gamma', method: 'GET', path: PATH, query, bucket: 'gamma' };
  }

  accept(body: Json): DiscoveryPage {
    if (this.walk.cursor === null) throw new VenueError('Polymarket was asked for no further page.');
    const { markets, next } = pageOf(body);
    const listings: Listing[] = [];
    const problems: string[] = [];
    for (const item of markets) {
      const market = asObject<GammaMarket>(item);
      if (market !== null && !isTradable(market)) continue;
      const listing = listingOf(market, problems);
      if (listing === null || this.seen.has(listing.marketId)) continue;
      this.seen.add(listing.marketId);
      listings.push(this.titles.distinct(listing, markOf(market, listing)));
    }
    const ids = markets.map((market) => textOr(asObject<GammaMarket>(market)?.conditionId));
    const broken = this.walk.accept(ids, next);
    return { listings, problems, ...(broken !== '' && { broken }) };
  }
}

/** Markets by condition id. `closed` is false by default at the venue, and then leaves out markets that have ended. */
export function marketsRequest(marketIds: readonly string[], ended = false): RestRequest {
  const query: [string, string][] = marketIds.map((id) => ['condition_ids', id]);
  query.push(['closed', String(ended)], ['limit', PAGE_LIMIT], ['include_tag', 'true']);
  return { endpoint: 'gamma', method: 'GET', path: PATH, query, bucket: 'gamma' };
}

/** Every market of an answer, whatever its state. */
export function readMarkets(body: Json, known?: (marketId: string) => Listing | undefined): DiscoveryPage {
  const titles = new EventTitles();
  const listings: Listing[] = [];
  const problems: string[] = [];
  for (const item of pageOf(body).markets) {
    const market = asObject<GammaMarket>(item);
    const listing = listingOf(market, problems);
    if (listing !== null) {
      listings.push(titles.distinct(listing, markOf(market, listing), known?.(listing.marketId)));
    }
  }
  return { listings, problems };
}

/** A page, in the keyset form or as the bare list of the older endpoints. */
function pageOf(body: Json): { readonly markets: readonly unknown[]; readonly next: string } {
  if (Array.isArray(body)) return { markets: body, next: '' };
  const page = asObject<{ markets?: unknown; next_cursor?: unknown }>(body);
  if (page === null || !Array.isArray(page.markets)) {
    throw new VenueError('Polymarket answered a request for markets without a list of markets.');
  }
  return { markets: page.markets, next: textOr(page.next_cursor) };
}

/** Live check of October 2026: these markets have a book. Neither an end date in the past nor a proposed result ends trading. */
function isTradable(market: GammaMarket): boolean {
  return (
    market.active === true &&
    market.closed !== true &&
    market.enableOrderBook === true &&
    market.acceptingOrders === true
  );
}

function listingOf(market: GammaMarket | null, problems: string[]): Listing | null {
  if (market === null) return refuse(problems, 'A market is no object.');
  const marketId = textOr(market.conditionId);
  if (marketId === '') return refuse(problems, `Market ${textOr(market.id) || 'without an id'} has no conditionId.`);
  const tokens = tokensOf(market);
  if (tokens === null) return refuse(problems, `Market ${marketId} has no two token ids.`);
  const outcomes = textList(market.outcomes);
  if (outcomes?.length !== 2) return refuse(problems, `Market ${marketId} has no two outcomes.`);
  const priceGrid = tickGrid(market.orderPriceMinTickSize);
  if (priceGrid === null) problems.push(`Market ${marketId} names no usable tick size; 0.0001 is assumed.`);
  const { fees, problem } = feesOf(market);
  if (problem !== null) problems.push(`Market ${marketId}: ${problem}.`);
  const event = eventOf(market);
  const minOrderSize = decimalMicros(market.orderMinSize);
  const question = textOr(market.question) || textOr(market.slug) || marketId;
  return {
    id: listingId(POLYMARKET_ID, marketId),
    venue: POLYMARKET_ID,
    marketId,
    eventId: textOr(event?.id),
    ...contractOf(market),
    title: titleOf(question, outcomes[0]!),
    outcomes: [outcomes[0]!, outcomes[1]!],
    symbols: [tokens[0], tokens[1], marketId],
    status: statusOf(market),
    resolution: resolutionOf(market),
    ...resultStateOf(market),
    priceGrid: priceGrid ?? SAFE_GRID,
    minOrderSizeMicros: minOrderSize >= 0 ? (minOrderSize as SizeMicros) : null,
    fees,
    tags: tagsOf(market),
    volume24h: wholeOf(market.volume24hr),
    url: urlOf(textOr(event?.slug) || textOr(market.slug)),
    venueData: venueDataOf(market, marketId),
  };
}

export function readContract(body: Json): ContractTexts | null {
  const market = asObject<GammaMarket>(body);
  return market === null ? null : contractOf(market);
}

function contractOf(market: GammaMarket): ContractTexts {
  const tags = tagsOf(market);
  const outcomes = textList(market.outcomes);
  return {
    title: titleOf(textOr(market.question) || textOr(market.slug), outcomes?.[0] ?? ''),
    outcomes: outcomes?.length === 2 ? [outcomes[0]!, outcomes[1]!] : ['Yes', 'No'],
    category: textOr(market.category) || (tags.find((tag) => SECTIONS.has(tag.toLowerCase())) ?? tags[0] ?? ''),
    closeTimeMs: utcMillis(market.endDate),
    rules: rulesOf(market),
    stated: statedTerms(market, textOr(eventOf(market)?.title)),
  };
}

/** Prices are of the first outcome, which the title must say where it is not Yes. */
function titleOf(question: string, outcome: string): string {
  return isYes(outcome) ? question : outcomeTitle(question, outcome);
}

type GammaEvent = { id?: unknown; slug?: unknown; title?: unknown; tags?: unknown };

function eventOf(market: GammaMarket): GammaEvent | null {
  return asObject<GammaEvent>(firstOf(market.events));
}

function tagsOf(market: GammaMarket): readonly string[] {
  return [...new Set([...labelsOf(market.tags), ...labelsOf(eventOf(market)?.tags)])];
}

/** What sets a market apart among those of its event. */
function markOf(market: GammaMarket | null, { marketId }: Listing): string {
  return textOr(market?.groupItemTitle) || marketId.slice(-MARK_DIGITS);
}

function refuse(problems: string[], sentence: string): null {
  problems.push(sentence);
  return null;
}

/** Token ids stay text: 77 or 78 digits are beyond every number. Markets of protocol v2 name them differently. */
function tokensOf(market: GammaMarket): readonly [string, string] | null {
  const ids = textList(market.version === 'v2' ? market.positionIds : market.clobTokenIds);
  if (ids?.length !== 2 || !ids.every((id) => /^\d+$/.test(id))) return null;
  return [ids[0]!, ids[1]!];
}

function statusOf(market: GammaMarket): ListingStatus {
  if (resolutionOf(market) !== null) return 'resolved';
  if (market.closed === true) return 'closed';
  if (isTradable(market)) return 'open';
  // Once a result is proposed and no orders are taken the book is gone (REST answers 404), though the market is not closed yet.
  return textOr(market.umaResolutionStatus) === '' ? 'paused' : 'closed';
}

/** Whether a result was proposed to the oracle or is disputed there (`umaResolutionStatus`, Gamma; no other word was seen). */
function resultStateOf(market: GammaMarket): Pick<Listing, 'result'> {
  const { umaResolutionStatus: word } = market;
  return resolutionOf(market) === null && (word === 'proposed' || word === 'disputed') ? { result: word } : {};
}

/** Final prices of a closed market are its payouts; prices in between count only once the resolution is final. */
function resolutionOf(market: GammaMarket): Resolution | null {
  if (market.closed !== true) return null;
  const prices = textList(market.outcomePrices)?.map(decimalMicros);
  if (prices?.length === 2) {
    if (prices[0] === ONE_MICROS && prices[1] === 0) return 'yes';
    if (prices[0] === 0 && prices[1] === ONE_MICROS) return 'no';
  }
  return market.umaResolutionStatus === 'resolved' ? 'other' : null;
}

function venueDataOf(market: GammaMarket, conditionId: string): Readonly<Record<string, string>> {
  const data: Record<string, string> = { conditionId };
  const size = market.orderMinSize;
  if (typeof size === 'number' || typeof size === 'string') data.minOrderSize = String(size);
  if (typeof market.negRisk === 'boolean') data.negRisk = String(market.negRisk);
  return data;
}

function rulesOf(market: GammaMarket): string {
  const source = textOr(market.resolutionSource);
  const rules = textOr(market.description);
  return source === '' ? rules : `${rules}\n\nResolution source: ${source}`.trim();
}

function urlOf(slug: string): string {
  return slug === '' ? '' : `https://polymarket.com/event/${encodeURIComponent(slug.toWellFormed())}`;
}

/** The venue counts in dollars, which orders markets as well as contracts would. */
function wholeOf(volume: unknown): number | null {
  const whole = typeof volume === 'number' ? Math.floor(volume) : Number.NaN;
  return Number.isSafeInteger(whole) && whole >= 0 ? whole : null;
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function labelsOf(tags: unknown): string[] {
  if (!Array.isArray(tags)) return [];
  return tags
    .map((tag) => (typeof tag === 'string' ? tag : textOr(asObject<{ label?: unknown }>(tag)?.label)))
    .filter((label) => label !== '');
}
