/**
 * Decides how many requests a caller may make: a token bucket for each.
 *
 * Time is passed in.
 */
export interface BucketOptions {
  readonly perSecond: number;
  readonly burst: number;
}

const CALLERS_MAX = 10_000;

export class RateLimit {
  readonly #options: BucketOptions;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  /** Takes one token; false when the caller has none left. */
  admit(caller: string, nowMs: number): boolean {
    const { perSecond, burst } = this.#options;
    const bucket = this.#buckets.get(caller) ?? { tokens: burst, atMs: nowMs };
    const elapsedMs = Math.max(0, nowMs - bucket.atMs);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000);
    bucket.atMs = nowMs;
    if (this.#buckets.size >= CALLERS_MAX) this.#buckets.clear();
    this.#buckets.set(caller, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
