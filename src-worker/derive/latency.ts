/** Latency of one hop as an HDR histogram, read as percentiles in milliseconds. Samples below 1 µs count as 1 µs. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { LatencySummary } from '../../src-shared/domain/health.ts';

const MICROS_PER_MS = 1_000;
/** A day. Beyond what can be held exactly the histogram would throw, and a window's word must not end the engine. */
const MICROS_MAX = 86_400_000_000;

export class Latency {
  private readonly histogram: RecordableHistogram = createHistogram();

  /** Takes a sample in microseconds; negative ones (two clocks that disagree) count as the smallest, absurd ones as a day. */
  record(micros: number): void {
    this.histogram.record(micros >= 1 ? Math.min(Math.floor(micros), MICROS_MAX) : 1);
  }

  reset(): void {
    this.histogram.reset();
  }

  summary(): LatencySummary {
    const histogram = this.histogram;
    if (histogram.count === 0) return { count: 0, p50: null, p90: null, p99: null, max: null };
    return {
      count: histogram.count,
      p50: histogram.percentile(50) / MICROS_PER_MS,
      p90: histogram.percentile(90) / MICROS_PER_MS,
      p99: histogram.percentile(99) / MICROS_PER_MS,
      max: histogram.max / MICROS_PER_MS,
    };
  }
}
