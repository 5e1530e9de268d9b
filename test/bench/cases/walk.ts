/**
 * A first start with 200,000 markets on both venues (`--quick`: 20,000): how long until the catalogue has all of them, against the time in
 * which the venues' rate limits allow their pages to be asked for at all.
 *
 * The app on the built-in exchange, with nothing known before. The exchange makes the pages in the same process, so its share of the
 * two cores is in the figure too.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startExchange } from '../../../src-exchange/start.ts';
import type { Port } from '../../../src-shared/contract/port.ts';
import type { CatalogState, MainToWindow, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import type { RateLimit } from '../../../src-shared/venues/venue.ts';
import { madeVenue } from '../frames/made-venues.ts';
import { openDemoApp } from '../suite/demo-app.ts';
import { answer, caseArguments, until } from '../suite/measure.ts';

const ENGINE = new URL('../../../src-worker/worker.ts', import.meta.url);
const SEED = 20_261_121;
const RATE = 200;
const MARKETS = 200_000;
const DEADLINE_MS = 300_000;
const { quick } = caseArguments();
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
try {
  const exchange = await startExchange({
    seed: SEED,
    ratePerSecond: RATE,
    quietMarkets: quick ? MARKETS / 10 : MARKETS,
  });
  const startMs = performance.now();
  const app = await openDemoApp({ exchange, folder, engine: ENGINE });
  const tookMs = new Map<string, number>();
  const found = new Map<string, number>();
  let progress = 0;
  const see = (catalog: CatalogState): void => {
    for (const { venue, listings, complete, walk } of catalog.byVenue) {
      if (walk !== null && walk.met > 0) progress++;
      if (!complete || tookMs.has(venue)) continue;
      tookMs.set(venue, performance.now() - startMs);
      found.set(venue, listings);
    }
  };
  app.attachWindow(1, windowThat(see));
  await until(() => VENUES.every(({ id }) => tookMs.has(id)), DEADLINE_MS, 'the catalogue was not complete in time');
  const leastMs = VENUES.map(({ id, rateLimits }) => {
    const { markets, bucket } = madeVenue(id).page;
    return leastTimeMs(Math.ceil(found.get(id)! / markets), rateLimits[bucket]!);
  });
  answer({
    'walk.vsLimits': Math.max(...tookMs.values()) / Math.max(...leastMs),
    'walk.seconds': Math.max(...tookMs.values()) / 1_000,
    ...Object.fromEntries([...tookMs].map(([venue, ms]) => [`walk.${venue}Seconds`, ms / 1_000])),
    'walk.leastSeconds': Math.max(...leastMs) / 1_000,
    'walk.markets': [...found.values()].reduce((sum, count) => sum + count, 0),
    'walk.progressTold': progress,
  });
  await app.stop();
  await exchange.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

/** The soonest that so many requests can have been sent. */
function leastTimeMs(requests: number, { requests: per, perMs, burst }: RateLimit): number {
  return (Math.max(0, requests - burst) * perMs) / per;
}

/** A window that only looks at the catalogue. */
function windowThat(see: (catalog: CatalogState) => void): Port<MainToWindow, WindowToMain> {
  return {
    onMessage: null,
    onClose: null,
    post(data) {
      if (data instanceof Uint8Array) return;
      if (data.kind === 'catalog' || data.kind === 'hello') see(data.catalog);
    },
    close() {},
    pending: () => 0,
  };
}
