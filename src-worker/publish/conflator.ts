/**
 * Paces one watch: the next frame goes out only when the last was acknowledged and the interval has passed.
 *
 * So a stalled or hidden window costs nothing; what it gets when it comes back is the state then.
 */

export class Conflator {
  /** Number of the last frame sent. */
  frame = 0;
  private acknowledged = 0;
  private sentMs = 0;

  /** True when a frame may be sent now. */
  ready(nowMs: number, intervalMs: number): boolean {
    return this.acknowledged === this.frame && nowMs - this.sentMs >= intervalMs;
  }

  /** A frame is being sent; returns its number. */
  send(nowMs: number): number {
    this.sentMs = nowMs;
    return ++this.frame;
  }

  acknowledge(frame: number): void {
    if (frame <= this.frame && frame > this.acknowledged) this.acknowledged = frame;
  }
}
