/**
 * One side of a book as two sorted columns, the best level last.
 *
 * Levels are kept under a key that grows towards the best: a bid's key is its price, an ask's is 1 - price. So both sides are
 * the same code, an inverted book is the same two sides exchanged, and most changes, which are near the touch, move few
 * elements. Keys and sizes are millionths.
 */
import { assert } from './assert.ts';

const LEVELS_AT_START = 16;

export class BookSide {
  /** Number of levels; none has size zero. */
  count = 0;
  private keys = new Int32Array(LEVELS_AT_START);
  private sizes = new Float64Array(LEVELS_AT_START);

  /** The best level's key, -1 when the side is empty. */
  get bestKey(): number {
    return this.count === 0 ? -1 : this.keys[this.count - 1]!;
  }

  /** The best level's size, 0 when the side is empty. */
  get bestSize(): number {
    return this.count === 0 ? 0 : this.sizes[this.count - 1]!;
  }

  sizeAt(key: number): number {
    const at = this.find(key);
    return at < this.count && this.keys[at] === key ? this.sizes[at]! : 0;
  }

  /** Gives the level this size; 0 removes it. */
  set(key: number, size: number): void {
    assert(size >= 0, 'a level is never negative');
    const at = this.find(key);
    const present = at < this.count && this.keys[at] === key;
    if (size === 0) {
      if (present) this.removeAt(at);
    } else if (present) {
      this.sizes[at] = size;
    } else {
      this.insertAt(at, key, size);
    }
  }

  clear(): void {
    this.count = 0;
  }

  /** Copies up to `max` levels, best first, into the caller's columns; returns how many. */
  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number {
    const levels = Math.min(max, this.count);
    for (let rank = 0, at = this.count - 1; rank < levels; rank++, at--) {
      keys[rank] = this.keys[at]!;
      sizes[rank] = this.sizes[at]!;
    }
    return levels;
  }

  /** Index of the key, or of the first key above it. */
  private find(key: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertAt(at: number, key: number, size: number): void {
    if (this.count === this.keys.length) this.grow();
    this.keys.copyWithin(at + 1, at, this.count);
    this.sizes.copyWithin(at + 1, at, this.count);
    this.keys[at] = key;
    this.sizes[at] = size;
    this.count++;
  }

  private removeAt(at: number): void {
    this.keys.copyWithin(at, at + 1, this.count);
    this.sizes.copyWithin(at, at + 1, this.count);
    this.count--;
  }

  private grow(): void {
    const keys = new Int32Array(this.keys.length * 2);
    const sizes = new Float64Array(this.sizes.length * 2);
    keys.set(this.keys);
    sizes.set(this.sizes);
    this.keys = keys;
    this.sizes = sizes;
  }
}
