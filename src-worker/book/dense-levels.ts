/**
 * Levels addressed by tick: the form of busy books on a regular grid.
 *
 * A change is one store; only the removal of the best level looks for the next one, downwards. Every key must be a multiple of
 * the step: the side asks {@link fits} first.
 */
import type { Levels } from './levels.ts';

export class DenseLevels implements Levels {
  readonly form = 'dense';
  count = 0;
  private readonly step: number;
  private readonly sizes: Float64Array;
  private best = -1;

  /** Keys 0..keyMax in steps of `stepMicros`. */
  constructor(stepMicros: number, keyMax: number) {
    this.step = stepMicros;
    this.sizes = new Float64Array(keyMax / stepMicros + 1);
  }

  /** Whether the key is one of this grid. */
  fits(key: number): boolean {
    return Math.imul(this.tickOf(key), this.step) === key;
  }

  /** Gives the level this size; false, and nothing is changed, when the key is not one of this grid. */
  trySet(key: number, size: number): boolean {
    const tick = this.tickOf(key);
    if (Math.imul(tick, this.step) !== key) return false;
    this.put(tick, size);
    return true;
  }

  get bestKey(): number {
    return this.best < 0 ? -1 : this.best * this.step;
  }

  get bestSize(): number {
    return this.best < 0 ? 0 : this.sizes[this.best]!;
  }

  sizeAt(key: number): number {
    return this.fits(key) ? this.sizes[this.tickOf(key)]! : 0;
  }

  set(key: number, size: number): void {
    this.put(this.tickOf(key), size);
  }

  add(key: number, change: number): number {
    const tick = this.tickOf(key);
    const size = this.sizes[tick]! + change;
    if (size >= 0) this.put(tick, size);
    return size;
  }

  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number {
    const levels = Math.min(max, this.count);
    const step = this.step;
    for (let rank = 0, tick = this.best; rank < levels; tick--) {
      const size = this.sizes[tick]!;
      if (size === 0) continue;
      keys[rank] = tick * step;
      sizes[rank] = size;
      rank++;
    }
    return levels;
  }

  /** Of whole numbers, and said so: the engine then divides integers. */
  private tickOf(key: number): number {
    return ((key | 0) / (this.step | 0)) | 0;
  }

  private put(tick: number, size: number): void {
    const sizes = this.sizes;
    const before = sizes[tick]!;
    sizes[tick] = size;
    if (size !== 0) {
      if (before === 0) {
        this.count++;
        if (tick > this.best) this.best = tick;
      }
    } else if (before !== 0) {
      this.count--;
      if (tick === this.best) this.best = this.below(tick);
    }
  }

  private below(tick: number): number {
    if (this.count === 0) return -1;
    const sizes = this.sizes;
    let at = tick - 1;
    while (sizes[at] === 0) at--;
    return at;
  }
}
