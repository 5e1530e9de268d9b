/**
 * Tracks which sizes changed and how far their flash has faded.
 *
 * A flash lasts {@link FLASH_MS} and fades in a few steps, so a cell is painted a handful of times and not in every frame. At most
 * {@link FLASHES_MAX} run at once; beyond that a flash tells nothing, and the oldest stay.
 */
import type { BookSide } from './book-side.ts';

/** The longest an animation may take. */
export const FLASH_MS = 120;
/** Steps of the fade, strongest first. */
export const FLASH_STEPS = 4;
const FLASHES_MAX = 256;

export class LadderFlashes {
  count = 0;
  readonly rows = new Int32Array(FLASHES_MAX);
  readonly members = new Uint8Array(FLASHES_MAX);
  readonly isBid = new Uint8Array(FLASHES_MAX);
  /** 1: added, -1: pulled. */
  readonly signs = new Int8Array(FLASHES_MAX);
  private readonly startedMs = new Float64Array(FLASHES_MAX);

  clear(): void {
    this.count = 0;
  }

  /** Forgets what has faded. */
  expire(nowMs: number): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (nowMs - this.startedMs[i]! >= FLASH_MS) continue;
      this.rows[kept] = this.rows[i]!;
      this.members[kept] = this.members[i]!;
      this.isBid[kept] = this.isBid[i]!;
      this.signs[kept] = this.signs[i]!;
      this.startedMs[kept] = this.startedMs[i]!;
      kept++;
    }
    this.count = kept;
  }

  /** Steps left of the flash, with its sign. */
  strength(at: number, nowMs: number): number {
    const faded = Math.floor(((nowMs - this.startedMs[at]!) * FLASH_STEPS) / FLASH_MS);
    return this.signs[at]! * Math.max(0, FLASH_STEPS - faded);
  }

  /** Starts a flash for every size of a live member that differs between two states of one side on one axis. */
  compare(before: BookSide, after: BookSide, live: Uint8Array, nowMs: number): void {
    const toward = after.isBid ? -1 : 1;
    let b = 0;
    let a = 0;
    while (b < before.count || a < after.count) {
      if (this.count === FLASHES_MAX) return;
      // Both lists run away from the touch; the one whose row is nearer comes first.
      const ahead = b >= before.count ? 1 : a >= after.count ? -1 : (before.rows[b]! - after.rows[a]!) * toward;
      if (ahead < 0) this.start(before, b++, null, 0, live, nowMs);
      else if (ahead > 0) this.start(null, 0, after, a++, live, nowMs);
      else this.start(before, b++, after, a++, live, nowMs);
    }
  }

  private start(
    before: BookSide | null,
    b: number,
    after: BookSide | null,
    a: number,
    live: Uint8Array,
    nowMs: number,
  ): void {
    const side = (after ?? before)!;
    const row = after === null ? side.rows[b]! : side.rows[a]!;
    for (let m = 0; m < side.members; m++) {
      if (live[m] === 0) continue;
      const old = before === null ? 0 : before.sizes[b * side.members + m]!;
      const now = after === null ? 0 : after.sizes[a * side.members + m]!;
      if (old === now || this.count === FLASHES_MAX) continue;
      const at = this.count++;
      this.rows[at] = row;
      this.members[at] = m;
      this.isBid[at] = side.isBid ? 1 : 0;
      this.signs[at] = now > old ? 1 : -1;
      this.startedMs[at] = nowMs;
    }
  }
}
