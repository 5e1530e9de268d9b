/**
 * The catalogue with all markets of both venues, 200,000: how fast a search is answered, and how soon after a start they are there.
 *
 * Ours, as the app has it: in its thread, asked over its port. The searches are those that people type, letter by letter, and half of them
 * with a typing error. The restart is measured from the thread's start to the first answer that has all markets in it, the file being in
 * the system's cache, as after a restart.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuietMarkets } from '../../../src-exchange/markets/quiet-markets.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import { Catalog } from '../../../src-main/catalog/catalog.ts';
import { CatalogClient } from '../../../src-main/catalog/catalog-client.ts';
import { searchQuery } from '../../../src-main/catalog/market-pages.ts';
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import { type Listing, listingId } from '../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../src-shared/domain/time.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, median, mustEqual } from '../suite/measure.ts';

const MARKETS = 200_000;
const SEED = 20_261_120;
const RESTARTS = 3;
const AT_ONCE = 1_000;
const CENT_MICROS = 10_000;
const SHOWN = 50;
/** As long as rules are. */
const RULES =
  'This market will resolve to "Yes" if the answer to the question is yes according to its source. Otherwise this market will resolve to "No".';
/** Shorter texts are typed on; nobody looks at their results for long. */
const TYPED_FROM = 2;
const PERCENTILE = 0.95;

const { quick } = caseArguments();
const markets = quick ? MARKETS / 10 : MARKETS;
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
const file = join(folder, 'catalog.sqlite');

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

/** Fills the file with what the built-in exchange lists; answers with titles that can be searched for. */
function fill(): readonly string[] {
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

function open(): Promise<{ readonly client: CatalogClient; readonly restartMs: number }> {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const client = new CatalogClient({
      file,
      onState: ({ listings }) => {
        if (listings < markets) return;
        client.search(client, searchQuery({ text: 'bitcoin', venues: [], limit: SHOWN })).then((found) => {
          mustEqual(found.length > 0, true, 'the first search finds something');
          resolve({ client, restartMs: performance.now() - startMs });
        }, reject);
      },
      onFollow: () => {},
      onProblem: (text) => reject(new Error(text)),
    });
  });
}

/** What people type: two or three words of a title, letter by letter, in every second text two letters swapped. */
function texts(titles: readonly string[]): readonly string[] {
  const random = seededRandom(SEED);
  const typed: string[] = [];
  for (let at = 0; at < (quick ? 20 : 60); at++) {
    const words = titles[Math.floor(random() * titles.length)]!.split(' ');
    const first = Math.floor(random() * Math.max(1, words.length - 3));
    let text = words.slice(first, first + 2 + (at % 2)).join(' ');
    const swap = Math.floor(random() * Math.max(1, text.length - 2));
    if (at % 2 === 1) text = `${text.slice(0, swap)}${text[swap + 1]}${text[swap]}${text.slice(swap + 2)}`;
    for (let length = TYPED_FROM; length <= text.length; length++) typed.push(text.slice(0, length));
  }
  return typed;
}

try {
  const titles = fill();
  const restarts: number[] = [];
  for (let run = 0; run < RESTARTS; run++) {
    const { client, restartMs } = await open();
    restarts.push(restartMs);
    await client.close();
  }
  const { client } = await open();
  mustEqual(client.state.listings, titles.length, 'markets after a restart');
  const times: number[] = [];
  for (const text of texts(titles)) {
    const startMs = performance.now();
    await client.search(client, searchQuery({ text, venues: [], limit: SHOWN }));
    times.push(performance.now() - startMs);
  }
  await client.close();
  times.sort((a, b) => a - b);
  answer({
    'catalog.restartMs': median(restarts),
    'search.msP50': median(times),
    'search.msP95': times[Math.floor(times.length * PERCENTILE)]!,
    'search.msMax': times.at(-1)!,
    'catalog.markets': titles.length,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
