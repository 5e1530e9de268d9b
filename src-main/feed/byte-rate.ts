/** Counts frames and bytes, and tells both per second over the last second. */

export class ByteRate {
  frames = 0;
  bytes = 0;
  framesPerSecond = 0;
  bytesPerSecond = 0;
  private lastFrames = 0;
  private lastBytes = 0;
  private lastMs = 0;

  add(bytes: number): void {
    this.frames++;
    this.bytes += bytes;
  }

  /** Call about once a second. */
  observe(nowMs: number): void {
    const elapsedMs = nowMs - this.lastMs;
    if (this.lastMs > 0 && elapsedMs > 0) {
      this.framesPerSecond = Math.round(((this.frames - this.lastFrames) * 1_000) / elapsedMs);
      this.bytesPerSecond = Math.round(((this.bytes - this.lastBytes) * 1_000) / elapsedMs);
    }
    this.lastFrames = this.frames;
    this.lastBytes = this.bytes;
    this.lastMs = nowMs;
  }
}
