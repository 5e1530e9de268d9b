/**
 * Computes how long to wait before the next attempt: each wait's ceiling is twice the last one's, up to a limit.
 *
 * With a source of randomness each wait is drawn from zero up to the ceiling (full jitter), so that many clients do not come back at
 * once; without one it is the ceiling. The caller says when to start over.
 */
export class Backoff {
  private attempt = 0;
  private readonly firstMs: number;
  private readonly maxMs: number;
  private readonly random: () => number;

  constructor(firstMs: number, maxMs: number, random: () => number = () => 1) {
    this.firstMs = firstMs;
    this.maxMs = maxMs;
    this.random = random;
  }

  /** The ceiling of the next wait. */
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
