/**
 * Bounds what is on its way to a thread or process that may be too slow, in frames and in bytes, by dropping frames.
 *
 * Once a bound is reached, every frame is dropped until half of both bounds is free, so that losses come in few long runs. The first
 * frame lost of each connection is reported at once, behind the frames before it; the number of the others when frames flow again.
 */

type Batch = { frames: number; bytes: number };

export type OverloadLimits = { readonly framesMax: number; readonly bytesMax: number };

export class OverloadGate {
  /** Frames dropped so far. */
  dropped = 0;
  /** Frames and bytes admitted and not yet taken. */
  frames = 0;
  bytes = 0;
  private readonly limits: OverloadLimits;
  private readonly onDropped: (connection: number, frames: number) => void;
  private readonly droppedBy = new Map<number, number>();
  /** What each batch on its way holds, the oldest first; the last one is still open. */
  private batches: Batch[] = [{ frames: 0, bytes: 0 }];

  constructor(limits: OverloadLimits, onDropped: (connection: number, frames: number) => void) {
    this.limits = limits;
    this.onDropped = onDropped;
  }

  /** Whether this frame may go. False: it is dropped. */
  admit(connection: number, bytes: number): boolean {
    const { framesMax, bytesMax } = this.limits;
    if (this.droppedBy.size > 0 || this.frames >= framesMax || this.bytes >= bytesMax) {
      this.drop(connection);
      return false;
    }
    const open = this.batches[this.batches.length - 1]!;
    open.frames++;
    open.bytes += bytes;
    this.frames++;
    this.bytes += bytes;
    return true;
  }

  /** What was admitted since the last call went out as one batch. */
  sent(): void {
    this.batches.push({ frames: 0, bytes: 0 });
  }

  /** The other side has taken this many more frames: those of the oldest batches. */
  taken(frames: number): void {
    let left = frames;
    while (left > 0 && this.batches.length > 1) {
      const [oldest] = this.batches as [Batch];
      const taken = Math.min(left, oldest.frames);
      const bytes = taken === oldest.frames ? oldest.bytes : Math.floor((oldest.bytes * taken) / oldest.frames);
      oldest.frames -= taken;
      oldest.bytes -= bytes;
      this.frames -= taken;
      this.bytes -= bytes;
      left -= taken;
      if (oldest.frames === 0) this.batches.shift();
    }
    const { framesMax, bytesMax } = this.limits;
    if (this.frames <= framesMax / 2 && this.bytes <= bytesMax / 2) this.resume();
  }

  /** Lets frames pass again, and reports those lost behind the first of each connection. */
  resume(): void {
    if (this.droppedBy.size === 0) return;
    const dropped = [...this.droppedBy];
    this.droppedBy.clear();
    for (const [connection, frames] of dropped) if (frames > 1) this.onDropped(connection, frames - 1);
  }

  /** Forgets what is on its way: it goes to another from now on. */
  reset(): void {
    this.frames = 0;
    this.bytes = 0;
    this.batches = [{ frames: 0, bytes: 0 }];
    this.droppedBy.clear();
  }

  private drop(connection: number): void {
    this.dropped++;
    const before = this.droppedBy.get(connection) ?? 0;
    this.droppedBy.set(connection, before + 1);
    if (before === 0) this.onDropped(connection, 1);
  }
}
