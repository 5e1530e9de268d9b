/**
 * How late a connection's messages are: each one's delay, from the venue's time to its receipt, against the least delay seen there.
 *
 * The difference of the two clocks is in every delay and falls out; receipt is stamped by the steady clock, so a clock of ours that is
 * set changes nothing. The least delay is forgotten slowly, which lets the clocks drift apart. Changes of a book bear the time at which
 * they were made; a snapshot or a trade may bear an older one, so these can only show that a feed is in time. One time far ahead of all
 * others is not believed before the next one agrees with it.
 */
import type { LagRule } from '../../src-shared/domain/health.ts';
import { LAG_AGEING_MILLIONTHS } from '../../src-shared/domain/limits.ts';
import { EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';

const MILLION = 1_000_000;
/** It has caught up when the lag is this share of the limit. */
const CAUGHT_UP_SHARE = 0.5;
const UNKNOWN = Number.NaN;

export class FeedLag {
  isBehind = false;
  /** Of the newest message that tells, ms. */
  lagMs = 0;
  /** Its receive time on the steady clock, ms; 0: none told yet. */
  toldMs = 0;
  private readonly behindMs: number;
  private readonly telling: LagRule['by'];
  private leastMs = UNKNOWN;
  /** Until the first delay is known: how late it is taken to be. */
  private assumedMs = 0;
  private isFarAhead = false;

  constructor({ behindMs, by }: LagRule) {
    this.behindMs = behindMs;
    this.telling = by;
  }

  /** The lag as it was known before this began to measure; of several, the largest. */
  assume(isBehind: boolean, lagMs: number): void {
    this.isBehind = isBehind;
    if (!Number.isNaN(this.leastMs)) return;
    this.assumedMs = Math.max(this.assumedMs, lagMs);
    this.lagMs = this.assumedMs;
  }

  /** Takes a frame's rows, received at `steadyMs`; true when the connection fell behind or caught up with it. */
  observe({ kind, timeMs, length }: EventBuffer, steadyMs: number): boolean {
    const last = length - 1;
    if (last < 0 || !(timeMs[last]! > 0)) return false;
    const lagMs = this.measure(steadyMs - timeMs[last]!, steadyMs);
    if (lagMs > this.behindMs * CAUGHT_UP_SHARE && !this.tells(kind, last)) return false;
    this.lagMs = lagMs;
    const isBehind = lagMs > (this.isBehind ? this.behindMs * CAUGHT_UP_SHARE : this.behindMs);
    if (isBehind === this.isBehind) return false;
    this.isBehind = isBehind;
    return true;
  }

  /** Whether one of the rows, the last being the likeliest, was made at the time that it bears. */
  private tells(kind: Uint8Array, last: number): boolean {
    for (let row = last; row >= 0; row--) {
      const what = kind[row];
      if (what === EVENT.set || what === EVENT.add || (what === EVENT.snapshotEnd && this.telling === 'books'))
        return true;
    }
    return false;
  }

  private measure(delayMs: number, steadyMs: number): number {
    if (Number.isNaN(this.leastMs)) this.leastMs = delayMs - this.assumedMs;
    else this.leastMs += (Math.max(0, steadyMs - this.toldMs) * LAG_AGEING_MILLIONTHS) / MILLION;
    this.toldMs = steadyMs;
    const wasFarAhead = this.isFarAhead;
    this.isFarAhead = delayMs < this.leastMs - this.behindMs;
    if (this.isFarAhead && !wasFarAhead) return 0;
    this.leastMs = Math.min(this.leastMs, delayMs);
    return delayMs - this.leastMs;
  }
}
