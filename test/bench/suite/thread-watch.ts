/**
 * Watches the thread that imports it: pauses of its garbage collector, its CPU time, and its latency histograms without their turns.
 *
 * The product's histograms forget after half a minute to a minute and cannot be emptied from outside. For a steady reading they are
 * emptied here when the warm-up ends, and collect until they are read. Nothing on the path of a frame is changed.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { BroadcastChannel } from 'node:worker_threads';
import { Latency } from '../../../src-worker/derive/latency.ts';

export const WATCH_CHANNEL = 'crossbook-bench';

export type WatchOrder = { readonly kind: 'start' | 'read' };
export type WatchReport = {
  readonly kind: 'watched';
  readonly thread: string;
  readonly collections: number;
  readonly pauseMsMax: number;
  readonly pauseMsSum: number;
  /** Since `start`. */
  readonly cpuMs: number;
};

const MICROS_PER_MS = 1_000;

/** Counts the collections of this thread from `start` on, and reports them when asked to. */
export function watchThread(thread: string): { stop(): void } {
  let pauses: number[] = [];
  let cpuSince = process.threadCpuUsage();
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pauses.push(duration);
  });
  observer.observe({ entryTypes: ['gc'] });
  const latencies = keepLatencies();
  const channel = new BroadcastChannel(WATCH_CHANNEL);
  channel.onmessage = (event) => {
    const { kind } = (event as unknown as { readonly data: WatchOrder | WatchReport }).data;
    if (kind === 'start') {
      pauses = [];
      cpuSince = process.threadCpuUsage();
      for (const { halves } of latencies) for (const half of halves) half.reset();
    } else if (kind === 'read') {
      const { user, system } = process.threadCpuUsage(cpuSince);
      // The observer's entries come in a turn of their own.
      setImmediate(() => {
        const report: WatchReport = {
          kind: 'watched',
          thread,
          collections: pauses.length,
          pauseMsMax: Math.max(0, ...pauses),
          pauseMsSum: pauses.reduce((sum, pause) => sum + pause, 0),
          cpuMs: (user + system) / MICROS_PER_MS,
        };
        channel.postMessage(report);
      });
    }
  };
  // Watching keeps no thread alive.
  channel.unref();
  return { stop: () => channel.close() };
}

function keepLatencies(): ReadonlySet<Latency> {
  const seen = new Set<Latency>();
  Latency.prototype.turn = function keep(this: Latency): void {
    seen.add(this);
  };
  return seen;
}
