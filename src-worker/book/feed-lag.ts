/**
 * How late a connection's messages are: each one's delay, from the venue's time to its receipt, against the least delay seen there.
 *
 * The difference of the two clocks is in every delay and falls out; receipt is stamped by the steady clock, so a clock of ours that is
 * set changes nothing. The least delay is forgotten slowly, which lets the clocks drift apart. A stream keeps its order, so times that run back
 * and stay back are a venue's clock that was set: after a while they are the new time. Changes of a book bear the time at which
 * they were made; a snapshot or a trade may bear an older one, so these can only show that a feed is in time. One time far ahead of all
 * others is not believed before the next one agrees with it.
 */
import type { LagRule } from '../../src-shared/domain/health.ts';
import { LAG_AGEING_MILLIONTHS } from '../../src-shared/domain/limits.ts';
import { EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';

const MILLION = 1_000_000;
/** It has caught up when the lag is this share of the limit. */
const CAUGHT_UP_SHARE = 0.5;
/** Late messages among others in time would run back and forth; for so long only those of a clock that was set stay back. */
const CLOCK_SET_AFTER_MS = 10_000;
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
  /** The venue's time of the newest change, and how far and when it ran back since; 0: it did not. */
  private venueMs = 0;
  private backMs = 0;
  private backAtMs = 0;

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
    const delayMs = steadyMs - timeMs[last]!;
    let lagMs = this.measure(delayMs, steadyMs);
    if (lagMs > this.behindMs * CAUGHT_UP_SHARE) {
      if (!this.tells(kind, last)) return false;
      if (this.wasSet(timeMs[last]!, steadyMs, lagMs)) lagMs = this.measure(delayMs, steadyMs);
    } else this.backMs = 0;
    this.venueMs = timeMs[last]!;
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

  /** Whether the venue's clock was set back some time ago, and every change since was of that time; the least delay follows it. */
  private wasSet(venueMs: number, steadyMs: number, lagMs: number): boolean {
    if (this.venueMs > venueMs && lagMs - this.lagMs > this.behindMs * CAUGHT_UP_SHARE) {
      this.backMs += lagMs - this.lagMs;
      this.backAtMs = steadyMs;
    }
    if (this.backMs === 0 || steadyMs - this.backAtMs < CLOCK_SET_AFTER_MS) return false;
    this.leastMs += this.backMs;
    this.backMs = 0;
    return true;
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
