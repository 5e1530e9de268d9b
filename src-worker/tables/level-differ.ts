/**
 * Tells how one side changed from before to now, level by level: first those that went, then all that stand, best first.
 *
 * So the differences of a snapshot, added up, give the book, and so does the last size of every level.
 */
import type { BookSide } from '../book/book-side.ts';

const ROOM_AT_START = 256;

export class LevelDiffer {
  private keys = new Float64Array(ROOM_AT_START);
  private sizes = new Float64Array(ROOM_AT_START);
  private nowKeys = new Float64Array(ROOM_AT_START);
  private nowSizes = new Float64Array(ROOM_AT_START);
  private count = 0;

  /** Remembers the side as it is. */
  remember(side: BookSide): void {
    if (side.count > this.keys.length) {
      this.keys = new Float64Array(side.count * 2);
      this.sizes = new Float64Array(side.count * 2);
    }
    this.count = side.copyBest(this.keys, this.sizes, side.count);
  }

  /** Forgets: everything that stands now is new. */
  forget(): void {
    this.count = 0;
  }

  /** Calls `tell` with every level that went (size 0) and every level that stands. */
  compare(side: BookSide, tell: (key: number, size: number, change: number) => void): void {
    const { keys, sizes, count } = this;
    for (let i = 0; i < count; i++) if (side.sizeAt(keys[i]!) === 0) tell(keys[i]!, 0, -sizes[i]!);
    if (side.count > this.nowKeys.length) {
      this.nowKeys = new Float64Array(side.count * 2);
      this.nowSizes = new Float64Array(side.count * 2);
    }
    const standing = side.copyBest(this.nowKeys, this.nowSizes, side.count);
    let before = 0;
    for (let i = 0; i < standing; i++) {
      const key = this.nowKeys[i]!;
      const size = this.nowSizes[i]!;
      while (before < count && keys[before]! > key) before++;
      const known = before < count && keys[before] === key ? sizes[before]! : 0;
      tell(key, size, size - known);
    }
  }
}
