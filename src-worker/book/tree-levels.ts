/**
 * Levels in a B+ tree: the form of very deep sides on irregular grids, where moving pairs of a sorted array would cost more.
 *
 * The best level is remembered, so that reading it never walks the tree.
 *
 * A missing key is told by `??`, not by the tree's own default: the package forgets that one beyond its greatest key, once the tree
 * has more than one node (sorted-btree 2.1.0, found by `npm run fuzz`).
 */
import BTreeModule from 'sorted-btree';
import type { Levels } from './levels.ts';

// The package is CommonJS with the class as its `default`.
const BTree = BTreeModule.default;
type Tree = InstanceType<typeof BTree<number, number>>;

const ascending = (a: number, b: number): number => a - b;

export class TreeLevels implements Levels {
  readonly form = 'tree';
  bestKey = -1;
  private readonly tree: Tree = new BTree<number, number>(undefined, ascending);

  get count(): number {
    return this.tree.size;
  }

  get bestSize(): number {
    return this.bestKey < 0 ? 0 : (this.tree.get(this.bestKey) ?? 0);
  }

  sizeAt(key: number): number {
    return this.tree.get(key) ?? 0;
  }

  set(key: number, size: number): void {
    if (size !== 0) {
      this.tree.set(key, size);
      if (key > this.bestKey) this.bestKey = key;
    } else if (this.tree.delete(key) && key === this.bestKey) {
      this.bestKey = this.tree.maxKey() ?? -1;
    }
  }

  add(key: number, change: number): number {
    const size = (this.tree.get(key) ?? 0) + change;
    if (size >= 0) this.set(key, size);
    return size;
  }

  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number {
    let rank = 0;
    for (const [key, size] of this.tree.entriesReversed()) {
      if (rank === max) break;
      keys[rank] = key;
      sizes[rank] = size;
      rank++;
    }
    return rank;
  }
}
