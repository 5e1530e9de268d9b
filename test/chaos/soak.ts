/**
 * `npm run soak`: the app for a long time at 5,000 messages a second, with faults; in every round windows open and close, a recording
 * is made, exported and removed. After each round, when all of that is over, memory and handles are looked at.
 *
 * A latency tells nothing of the program's age while it tells of the last fault. So each third round is calm: everything but faults,
 * for as long as the latency's window lasts; what the window holds then is comparable all along.
 *
 *   --minutes N   how long (default 30)
 *   --rate N      messages a second (default 5000)
 *   --seed N      of the faults (default 1)
 *   --json        one JSON object on standard output, everything else on standard error
 *
 * The exit code is 0 when, after the first sixth of the time, neither memory nor handles grew by more than a twentieth (medians of the
 * last and the first third), no latency became slower (its last third's median is a fifth above the first's, and above all of the first),
 * and every book was right at the end.
 */
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFaultPlan } from '../../src-exchange/control/fault-plan.ts';
import { Random } from '../../src-exchange/model/random.ts';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';
import { FAULT_KINDS, type FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { exportInThread, SOURCE_ENTRIES } from '../../src-main/export/export-job.ts';
import { EXPORT_TABLES } from '../../src-shared/domain/session.ts';
import { LATENCY_TURN_MS } from '../../src-worker/derive/latency.ts';
import { differenceOf, logLines } from './report.ts';
import { type Point, type Series, seriesOf } from './soak-series.ts';
import { makeSubject, type Subject } from './subject.ts';
import { Surroundings } from './surroundings.ts';
import { WindowClient } from './window-client.ts';

const MINUTE_MS = 60_000;
const ROUND_MAX_MS = 30_000;
const ROUNDS_MIN = 12;
const CALM_EVERY = 3;
/** Both halves of the window, and the report after. */
const CALM_MS = 2 * LATENCY_TURN_MS + 5_000;
const LOOK_EVERY_MS = 250;
const WINDOWS = 3;
const REST_MS = 1_500;
const HEALED_WITHIN_MS = 30_000;
const WARM_UP_SHARE = 1 / 6;
const GROWTH_MAX = 0.05;
/** A latency has few looks and a machine that is not its own. */
const SLOWER_MAX = 0.2;
const LOG_LINES_SAID = 60;
const MIB = 1 << 20;
/** Markets that end do not come back; a rate ten times as high, and memory taken on purpose, are other measurements. */
const NOT_HERE: readonly FaultKind[] = [
  'resolved',
  'empty-end',
  'burst',
  'time-jump',
  'network-away',
  'memory-pressure',
];
const KINDS = FAULT_KINDS.filter((kind) => !NOT_HERE.includes(kind));

const SIZES = ['rssMiB', 'mainHeapMiB', 'engineHeapMiB', 'handles', 'openFiles'] as const;
/** p99 from receipt to the book, and from there to a window. */
const LATENCIES = ['bookP99Ms', 'windowP99Ms'] as const;
const FIGURES = [...SIZES, ...LATENCIES] as const;
type Figure = (typeof FIGURES)[number];

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class Soak {
  private readonly subject: Subject;
  private readonly random: Random;
  private readonly points = new Map<Figure, Point[]>(FIGURES.map((figure) => [figure, []]));
  private readonly startedMs = performance.now();
  private fired: Readonly<Partial<Record<FaultKind, number>>> = {};
  private exports = 0;
  private windows = 0;

  constructor(subject: Subject, seed: number) {
    this.subject = subject;
    this.random = new Random(seed);
  }

  /** Some time with everything going on, then a look when it is over. */
  async round(number: number, roundMs: number, ratePerSecond: number): Promise<void> {
    const { app, exchange } = this.subject;
    const isCalm = number % CALM_EVERY === 0;
    const lastsMs = isCalm ? CALM_MS : roundMs - REST_MS;
    const events = Math.round((lastsMs / 1_000) * ratePerSecond * 0.7);
    if (!isCalm) await exchange.startFaults(makeFaultPlan(number, events, PLAYED_VENUES, KINDS));
    const { ended } = await app.recording.start([]);
    await this.disturb(lastsMs);
    if (isCalm) this.noteLatency();
    await app.recording.stop();
    const session = await ended;
    await this.export(session.path);
    await rm(session.path, { recursive: true, force: true });
    await this.untilAtRest();
    this.sample();
  }

  /** The plan is over, and every connection is open again: every look finds the same going on. */
  private async untilAtRest(): Promise<void> {
    const { app, exchange } = this.subject;
    const deadlineMs = performance.now() + HEALED_WITHIN_MS;
    await pause(REST_MS);
    while (performance.now() < deadlineMs) {
      const { isOver } = await exchange.takeFaultReport();
      if (isOver && app.health().connections.every(({ state }) => state === 'open')) return;
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Faults are brought about while windows come and go. */
  private async disturb(forMs: number): Promise<void> {
    const { app, exchange, tap } = this.subject;
    const untilMs = performance.now() + forMs;
    const listings = (await app.dumpBooks().catch(() => [])).map(({ listing }) => listing);
    const clients = Array.from({ length: WINDOWS }, (_, index) => this.open(index + 1));
    tap.onLaunched = () => {
      for (const client of clients) client.attach(tap.engine);
    };
    const around = { app, tap, window: clients[0]!, shards: 0 };
    const surroundings = new Surroundings(around);
    for (const client of clients) client.watch(listings, listings.slice(0, 6));
    while (performance.now() < untilMs) {
      const { due, fired } = await exchange.takeFaultReport();
      this.fired = fired;
      for (const fault of due) surroundings.begin(fault);
      if (this.random.chance(0.1)) {
        const which = 1 + this.random.below(WINDOWS - 1);
        clients[which]!.close();
        clients[which] = this.open(which + 1);
        clients[which]!.watch(listings, listings.slice(0, 6));
      }
      await pause(LOOK_EVERY_MS);
    }
    surroundings.end();
    tap.onLaunched = null;
    for (const client of clients) client.close();
  }

  private open(number: number): WindowClient {
    const client = new WindowClient({ number, onQuotes: () => {}, onUnacknowledged: say });
    client.attach(this.subject.tap.engine);
    this.windows++;
    return client;
  }

  private async export(path: string): Promise<void> {
    const folder = join(path, '..', '..', 'exported');
    const plan = {
      session: '',
      format: 'parquet' as const,
      tables: EXPORT_TABLES,
      listings: [],
      fromMicros: null,
      toMicros: null,
      levels: 5,
      intervalMs: 1_000,
      originals: false,
      hive: false,
      out: folder,
    };
    const context = { signal: new AbortController().signal, progress: () => {} };
    await exportInThread({ path, plan, folder, version: 'soak' }, SOURCE_ENTRIES, context);
    await rm(folder, { recursive: true, force: true });
    this.exports++;
  }

  private sample(): void {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    const engine = this.subject.app.health().engine;
    this.note('rssMiB', rss / MIB);
    this.note('mainHeapMiB', heapUsed / MIB);
    if (engine) this.note('engineHeapMiB', engine.heapBytes / MIB);
    this.note(
      'handles',
      process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout' && kind !== 'Immediate').length,
    );
    this.note('openFiles', openFiles());
    const now = FIGURES.map((figure) => `${figure} ${(this.points.get(figure)?.at(-1)?.value ?? 0).toFixed(1)}`);
    say(`${((performance.now() - this.startedMs) / MINUTE_MS).toFixed(1)} min: ${now.join(', ')}`);
  }

  private noteLatency(): void {
    const latency = this.subject.app.health().engine?.latency;
    this.note('bookP99Ms', latency?.receiptToBook.p99 ?? Number.POSITIVE_INFINITY);
    this.note('windowP99Ms', latency?.bookToWindow.p99 ?? Number.POSITIVE_INFINITY);
  }

  private note(figure: Figure, value: number): void {
    this.points.get(figure)!.push({ atMs: performance.now() - this.startedMs, value });
  }

  /** Sentences about books that are not the exchange's when it stands still at the end. */
  async unequal(): Promise<readonly string[]> {
    const { app, exchange } = this.subject;
    const deadlineMs = performance.now() + HEALED_WITHIN_MS;
    for (;;) {
      await exchange.restate();
      await exchange.pause();
      const truth = (await exchange.truth()).filter(({ resolved }) => !resolved);
      await pause(LOOK_EVERY_MS);
      const books = new Map((await app.dumpBooks().catch(() => [])).map((book) => [book.listing, book]));
      const wrong = truth.flatMap((expected) => differenceOf(expected, books));
      await exchange.resume();
      if (wrong.length === 0 || performance.now() > deadlineMs) return wrong;
      await pause(1_000);
    }
  }

  async report(unequal: readonly string[]) {
    const totalMs = performance.now() - this.startedMs;
    const figures = Object.fromEntries(
      FIGURES.map((figure) => {
        const warm = this.points.get(figure)!.filter(({ atMs }) => atMs > totalMs * WARM_UP_SHARE);
        return [figure, seriesOf(warm.length > 0 ? warm : [{ atMs: 0, value: 0 }])];
      }),
    ) as Record<Figure, Series>;
    const { messages, forgiven } = await this.subject.exchange.stats();
    const grew = SIZES.filter((figure) => figures[figure].growth > GROWTH_MAX);
    const slower = LATENCIES.filter((figure) => {
      const { last, firstHighest, growth } = figures[figure];
      return !Number.isFinite(last) || (growth > SLOWER_MAX && last > firstHighest);
    });
    return {
      ok: grew.length === 0 && slower.length === 0 && unequal.length === 0,
      minutes: totalMs / MINUTE_MS,
      messages,
      /** Messages the machine was too slow to make. */
      forgiven,
      unequal: unequal.length,
      exports: this.exports,
      windows: this.windows,
      grew,
      slower,
      figures,
      faults: this.fired,
    };
  }
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const minutes = Number(values.minutes ?? 30);
const ratePerSecond = Number(values.rate ?? 5_000);
const seed = Number(values.seed ?? 1);
if (!(minutes > 0 && ratePerSecond > 0 && Number.isInteger(seed)))
  throw new Error('soak: --minutes, --rate and --seed are numbers');
const subject = await makeSubject({
  seed,
  shards: 0,
  ratePerSecond,
  keepsLedger: false,
  records: false,
  exchangeApart: true,
});
const soak = new Soak(subject, seed);
try {
  subject.tap.isRecording = false;
  await subject.exchange.resume();
  await subject.app.start();
  const roundMs = Math.min(ROUND_MAX_MS, (minutes * MINUTE_MS) / ROUNDS_MIN);
  const endMs = performance.now() + minutes * MINUTE_MS;
  for (let number = seed; performance.now() < endMs; number++) await soak.round(number, roundMs, ratePerSecond);
  const unequal = await soak.unequal();
  if (unequal.length > 0) say([...unequal, 'the log:', ...logLines(subject.app).slice(-LOG_LINES_SAID)].join('\n'));
  const report = await soak.report(unequal);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    for (const [figure, { first, last, growth, slopePerHour }] of Object.entries(report.figures)) {
      const percent = (growth * 100).toFixed(1);
      process.stdout.write(
        `${figure}: ${first.toFixed(1)} to ${last.toFixed(1)} (${percent} %), ${slopePerHour.toFixed(1)} an hour\n`,
      );
    }
    const { messages, forgiven, exports, windows, unequal } = report;
    process.stdout.write(
      `${messages} messages (${forgiven} not made in time), ${exports} exports, ${windows} windows, ${unequal} books unequal\n`,
    );
  }
  process.exitCode = report.ok ? 0 : 1;
} finally {
  await subject.stop();
}
