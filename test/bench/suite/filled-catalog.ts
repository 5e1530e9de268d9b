/** A catalogue's file with as many markets as the venues have, without the exchange's pages: those would take most of a case's time. */
import { QuietMarkets } from '../../../src-exchange/markets/quiet-markets.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import { Catalog } from '../../../src-main/catalog/catalog.ts';
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import { type Listing, listingId } from '../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../src-shared/domain/time.ts';

const AT_ONCE = 1_000;
const CENT_MICROS = 10_000;
/** As long as rules are. */
const RULES =
  'This market will resolve to "Yes" if the answer to the question is yes according to its source. Otherwise this market will resolve to "No".';

/** A market of the built-in exchange as a listing, without the exchange's pages: those would take most of the time here. */
function listingOf(quiet: QuietMarkets, index: number): Listing {
  const { venue, marketId, symbols, contract, title, earlierVolume } = quiet.at(index, 0);
  const { plan } = contract;
  return {
    id: listingId(venue, marketId),
    venue,
    marketId,
    eventId: String(index >> 3),
    title,
    outcomes: ['Yes', 'No'],
    symbols,
    status: 'open',
    resolution: null,
    priceGrid: uniformGrid(CENT_MICROS),
    minOrderSizeMicros: null,
    fees: NO_FEE,
    category: plan.category,
    tags: plan.tag === undefined ? [] : [plan.tag],
    closeTimeMs: plan.closesMs as Millis,
    volume24h: earlierVolume,
    rules: `${title} ${RULES}`,
    url: '',
    venueData: {},
  };
}

/** Fills the file with so many of the markets that the built-in exchange lists; returns titles that can be searched for. */
export function fillCatalog(file: string, markets: number): readonly string[] {
  const nowMs = Date.now();
  const catalog = Catalog.open(file, nowMs);
  const titles: string[] = [];
  const total = PLAYED_VENUES.reduce((sum, { openMarkets }) => sum + openMarkets, 0);
  for (const [venueIndex, venue] of PLAYED_VENUES.entries()) {
    const count = Math.round((markets * venue.openMarkets) / total);
    const quiet = new QuietMarkets({ venue, venueIndex, count, seed: 1, startMs: nowMs });
    for (let from = 0; from < count; from += AT_ONCE) {
      const page = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => listingOf(quiet, from + at));
      catalog.put(page, { nowMs, walk: 1 });
      for (const { title } of page) titles.push(title);
    }
  }
  catalog.close();
  return titles;
}
