/**
 * A shard's clock: the wall's, or, in a replay, the recording's, which frames and messages move forward.
 *
 * On the recording's clock the same frames meet the same time in every run, so books come to the same verdicts; the ticks that judge
 * finished bursts are part of that time too.
 */
import { wallMs } from './clock.ts';

/** How often finished bursts are judged and unanswered requests repeated. */
export const TICK_MS = 100;
/** Ticks made up for after a silence; books do nothing more at later ones. */
const TICKS_AT_ONCE_MAX = 100;

export class ShardClock {
  private recordedMs = 0;
  private tickedMs = 0;
  private recorded = false;

  /** True when time is the recording's. */
  get isRecorded(): boolean {
    return this.recorded;
  }

  nowMs(): number {
    return this.recorded ? this.recordedMs : wallMs();
  }

  /** From now on time is what {@link advance} says; it may start anywhere, also before the last. */
  setRecorded(atMs: number): void {
    this.recorded = true;
    this.recordedMs = atMs;
    this.tickedMs = atMs;
  }

  /** Moves the recording's time on and calls `tick` for every tick passed. */
  advance(toMs: number, tick: (nowMs: number) => void): void {
    if (!this.recorded || toMs <= this.recordedMs) return;
    const behind = Math.floor((toMs - this.tickedMs) / TICK_MS);
    if (behind > TICKS_AT_ONCE_MAX) this.tickedMs += (behind - TICKS_AT_ONCE_MAX) * TICK_MS;
    while (this.tickedMs + TICK_MS <= toMs) {
      this.tickedMs += TICK_MS;
      tick(this.tickedMs);
    }
    this.recordedMs = toMs;
  }
}
