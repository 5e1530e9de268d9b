/**
 * How long to wait before the next attempt: doubling from the first delay to the longest, each drawn at random from zero up
 * (full jitter), so that many clients do not come back at once. Starts over only after a stable time.
 */
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from '../../src-shared/domain/limits.ts';

export class Backoff {
  private attempt = 0;
  private readonly random: () => number;
  private readonly firstMs: number;
  private readonly maxMs: number;

  constructor(random: () => number, firstMs = BACKOFF_FIRST_MS, maxMs = BACKOFF_MAX_MS) {
    this.random = random;
    this.firstMs = firstMs;
    this.maxMs = maxMs;
  }

  /** The ceiling of the next delay. */
  get ceilingMs(): number {
    return Math.min(this.maxMs, this.firstMs * 2 ** Math.min(this.attempt, 30));
  }

  nextMs(): number {
    const delayMs = Math.floor(this.random() * this.ceilingMs);
    this.attempt++;
    return delayMs;
  }

  reset(): void {
    this.attempt = 0;
  }
}
