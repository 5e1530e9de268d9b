/**
 * The self-check: the whole path on the built-in exchange, without a window, judged by the exchange's own truth.
 *
 * The exchange runs for a while, then its clock is stopped; when everything it sent has been applied, every open book must equal
 * the truth level by level. Books that are not equal after a bounded time are mismatches, whatever the reason.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeHandle, TrueBookRecord } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import { type CrossbookApp, createApp } from '../app/app.ts';
import { VENUES } from '../base/registry.ts';
import { demoSettings } from '../host/demo.ts';
import { demoLinkStore } from '../host/demo-links.ts';
import { findPaths } from '../profile/paths.ts';
import { loadKey } from '../profile/secrets.ts';
import { defaultSettings } from '../profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../profile/state.ts';
import type { DemoCheckOptions, DemoCheckReport, ReachedRate } from './demo-check-types.ts';

/** How long books may take to become equal after the exchange's clock has stopped: two unanswered snapshot requests. */
const SETTLE_MS = 12_000;
const LOOK_EVERY_MS = 50;
const MS_PER_SECOND = 1_000;
/** Events come in whole turns, so a run of a second may be a little short of its rate. */
const RATE_SHARE_MIN = 0.9;
/** A shard reports once a second, and so does the engine. */
const REPORT_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs the check. The temporary profile is removed afterwards. */
export async function runDemoCheck(options: DemoCheckOptions): Promise<DemoCheckReport> {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-check-'));
  const exchange = await startExchange({
    seed: options.demo.seed,
    ratePerSecond: options.demo.rate,
    quietMarkets: options.demo.quietMarkets,
    startPaused: true,
  });
  try {
    const app = await openApp(options, exchange, folder);
    try {
      return await check(options, exchange, app);
    } finally {
      await app.stop();
    }
  } finally {
    await exchange.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openApp(options: DemoCheckOptions, exchange: ExchangeHandle, folder: string): Promise<CrossbookApp> {
  const base = { ...defaultSettings(), ...(options.shards === null ? {} : { shards: options.shards }) };
  const settings = await demoSettings(exchange, options.demo, base, folder);
  const app = createApp({
    mode: 'demo',
    version: options.version,
    hostName: options.hostName,
    settings,
    paths: findPaths('demo', folder),
    state: createStateStore(DEFAULT_STATE, async () => {}, options.say),
    warnings: [],
    launchEngine: options.launchEngine,
    links: demoLinkStore(exchange.links),
    readPrivateKey: (id) => {
      const venue = VENUES.find((candidate) => candidate.id === id) ?? { id, name: id };
      return loadKey({ venue, settings: settings.venues[id], folder, vault: null });
    },
  });
  await app.start();
  return app;
}

async function check(options: DemoCheckOptions, exchange: ExchangeHandle, app: CrossbookApp): Promise<DemoCheckReport> {
  const { say, seconds, demo } = options;
  say(`Running the built-in exchange for ${seconds} s at ${demo.rate} messages a second.`);
  // From the first trade on: nothing is traded before every book is followed.
  await settle(await exchange.truth(), app);
  const listed = new Set((await exchange.truth()).map(({ marketId }) => marketId));
  const before = await exchange.stats();
  const startedMs = performance.now();
  await exchange.resume();
  const kill = demo.killEngineAfterSeconds;
  if (kill !== null && kill < seconds) {
    await pause(kill * MS_PER_SECOND);
    say('Killing the engine.');
    app.killEngine();
    await pause((seconds - kill) * MS_PER_SECOND);
  } else {
    await pause(seconds * MS_PER_SECOND);
  }
  await exchange.pause();
  const ranMs = performance.now() - startedMs;
  const { messages, trades } = await exchange.stats();
  const known = await exchange.truth();
  const truth = known.filter(({ resolved }) => !resolved);
  const { books, mismatches } = await settle(truth, app);
  for (const text of mismatches.slice(0, 5)) say(text);
  // The next report of the engine's health includes all that was applied by now.
  await pause(MS_PER_SECOND + LOOK_EVERY_MS);
  const { engine, droppedFrames } = app.health();
  const rate = rateOf(demo.rate, ((messages - before.messages) / ranMs) * MS_PER_SECOND, droppedFrames);
  say(rateText(rate));
  const latency = engine?.latency.receiptToBook;
  // A venue may keep its trades to itself.
  const telling = VENUES.filter(({ withholds }) => !withholds.includes('trades'));
  const printed = telling.reduce((sum, { id }) => sum + (trades[id] ?? 0), 0);
  const shown = await tradesShown(app, printed);
  // Trades of a market that was just listed, and those of an engine that was killed, may be missing; none may be shown twice.
  const mayMiss = kill !== null || known.some(({ marketId }) => !listed.has(marketId));
  const tapesHold = mayMiss ? shown <= printed : shown === printed;
  if (!tapesHold) say(`The exchange made ${printed} trades, ${shown} are on the tapes.`);
  const synced = books.filter(({ phase }) => phase === 'synced').length;
  return {
    ok: mismatches.length === 0 && engine !== null && engine.decodeErrors === 0 && synced === truth.length && tapesHold,
    messages,
    rate,
    books: { total: truth.length, synced },
    mismatches: mismatches.length,
    trades: { printed, shown },
    gaps: engine?.gaps ?? 0,
    decodeErrors: engine?.decodeErrors ?? 0,
    latencyMs: { receiveToBook: { p50: latency?.p50 ?? null, p99: latency?.p99 ?? null } },
  };
}

function rateOf(asked: number, perSecond: number, droppedFrames: number): ReachedRate {
  const reached = Math.round(perSecond);
  const limitedBy = droppedFrames > 0 ? 'engine' : reached < asked * RATE_SHARE_MIN ? 'exchange' : null;
  return { asked, reached, droppedFrames, limitedBy };
}

function rateText({ asked, reached, droppedFrames, limitedBy }: ReachedRate): string {
  const [got, wanted, dropped] = [reached, asked, droppedFrames].map((count) => count.toLocaleString('en'));
  const text = `${got} of ${wanted} messages a second were reached, ${dropped} frames dropped`;
  if (limitedBy === 'engine') return `${text}: the engine did not keep up on this machine.`;
  return `${text}${limitedBy === 'exchange' ? ': the built-in exchange could not make more on this machine' : ''}.`;
}

/** Trades on the tapes: the engine's reports may be two seconds old. */
async function tradesShown(app: CrossbookApp, expected: number): Promise<number> {
  const deadlineMs = performance.now() + REPORT_MS;
  for (;;) {
    const shown = (app.health().engine?.tradesByConnection ?? []).reduce((sum, [, count]) => sum + count, 0);
    if (shown >= expected || performance.now() > deadlineMs) return shown;
    await pause(LOOK_EVERY_MS);
  }
}

type Comparison = { readonly books: readonly BookDump[]; readonly mismatches: readonly string[] };

/** Compares until all are equal, or the time is up: what was sent may still be on its way. */
async function settle(truth: readonly TrueBookRecord[], app: CrossbookApp): Promise<Comparison> {
  const deadlineMs = performance.now() + SETTLE_MS;
  for (;;) {
    const dumped = await app.dumpBooks().catch(() => []);
    const comparison = compare(truth, dumped);
    if (comparison.mismatches.length === 0 || performance.now() > deadlineMs) return comparison;
    await pause(LOOK_EVERY_MS);
  }
}

function compare(truth: readonly TrueBookRecord[], dumped: readonly BookDump[]): Comparison {
  const byListing = new Map(dumped.map((book) => [book.listing, book]));
  const books: BookDump[] = [];
  const mismatches: string[] = [];
  for (const expected of truth) {
    const id = listingId(expected.venue, expected.marketId);
    const book = byListing.get(id);
    if (book) books.push(book);
    const difference = book ? differenceOf(expected, book) : 'it is not followed';
    if (difference !== null) mismatches.push(`${id}: ${difference}`);
  }
  return { books, mismatches };
}

function differenceOf(expected: TrueBookRecord, book: BookDump): string | null {
  if (book.phase !== 'synced') return `it is ${book.phase} (${book.reason})`;
  for (const side of ['bids', 'asks'] as const) {
    const levels = Math.max(expected[side].length, book[side].length);
    for (let rank = 0; rank < levels; rank++) {
      const right = expected[side][rank];
      const ours = book[side][rank];
      if (right?.[0] === ours?.[0] && right?.[1] === ours?.[1]) continue;
      return `level ${rank} of its ${side} is ${ours?.join(' x ') ?? 'missing'}, the exchange has ${right?.join(' x ') ?? 'none'}`;
    }
  }
  return null;
}
