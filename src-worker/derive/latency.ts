/**
 * Latency of one hop over the last half to whole minute, as HDR histograms, read as percentiles in milliseconds.
 *
 * Two histograms take turns, so that a slow start is forgotten and a reading never starts from nothing. Both may be read from
 * another thread, where they were posted to. Samples below 1 µs count as 1 µs.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { LatencySummary } from '../../src-shared/domain/health.ts';

const MICROS_PER_MS = 1_000;
/** A day. A histogram throws beyond what can be held exactly, and a window's word must not end the engine. */
const MICROS_MAX = 86_400_000_000;
/** How long one of the two takes samples. */
export const LATENCY_TURN_MS = 30_000;

export class Latency {
  readonly halves: readonly [RecordableHistogram, RecordableHistogram] = [createHistogram(), createHistogram()];
  private current = this.halves[0];
  private turnedMs = 0;

  /** Takes a sample in microseconds; negative ones (two clocks that disagree) count as the smallest, absurd ones as a day. */
  record(micros: number): void {
    this.current.record(micros >= 1 ? Math.min(Math.floor(micros), MICROS_MAX) : 1);
  }

  /** Call about once a second. */
  turn(nowMs: number): void {
    if (this.turnedMs === 0) this.turnedMs = nowMs;
    const turnedForMs = nowMs - this.turnedMs;
    // The clock may be set back: an old minute must not stand for as long as that.
    if (turnedForMs >= 0 && turnedForMs < LATENCY_TURN_MS) return;
    this.turnedMs = nowMs;
    this.current = this.current === this.halves[0] ? this.halves[1] : this.halves[0];
    this.current.reset();
  }

  summary(): LatencySummary {
    return summarize(this.halves);
  }
}

const sum = createHistogram();

/** Percentiles over several histograms, as if all samples had gone into one. */
export function summarize(histograms: readonly RecordableHistogram[]): LatencySummary {
  sum.reset();
  for (const histogram of histograms) if (histogram.count > 0) sum.add(histogram);
  if (sum.count === 0) return { count: 0, p50: null, p90: null, p99: null, max: null };
  return {
    count: sum.count,
    p50: sum.percentile(50) / MICROS_PER_MS,
    p90: sum.percentile(90) / MICROS_PER_MS,
    p99: sum.percentile(99) / MICROS_PER_MS,
    max: sum.max / MICROS_PER_MS,
  };
}
