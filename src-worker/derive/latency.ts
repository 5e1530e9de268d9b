/**
 * Latency of one hop over the last half to whole minute, as HDR histograms, read as percentiles in milliseconds.
 *
 * Two histograms take turns, so that a slow start is forgotten and a reading never starts from nothing. Samples below 1 µs count
 * as 1 µs.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { LatencySummary } from '../../src-shared/domain/health.ts';

const MICROS_PER_MS = 1_000;
/** How long one of the two takes samples. */
export const LATENCY_TURN_MS = 30_000;

export class Latency {
  private current: RecordableHistogram = createHistogram();
  private previous: RecordableHistogram = createHistogram();
  private readonly both: RecordableHistogram = createHistogram();
  private turnedMs = 0;

  /** Takes a sample in microseconds; negative ones (two clocks that disagree) count as the smallest. */
  record(micros: number): void {
    this.current.record(micros >= 1 ? Math.floor(micros) : 1);
  }

  summary(nowMs: number): LatencySummary {
    this.turn(nowMs);
    const both = this.both;
    both.reset();
    both.add(this.previous);
    both.add(this.current);
    if (both.count === 0) return { count: 0, p50: null, p90: null, p99: null, max: null };
    return {
      count: both.count,
      p50: both.percentile(50) / MICROS_PER_MS,
      p90: both.percentile(90) / MICROS_PER_MS,
      p99: both.percentile(99) / MICROS_PER_MS,
      max: both.max / MICROS_PER_MS,
    };
  }

  private turn(nowMs: number): void {
    if (this.turnedMs === 0) this.turnedMs = nowMs;
    if (nowMs - this.turnedMs < LATENCY_TURN_MS) return;
    this.turnedMs = nowMs;
    const emptied = this.previous;
    emptied.reset();
    this.previous = this.current;
    this.current = emptied;
  }
}
