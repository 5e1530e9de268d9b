/**
 * What a replay has handed to the engine and the engine has not taken yet, by frames and by bytes: however fast it is read, no more than
 * this is in memory at once. Bytes are known to within a few frames.
 */

/** Enough that the engine never waits for the reader's next turn, and a quarter of what would make the router drop frames. */
const FRAMES_MAX = 10_000;
const BYTES_MAX = 32 << 20;
/** The reader goes on when half is taken. */
const LOW_SHARE = 0.5;
const MARK_EVERY_FRAMES = 64;

type Mark = { readonly frames: number; readonly bytes: number };

export class ReplayFlow {
  private handedFrames = 0;
  private handedBytes = 0;
  private takenFrames = 0;
  private takenBytes = 0;
  /** How many bytes had been handed on at a number of frames; those behind `takenFrames` only. */
  private marks: Mark[] = [];
  private waiting: (() => void)[] = [];

  get isFull(): boolean {
    return this.handedFrames - this.takenFrames >= FRAMES_MAX || this.handedBytes - this.takenBytes >= BYTES_MAX;
  }

  handed(bytes: number): void {
    this.handedFrames++;
    this.handedBytes += bytes;
    if (this.handedFrames % MARK_EVERY_FRAMES === 0) {
      this.marks.push({ frames: this.handedFrames, bytes: this.handedBytes });
    }
  }

  taken(frames: number): void {
    this.takenFrames = Math.min(this.handedFrames, this.takenFrames + frames);
    const passed = this.marks.findLastIndex((mark) => mark.frames <= this.takenFrames);
    if (passed >= 0) {
      this.takenBytes = this.marks[passed]!.bytes;
      this.marks = this.marks.slice(passed + 1);
    }
    if (this.takenFrames === this.handedFrames) this.takenBytes = this.handedBytes;
    const isLow =
      this.handedFrames - this.takenFrames <= FRAMES_MAX * LOW_SHARE &&
      this.handedBytes - this.takenBytes <= BYTES_MAX * LOW_SHARE;
    if (isLow) this.wake();
  }

  /** Nothing is on its way any more: the engine is gone, or the replay is over. */
  reset(): void {
    this.taken(this.handedFrames - this.takenFrames);
  }

  /** Resolves when there is room for many more. */
  room(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
