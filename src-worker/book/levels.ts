/**
 * What every form of one side's levels can do. Levels are kept under a key that grows towards the best (a bid's price, an ask's
 * 1 - price), so both sides of a book are the same code. Keys and sizes are millionths; a level of size zero does not exist.
 */
export interface Levels {
  readonly form: 'compact' | 'dense' | 'tree';
  readonly count: number;
  /** The best level's key, -1 when there is none. */
  readonly bestKey: number;
  /** The best level's size, 0 when there is none. */
  readonly bestSize: number;
  sizeAt(key: number): number;
  /** Gives the level this size; 0 removes it. */
  set(key: number, size: number): void;
  /** Adds a signed change; returns the new size, or a negative number when it would become negative: nothing is changed then. */
  add(key: number, change: number): number;
  /** Copies up to `max` levels, best first, into the caller's columns; returns how many. */
  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number;
}
