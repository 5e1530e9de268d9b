/**
 * One seed: the app, the exchange, a plan of faults, the judge; then the healing, the journal, and what is left behind.
 */

import { makeFaultPlan, planText } from '../../src-exchange/control/fault-plan.ts';
import type { FaultReport } from '../../src-exchange/control/handle.ts';
import { loadPlayedVenues } from '../../src-exchange/venues.ts';
import type { FaultKind, FaultPlan } from '../../src-exchange/wire/fault-kinds.ts';
import type { RecordingEnd } from '../../src-main/recording/recording-options.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { WITHOUT } from './protections.ts';
import { countReceived, countRecorded, type FrameCount } from './received.ts';
import { differenceOf, logLines } from './report.ts';
import { HEALED_WITHIN_MS, LOOK_EVERY_MS, PLAN_EVENTS, STILL_EVERY_MS, STILL_MS } from './scenario.ts';
import { trueNow } from './set-clock.ts';
import { makeSubject, type Subject } from './subject.ts';
import { Surroundings } from './surroundings.ts';
import { TruthJudge, type Violation } from './truth-judge.ts';
import { WindowClient } from './window-client.ts';

/** A plan takes this long at its own pace; a machine that is busy with other things gets several times that. */
const PLAN_TIMEOUT_MS = 120_000;
const SYNCED_TIMEOUT_MS = 90_000;
const LADDERS = 4;
const SHARDS = [0, 0, 2];

export type SeedResult = {
  readonly seed: number;
  readonly plan: string;
  readonly violations: readonly Violation[];
  /** Books that were not synced and equal in time, with what they were. */
  readonly unhealed: readonly string[];
  readonly healedMs: number;
  readonly framesReceived: number;
  readonly framesLost: number;
  readonly bytesLost: number;
  readonly judged: number;
  readonly blind: number;
  /** Times that a book passed to another connection while both worked. */
  readonly passed: number;
  readonly rejections: readonly string[];
  /** What the run left open; its process says so. */
  readonly leaks: readonly string[];
  readonly fired: Readonly<Partial<Record<FaultKind, number>>>;
  /** The app's log, newest last. */
  readonly log: readonly string[];
};

export async function runSeed(seed: number, kinds?: readonly FaultKind[]): Promise<SeedResult> {
  const plan = makeFaultPlan(seed, PLAN_EVENTS, await loadPlayedVenues(), kinds);
  const rejections: string[] = [];
  const onRejection = (reason: unknown): void => {
    rejections.push(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  };
  process.on('unhandledRejection', onRejection);
  const shards = shardsOf(plan);
  const subject = await makeSubject({ seed, shards });
  try {
    return await new SeedRun(plan, subject, shards, rejections).run();
  } finally {
    await subject.stop();
    process.off('unhandledRejection', onRejection);
  }
}

/** Shards' threads have no entry of ours, so their clock cannot be set, and none of their protections taken away. */
function shardsOf(plan: FaultPlan): number {
  const needsEntry = (process.env[WITHOUT] ?? '') !== '' || plan.faults.some(({ kind }) => kind === 'time-jump');
  return needsEntry ? 0 : SHARDS[plan.seed % SHARDS.length]!;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class SeedRun {
  private readonly plan: FaultPlan;
  private readonly subject: Subject;
  private readonly rejections: readonly string[];
  private readonly shards: number;
  private readonly judge = new TruthJudge();
  private readonly window: WindowClient;
  private readonly surroundings: Surroundings;
  private fired: FaultReport['fired'] = {};
  private watched = '';
  private isOver = false;
  private hasStopped = false;

  constructor(plan: FaultPlan, subject: Subject, shards: number, rejections: readonly string[]) {
    this.plan = plan;
    this.subject = subject;
    this.rejections = rejections;
    this.shards = shards;
    const { app, tap } = subject;
    this.window = new WindowClient({
      number: 1,
      onQuotes: (rows) => this.judge.quote(rows),
      onUnacknowledged: (text) => this.judge.accuse('unacknowledged', '', text),
    });
    this.surroundings = new Surroundings({ app, tap, window: this.window, shards });
    tap.onLaunched = () => this.window.attach(tap.engine);
  }

  async run(): Promise<SeedResult> {
    const { app, exchange } = this.subject;
    const received = countReceived(() => app.recording.tapped !== null && !this.hasStopped);
    try {
      await exchange.resume();
      if (this.plan.early) await exchange.startFaults(this.plan);
      await app.start();
      if (!this.plan.early) {
        await this.untilFirstSynced();
        await exchange.startFaults(this.plan);
        this.isOver = false;
      }
      await this.untilOver();
      this.surroundings.end();
      const endedMs = performance.now();
      const unhealed = await this.heal(endedMs + HEALED_WITHIN_MS);
      const healedMs = Math.round(performance.now() - endedMs);
      this.expectShards();
      this.hasStopped = true;
      const ended = await app.recording.stop();
      const lost = await lostFrames(received.count, ended);
      return this.result(unhealed, healedMs, received.count, lost);
    } finally {
      this.surroundings.end();
      received.end();
      this.window.close();
    }
  }

  /** What was tried was tried with as many shards as meant. */
  private expectShards(): void {
    const engine = this.subject.app.health().engine;
    if (engine && engine.shards.length !== Math.max(1, this.shards))
      throw new Error(`the engine has ${engine.shards.length} shards instead of ${this.shards}`);
  }

  private result(unhealed: readonly string[], healedMs: number, received: FrameCount, lost: FrameCount): SeedResult {
    const fired: Partial<Record<FaultKind, number>> = { ...this.fired };
    for (const [kind, count] of this.surroundings.fired) fired[kind] = (fired[kind] ?? 0) + count;
    const { violations, judged, blind, passed } = this.judge;
    return {
      seed: this.plan.seed,
      plan: planText(this.plan),
      violations,
      unhealed,
      healedMs,
      framesReceived: received.frames,
      framesLost: lost.frames,
      bytesLost: lost.bytes,
      judged,
      blind,
      passed,
      rejections: this.rejections,
      leaks: [],
      fired,
      log: logLines(this.subject.app),
    };
  }

  private async untilFirstSynced(): Promise<void> {
    const deadlineMs = performance.now() + SYNCED_TIMEOUT_MS;
    for (;;) {
      const books = await this.look();
      const traded = books.filter(({ phase }) => phase !== 'closed');
      // A connection with few books may be quiet for longer than silence takes here.
      if (traded.length > 0 && traded.every(({ phase }) => phase === 'synced' || phase === 'stale')) return;
      if (performance.now() > deadlineMs) {
        const states = new Set(traded.map(({ phase, reason }) => `${phase} (${reason})`));
        throw new Error(`the books were not synced before any fault: ${[...states].join(', ')}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  private async untilOver(): Promise<void> {
    const deadlineMs = performance.now() + PLAN_TIMEOUT_MS;
    while (!this.isOver) {
      await this.look();
      if (performance.now() > deadlineMs) throw new Error('the plan did not come to its end in time');
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Resolves with the books that are not synced and equal by the deadline: none, as soon as all are. */
  private async heal(deadlineMs: number): Promise<readonly string[]> {
    const { exchange } = this.subject;
    for (;;) {
      // Books are sent whole, as after trades: the only proof where nothing is numbered.
      await exchange.restate();
      await exchange.pause();
      const wrong = await this.still();
      await exchange.resume();
      if (wrong.length === 0 || performance.now() > deadlineMs) return wrong;
      for (let waited = 0; waited < STILL_MS; waited += LOOK_EVERY_MS) {
        await this.look();
        await pause(LOOK_EVERY_MS);
      }
    }
  }

  /** Compares with the exchange while nothing happens there. */
  private async still(): Promise<readonly string[]> {
    const truth = (await this.subject.exchange.truth()).filter(({ resolved }) => !resolved);
    const deadlineMs = performance.now() + STILL_MS;
    for (;;) {
      const books = new Map((await this.look()).map((book) => [book.listing, book]));
      const wrong = truth.flatMap((expected) => differenceOf(expected, books));
      if (wrong.length === 0 || performance.now() > deadlineMs) return wrong;
      await pause(STILL_EVERY_MS);
    }
  }

  /** Asks for all books at one place of the stream, and judges them. */
  private async look(): Promise<readonly BookDump[]> {
    const { app, exchange, tap } = this.subject;
    const answer = app.dumpBooks().catch(() => null);
    // The request is posted at once. The recorder requests books too, perhaps before this one is answered.
    const requestId = tap.lastDumpId;
    const dumps = await answer;
    const report = await exchange.takeFaultReport();
    this.judge.learn(report.rows);
    this.judge.replay(tap.take(dumps && requestId));
    if (dumps) {
      this.judge.judge(dumps, report, trueNow());
      this.judge.judgeWindow(dumps, this.window.synced, this.window.isHearing);
      this.judge.judgePace(dumps, this.window.frames, this.window.isHearing);
      this.watch(dumps);
    }
    this.fired = report.fired;
    for (const fault of report.due) this.surroundings.begin(fault);
    this.isOver = report.isOver;
    return dumps ?? [];
  }

  private watch(dumps: readonly BookDump[]): void {
    const listings = dumps.map(({ listing }) => listing);
    const key = listings.join();
    if (key === this.watched) return;
    this.watched = key;
    this.window.watch(listings, listings.slice(0, LADDERS));
  }
}

async function lostFrames(received: FrameCount, ended: RecordingEnd | null): Promise<FrameCount> {
  if (!ended) return received;
  const recorded = await countRecorded(ended.path);
  return { frames: received.frames - recorded.frames, bytes: received.bytes - recorded.bytes };
}
