/**
 * Main to engine: frames in batches, messages between them in order, and never more in flight than the engine takes.
 *
 * A batch goes out at 100 frames, or when main has read everything its sockets held. A timer would be most of the latency
 * (docs/decisions.md). Any other message first sends the batch, so the engine sees both in the order in which they happened. When the engine does not keep up, frames are dropped and counted; it is told
 * at the first frame lost of each connection, so its books recover at that very point, and again when the flow resumes.
 */
import { type Channel, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import { BATCH_FRAMES_MAX, FRAMES_IN_FLIGHT_MAX } from '../../src-shared/domain/limits.ts';

export class BatchRouter {
  droppedFrames = 0;
  private readonly writer: FrameBatchWriter;
  private readonly droppedBy = new Map<number, number>();
  private port: Port<MainToEngine, EngineToMain> | null = null;
  private inFlight = 0;
  private turn: NodeJS.Immediate | null = null;

  /** A batch goes out with so many frames at the latest. */
  constructor(framesMax = BATCH_FRAMES_MAX) {
    this.writer = new FrameBatchWriter(framesMax);
  }

  /** Sends to this engine from now on; null: there is none, and frames are let go (their books will be seeded anew). */
  setPort(port: Port<MainToEngine, EngineToMain> | null): void {
    this.port = port;
    this.inFlight = 0;
    this.droppedBy.clear();
    if (this.writer.frames > 0) this.writer.take();
  }

  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    if (!this.port) return;
    if (this.inFlight >= FRAMES_IN_FLIGHT_MAX || this.droppedBy.size > 0) {
      this.drop(connection);
      return;
    }
    this.writer.add(connection, channel, receivedMicros, receivedNanos, bytes);
    if (this.writer.full) this.flush();
    else this.turn ??= setImmediate(() => this.flush());
  }

  /** Sends a message after everything that came before it. */
  post(message: MainToEngine): void {
    this.flush();
    this.port?.post(message);
  }

  /** The engine has taken so many frames. */
  taken(frames: number): void {
    this.inFlight = Math.max(0, this.inFlight - frames);
    if (this.droppedBy.size === 0 || this.inFlight > FRAMES_IN_FLIGHT_MAX / 2) return;
    const dropped = [...this.droppedBy];
    this.droppedBy.clear();
    // The first was said when it was dropped.
    for (const [connection, frames] of dropped) {
      if (frames > 1) this.post({ kind: 'dropped', connection, frames: frames - 1 });
    }
  }

  private drop(connection: number): void {
    this.droppedFrames++;
    const before = this.droppedBy.get(connection) ?? 0;
    this.droppedBy.set(connection, before + 1);
    if (before === 0) this.post({ kind: 'dropped', connection, frames: 1 });
  }

  private flush(): void {
    if (this.turn) {
      clearImmediate(this.turn);
      this.turn = null;
    }
    if (this.writer.frames === 0 || !this.port) return;
    this.inFlight += this.writer.frames;
    this.port.post(this.writer.take());
  }
}
