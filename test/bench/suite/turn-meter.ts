/**
 * The longest turn of this thread's event loop, in processor time, so that other threads and programs do not count.
 *
 * An immediate that is always pending runs once in every turn: the thread's processor time between two of them is the turn's, all its
 * timers, messages and answers together. Collections of garbage are told by the runtime; those inside a turn are taken off it (by their
 * duration, as the runtime measured it) and reported beside it.
 */
import { PerformanceObserver } from 'node:perf_hooks';

const MICROS_PER_MS = 1_000;
/** Shorter turns are not looked at: a busy loop has millions. */
const LOOK_FROM_MS = 0.5;
/** The runtime reports a collection some turns after it. */
const SETTLE_MS = 300;

type Turn = { readonly startMs: number; readonly endMs: number; readonly cpuMs: number };
type Collection = { readonly startMs: number; readonly durationMs: number };

export type TurnReport = {
  /** Of the longest turn, without collections. */
  readonly msMax: number;
  /** Turns of more than 5 ms without collections. */
  readonly over5: number;
  readonly gcMsMax: number;
  readonly gcMsSum: number;
};

export class TurnMeter {
  private turns: Turn[] = [];
  private collections: Collection[] = [];

  /** Measures while the work goes on. */
  async during(work: () => Promise<void>): Promise<TurnReport> {
    this.turns = [];
    this.collections = [];
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        this.collections.push({ startMs: startTime, durationMs: duration });
      }
    });
    observer.observe({ entryTypes: ['gc'] });
    const ended = new AbortController();
    this.turn(performance.now(), cpuMs(), ended.signal);
    await work();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    ended.abort();
    observer.disconnect();
    return this.report();
  }

  private turn(startMs: number, startCpuMs: number, ended: AbortSignal): void {
    setImmediate(() => {
      if (ended.aborted) return;
      const endCpuMs = cpuMs();
      const spentMs = endCpuMs - startCpuMs;
      const endMs = performance.now();
      if (spentMs > LOOK_FROM_MS) this.turns.push({ startMs, endMs, cpuMs: spentMs });
      this.turn(endMs, endCpuMs, ended);
    });
  }

  private report(): TurnReport {
    const own = this.turns.map(({ startMs, endMs, cpuMs: spentMs }) => {
      const collected = this.collections.filter((one) => one.startMs >= startMs && one.startMs < endMs);
      return Math.max(0, spentMs - collected.reduce((sum, { durationMs }) => sum + durationMs, 0));
    });
    const durations = this.collections.map(({ durationMs }) => durationMs);
    return {
      msMax: Math.max(0, ...own),
      over5: own.filter((ms) => ms > 5).length,
      gcMsMax: Math.max(0, ...durations),
      gcMsSum: durations.reduce((sum, ms) => sum + ms, 0),
    };
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const SHORTEST_SLEEP_MS = 0.01;

/**
 * Processor time of this thread so far. The kernel adds it up when the thread is switched away or at a tick, every 4 ms where there are 250 a
 * second: read while the thread runs, it grows in steps of 4 ms. So the thread sleeps first, for as short as it can.
 */
function cpuMs(): number {
  Atomics.wait(NEVER, 0, 0, SHORTEST_SLEEP_MS);
  const { user, system } = process.threadCpuUsage();
  return (user + system) / MICROS_PER_MS;
}
