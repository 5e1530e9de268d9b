/** The whole app, without a window, on a built-in exchange whose clock the test moves. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeFacts, ExchangeHandle } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';
import { type CrossbookApp, createApp } from '../../src-main/app/app.ts';
import type { AppOptions } from '../../src-main/app/controllers/app-types.ts';
import { VENUES } from '../../src-main/base/registry.ts';
import { demoSettings } from '../../src-main/host/demo.ts';
import { demoLinkStore } from '../../src-main/host/demo-links.ts';
import { nodeEngine } from '../../src-main/host/node/node-engine.ts';
import { findPaths } from '../../src-main/profile/paths.ts';
import { loadKey } from '../../src-main/profile/secrets.ts';
import { defaultSettings } from '../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../src-main/profile/state.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { listingId } from '../../src-shared/domain/listing.ts';

const ENGINE = new URL('../../src-worker/worker.ts', import.meta.url);
/** Fixed, so that the exchange lists the same markets in every run. */
const START_MS = Date.UTC(2026, 10, 2, 12);
const LOOK_EVERY_MS = 20;
const DEADLINE_MS = 15_000;

export type ExchangeApp = {
  readonly exchange: ExchangeHandle;
  readonly app: CrossbookApp;
  /** The profile: keys, sessions. */
  readonly folder: string;
  /** Resolves with the books when every open one is synced and equals the exchange's truth. */
  settled(): Promise<readonly BookDump[]>;
  stop(): Promise<void>;
};

export async function startExchangeApp(shards: number, options: AppChoices = {}): Promise<ExchangeApp> {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-test-'));
  const exchange = await startExchange({ seed: 7, ratePerSecond: 2_000, startPaused: true, startMs: START_MS });
  const app = await openApp(exchange, folder, shards, options);
  return {
    exchange,
    app,
    folder,
    settled: () => settle(exchange, app),
    async stop() {
      await app.stop();
      await exchange.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a test has otherwise than it usually is. */
export type AppChoices = Pick<AppOptions, 'checkTiming'> & { readonly crossChecks?: boolean };

/** Starts the app on an exchange, with a profile that it may find there from an earlier start. */
export async function openApp(
  exchange: ExchangeFacts,
  folder: string,
  shards: number,
  { crossChecks = true, ...choices }: AppChoices = {},
): Promise<CrossbookApp> {
  const keys = Object.fromEntries(VENUES.map(({ id }) => [id, 'good' as const]));
  const settings = await demoSettings(exchange, { keys }, { ...defaultSettings(), shards, crossChecks }, folder);
  const app = createApp({
    mode: 'demo',
    version: 'test',
    hostName: 'test',
    settings,
    paths: findPaths('demo', folder),
    state: createStateStore(
      DEFAULT_STATE,
      async () => {},
      () => {},
    ),
    warnings: [],
    ...choices,
    launchEngine: nodeEngine(ENGINE),
    links: demoLinkStore(exchange.links),
    readPrivateKey: (id) => {
      const venue = VENUES.find((candidate) => candidate.id === id)!;
      return loadKey({ venue, settings: settings.venues[id], folder, vault: null });
    },
  });
  await app.start();
  return app;
}

async function settle(exchange: ExchangeHandle, app: CrossbookApp): Promise<readonly BookDump[]> {
  const truth = (await exchange.truth()).filter(({ resolved }) => !resolved);
  const deadlineMs = performance.now() + DEADLINE_MS;
  for (;;) {
    const dumped = new Map((await app.dumpBooks().catch(() => [])).map((book) => [book.listing, book]));
    const wrong = truth.filter((expected) => {
      const book = dumped.get(listingId(expected.venue, expected.marketId));
      return book?.phase !== 'synced' || levelsOf(book) !== levelsOf(expected);
    });
    if (wrong.length === 0) return truth.map(({ venue, marketId }) => dumped.get(listingId(venue, marketId))!);
    if (performance.now() > deadlineMs) {
      const states = wrong.map(({ venue, marketId }) => dumped.get(listingId(venue, marketId))?.phase ?? 'missing');
      throw new Error(`${wrong.length} of ${truth.length} books are not the exchange's: ${states.join(', ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const levelsOf = ({ bids, asks }: Pick<BookDump, 'bids' | 'asks'>): string => JSON.stringify([bids, asks]);

/** One hash over all books, whatever their order. */
export function hashOf(books: readonly BookDump[]): string {
  const lines = books.map((book) => `${book.listing} ${levelsOf(book)}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
