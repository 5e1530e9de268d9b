/**
 * Decides whether the events of one book may be applied.
 *
 * Only a snapshot makes a book synced, or behind where its connection delivers late. In any other phase changes are suppressed, and where subscribing did not request a
 * snapshot, one is requested at most once per interval. onTick repeats the request, so that a book that falls silent is not
 * forgotten; a book that the venue sends nothing for is requested less and less often. No I/O and no clock: the caller passes
 * nowMs, so a replayed session gives the same verdicts.
 */
import { type BookPhase, type BookReason, followsStream } from '../../src-shared/domain/book-phase.ts';
import { RESYNC_ATTEMPTS_MAX, RESYNC_INTERVAL_MS } from '../../src-shared/domain/limits.ts';

/** The interval doubles after failed attempts, up to five minutes. */
const VAIN_DOUBLINGS_MAX = 6;
/** Frames and connections are stamped by clocks of their own, which differ by less. */
const CLOCKS_APART_MS = 1_000;

/** What to do with an event, or at a tick. `replace`: snapshots were requested in vain. */
export type Verdict = 'apply' | 'suppress' | 'resync' | 'replace';

export class BookSync {
  phase: BookPhase = 'waiting';
  reason: BookReason = 'not-subscribed';
  /** The connection delivers late: the book is behind where it would be synced. */
  private isBehind = false;
  private connected = false;
  private resyncDueMs = 0;
  private attempts = 0;
  /** Rounds of failed attempts in a row. */
  private vain = 0;

  /** The book's connection opened and requested its snapshot. */
  onConnected(nowMs: number): void {
    this.connected = true;
    this.attempts = 0;
    this.resyncDueMs = nowMs + RESYNC_INTERVAL_MS;
    if (this.phase === 'waiting') this.reason = 'no-snapshot-yet';
  }

  onDisconnected(reason: BookReason): void {
    this.connected = false;
    if (this.phase === 'closed') return;
    // A restarted engine has seen no snapshot, but the user has: for them the book is recovering, not new.
    const isNew = this.phase === 'waiting' && reason !== 'engine-restarted';
    this.phase = isNew ? 'waiting' : 'recovering';
    this.reason = reason;
  }

  onSnapshot(): Verdict {
    if (this.phase === 'closed') return 'suppress';
    this.follow();
    this.attempts = 0;
    this.vain = 0;
    return 'apply';
  }

  /** A change of a level. A stale book takes it: its connection never broke, so nothing was missed. */
  onChange(nowMs: number): Verdict {
    if (followsStream(this.phase)) return 'apply';
    if (this.phase === 'stale') {
      this.follow();
      return 'apply';
    }
    return this.onTick(nowMs);
  }

  /** Something shows that the book is wrong. */
  onFault(reason: BookReason, nowMs: number): Verdict {
    if (this.phase === 'closed') return 'suppress';
    const already = this.phase === 'recovering' || this.phase === 'waiting';
    if (this.phase !== 'waiting') this.phase = 'recovering';
    this.reason = reason;
    if (!already) this.resyncDueMs = nowMs;
    return this.onTick(nowMs);
  }

  /** The feed fell silent: the levels are kept, and no longer called live. */
  onSilent(reason: BookReason): void {
    if (!followsStream(this.phase)) return;
    this.phase = 'stale';
    this.reason = reason;
  }

  /** The feed speaks again, and its connection never broke. */
  onHeard(): void {
    if (this.phase === 'stale') this.follow();
  }

  /** Whether the connection delivers late; false when that is no news. */
  setBehind(isBehind: boolean): boolean {
    if (this.isBehind === isBehind) return false;
    this.isBehind = isBehind;
    if (followsStream(this.phase)) this.follow();
    return true;
  }

  onClosed(reason: BookReason): void {
    this.phase = 'closed';
    this.reason = reason;
  }

  /** A closed book starts again; whether its connection is open is known already. */
  onReopened(): void {
    if (this.phase !== 'closed') return;
    this.phase = 'recovering';
    this.reason = this.connected ? 'no-snapshot-yet' : 'not-subscribed';
    this.attempts = 0;
    this.vain = 0;
  }

  /** Takes the phase that a recording's keyframe says; whether its connection is open is known already. */
  restore(phase: BookPhase, reason: BookReason): void {
    this.phase = phase;
    this.reason = reason;
    this.isBehind = phase === 'behind';
    this.attempts = 0;
  }

  /** Repeats an unanswered request for a snapshot. */
  onTick(nowMs: number): Verdict {
    if (!this.connected || (this.phase !== 'recovering' && this.phase !== 'waiting')) return 'suppress';
    const intervalMs = RESYNC_INTERVAL_MS * 2 ** Math.min(this.vain, VAIN_DOUBLINGS_MAX);
    // Due much later than an interval from now means that the clock was set back meanwhile.
    if (nowMs < this.resyncDueMs && this.resyncDueMs - nowMs <= intervalMs + CLOCKS_APART_MS) return 'suppress';
    this.resyncDueMs = nowMs + intervalMs;
    if (this.attempts >= RESYNC_ATTEMPTS_MAX) {
      this.attempts = 0;
      this.vain++;
      return 'replace';
    }
    this.attempts++;
    return 'resync';
  }

  /** All of the stream up to now is in the book. */
  private follow(): void {
    this.phase = this.isBehind ? 'behind' : 'synced';
    this.reason = this.isBehind ? 'feed-behind' : 'none';
  }
}
