/** A token bucket for requests to one venue: callers wait their turn, in order, and never exceed the venue's limit. */
import type { RateLimit } from '../../src-shared/venues/venue.ts';

export class TokenBucket {
  private tokens: number;
  private refilledMs: number;
  private tail: Promise<void> = Promise.resolve();
  private readonly limit: RateLimit;
  private waiting = 0;
  /** No request before this moment: the venue asked for it. */
  private heldUntilMs = 0;
  private released = new AbortController();

  constructor(limit: RateLimit) {
    this.limit = limit;
    this.tokens = limit.burst;
    this.refilledMs = performance.now();
  }

  /** Resolves when a request may be made. Rejects with the signal's reason when it is aborted first. */
  take(signal: AbortSignal): Promise<void> {
    this.waiting++;
    const turn = this.tail
      .then(() => this.wait(signal))
      .finally(() => {
        this.waiting--;
      });
    this.tail = turn.catch(() => {});
    return turn;
  }

  /** Nobody waits, and most of what may be asked at once is left. */
  get isFree(): boolean {
    this.refill();
    return this.waiting === 0 && this.tokens > this.limit.burst / 2 && !this.isHeld;
  }

  get isHeld(): boolean {
    return this.heldUntilMs > performance.now();
  }

  /** Makes every caller wait for so long from now on; a longer wait that is under way stays. */
  hold(ms: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, performance.now() + ms);
  }

  /** Ends such a wait. */
  release(): void {
    this.heldUntilMs = 0;
    this.released.abort();
    this.released = new AbortController();
  }

  private async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.refill();
    while (this.tokens < 1 || this.isHeld) {
      const perToken = this.limit.perMs / this.limit.requests;
      const restMs = Math.max(Math.ceil((1 - this.tokens) * perToken), this.heldUntilMs - performance.now());
      await delay(restMs, AbortSignal.any([signal, this.released.signal])).catch(() => {});
      signal.throwIfAborted();
      this.refill();
    }
    this.tokens -= 1;
  }

  private refill(): void {
    const nowMs = performance.now();
    const gained = ((nowMs - this.refilledMs) * this.limit.requests) / this.limit.perMs;
    this.tokens = Math.min(this.limit.burst, this.tokens + gained);
    this.refilledMs = nowMs;
  }
}

/** Resolves after the time, or rejects with the signal's reason. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
