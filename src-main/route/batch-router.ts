/**
 * Main to engine: frames in batches, messages between them in order, and never more in flight than the engine takes.
 *
 * A batch goes out at 100 frames, at a megabyte, or when main has read all that its sockets held; a timer would be most of the latency.
 * Any other message first sends the batch, so the engine sees both in the order in which they happened. When the engine does not keep
 * up, frames are dropped and counted; it is told at the first frame lost of each connection, so its books recover at that very point,
 * and again when the flow resumes.
 */
import { type Channel, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import { BATCH_FRAMES_MAX, BYTES_IN_FLIGHT_MAX, FRAMES_IN_FLIGHT_MAX } from '../../src-shared/domain/limits.ts';
import { OverloadGate } from '../base/overload-gate.ts';

export class BatchRouter {
  private readonly writer: FrameBatchWriter;
  private readonly gate: OverloadGate;
  private port: Port<MainToEngine, EngineToMain> | null = null;
  private turn: NodeJS.Immediate | null = null;

  /** `framesMax`: the most frames of a batch. `bytesMax`: the most bytes on their way to the engine; tests lower it. */
  constructor(framesMax = BATCH_FRAMES_MAX, bytesMax = BYTES_IN_FLIGHT_MAX) {
    this.writer = new FrameBatchWriter(framesMax);
    this.gate = new OverloadGate({ framesMax: FRAMES_IN_FLIGHT_MAX, bytesMax }, (connection, frames) =>
      this.post({ kind: 'dropped', connection, frames }),
    );
  }

  get droppedFrames(): number {
    return this.gate.dropped;
  }

  /** Sends to this engine from now on. Null: there is none, and frames are discarded; their books will be seeded again. */
  setPort(port: Port<MainToEngine, EngineToMain> | null): void {
    this.port = port;
    this.gate.reset();
    if (this.writer.frames > 0) this.writer.take();
  }

  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    if (!this.port || !this.gate.admit(connection, bytes.length)) return;
    this.writer.add(connection, channel, receivedMicros, receivedNanos, bytes);
    if (this.writer.full) this.flush();
    else this.turn ??= setImmediate(() => this.flush());
  }

  /** Sends a message after everything that came before it. */
  post(message: MainToEngine): void {
    this.flush();
    this.port?.post(message);
  }

  /** The engine has taken this many more frames. */
  taken(frames: number): void {
    this.gate.taken(frames);
  }

  private flush(): void {
    if (this.turn) {
      clearImmediate(this.turn);
      this.turn = null;
    }
    if (this.writer.frames === 0 || !this.port) return;
    this.gate.sent();
    this.port.post(this.writer.take());
  }
}
