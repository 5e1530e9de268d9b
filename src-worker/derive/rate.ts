/** Events per second over the last whole second, from a counter that only grows. */

export class Rate {
  perSecond = 0;
  private lastCount = 0;
  private lastMs = 0;

  /** Looks at the counter; call about once a second. */
  observe(count: number, nowMs: number): void {
    const elapsedMs = nowMs - this.lastMs;
    if (this.lastMs > 0 && elapsedMs > 0) this.perSecond = Math.round(((count - this.lastCount) * 1_000) / elapsedMs);
    this.lastCount = count;
    this.lastMs = nowMs;
  }
}
