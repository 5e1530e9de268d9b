/** Computes waits that double up to a limit; success starts over. */
export type Backoff = { next(): number; reset(): void };

/** The first wait is `firstMs`, each further one twice as long, at most `maxMs`. */
export function createBackoff(firstMs: number, maxMs: number): Backoff {
  let waitMs = firstMs;
  return {
    next() {
      const now = waitMs;
      waitMs = Math.min(waitMs * 2, maxMs);
      return now;
    },
    reset() {
      waitMs = firstMs;
    },
  };
}
