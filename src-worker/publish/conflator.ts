/**
 * Paces one watch: the next frame goes out only when the last was acknowledged and the interval has passed.
 *
 * So a stalled or hidden window costs nothing; what it gets when it comes back is the state then. Frame numbers of different
 * shards never meet: each shard counts in steps of the most shards there are, from its own number on, so that a window's
 * acknowledgement, which goes to all shards, is taken by the one that sent the frame.
 */
import { SHARDS_MAX } from '../../src-shared/domain/limits.ts';

export class Conflator {
  /** Number of the last frame sent. */
  frame: number;
  private acknowledged: number;
  private sentMs = 0;

  /** `shard`: the number of the shard that sends. */
  constructor(shard: number) {
    this.frame = shard;
    this.acknowledged = shard;
  }

  /** True when a frame may be sent now. */
  ready(nowMs: number, intervalMs: number): boolean {
    return this.acknowledged === this.frame && nowMs - this.sentMs >= intervalMs;
  }

  /** A frame is being sent; returns its number. */
  send(nowMs: number): number {
    this.sentMs = nowMs;
    this.frame += SHARDS_MAX;
    return this.frame;
  }

  acknowledge(frame: number): void {
    const isOurs = frame % SHARDS_MAX === this.frame % SHARDS_MAX;
    if (isOurs && frame <= this.frame && frame > this.acknowledged) this.acknowledged = frame;
  }
}
