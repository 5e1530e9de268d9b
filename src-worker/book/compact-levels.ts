/**
 * Levels as one sorted array of pairs, the best last: the form of the many quiet books.
 *
 * A plain array of doubles costs 16 bytes a level and hardly anything besides, and most changes are near the touch, so few pairs
 * are moved.
 */
import type { Levels } from './levels.ts';

export class CompactLevels implements Levels {
  readonly form = 'compact';
  count = 0;
  /** [key, size] after [key, size], keys ascending; longer than `count` pairs while levels come and go. */
  private pairs: number[] = [];

  get bestKey(): number {
    return this.count === 0 ? -1 : this.pairs[this.count * 2 - 2]!;
  }

  get bestSize(): number {
    return this.count === 0 ? 0 : this.pairs[this.count * 2 - 1]!;
  }

  sizeAt(key: number): number {
    const at = this.find(key);
    return this.holds(at, key) ? this.pairs[at + 1]! : 0;
  }

  set(key: number, size: number): void {
    const at = this.find(key);
    if (this.holds(at, key)) {
      if (size === 0) this.removeAt(at);
      else this.pairs[at + 1] = size;
    } else if (size !== 0) {
      this.insertAt(at, key, size);
    }
  }

  add(key: number, change: number): number {
    const at = this.find(key);
    const present = this.holds(at, key);
    const size = present ? this.pairs[at + 1]! + change : change;
    if (size < 0) return size;
    if (!present) {
      if (size > 0) this.insertAt(at, key, size);
    } else if (size === 0) {
      this.removeAt(at);
    } else {
      this.pairs[at + 1] = size;
    }
    return size;
  }

  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number {
    const levels = Math.min(max, this.count);
    const pairs = this.pairs;
    for (let rank = 0, at = this.count * 2 - 2; rank < levels; rank++, at -= 2) {
      keys[rank] = pairs[at]!;
      sizes[rank] = pairs[at + 1]!;
    }
    return levels;
  }

  /** Gives back the room that an array sets aside as it grows: a third of a book's memory, and most books change seldom. */
  trim(): void {
    this.pairs = this.pairs.slice(0, this.count * 2);
  }

  private holds(at: number, key: number): boolean {
    return at < this.count * 2 && this.pairs[at] === key;
  }

  /** Where the key's pair is, or the first pair above it. */
  private find(key: number): number {
    const pairs = this.pairs;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pairs[middle * 2]! < key) low = middle + 1;
      else high = middle;
    }
    return low * 2;
  }

  private insertAt(at: number, key: number, size: number): void {
    const pairs = this.pairs;
    const end = this.count * 2;
    if (pairs.length === end) pairs.push(0, 0);
    for (let i = end - 1; i >= at; i--) pairs[i + 2] = pairs[i]!;
    pairs[at] = key;
    pairs[at + 1] = size;
    this.count++;
  }

  private removeAt(at: number): void {
    const pairs = this.pairs;
    const end = this.count * 2;
    for (let i = at + 2; i < end; i++) pairs[i - 2] = pairs[i]!;
    this.count--;
    // Room is kept for the level that comes back, but a book that was once deep does not stay large.
    if (pairs.length > 16 && pairs.length > this.count * 4) pairs.length = this.count * 2;
  }
}
