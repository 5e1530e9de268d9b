/**
 * One side of a book, in the form that suits it now.
 *
 * Quiet sides are compact, busy ones on a regular grid dense, very deep ones a tree. A side changes form by itself and keeps its
 * levels; a price off the grid it knows makes it compact, never wrong. Callers pass keys (see {@link Levels}), not prices.
 */
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { assert } from './assert.ts';
import { CompactLevels } from './compact-levels.ts';
import { DenseLevels } from './dense-levels.ts';
import type { Levels } from './levels.ts';
import { TreeLevels } from './tree-levels.ts';

/** Changes since the last look after which a side is busy. */
const BUSY_CHANGES = 64;
/** A dense side of more ticks than this would cost more memory than it saves time: 16 KiB at 2,000 ticks. */
const DENSE_TICKS_MAX = 2_000;
/** Levels from which a tree beats moving pairs (measured by `npm run bench`: forms). */
const TREE_LEVELS_MIN = 1_500;
/** ... and below which it turns compact again. */
const TREE_LEVELS_KEPT = 1_000;

export class BookSide {
  private levels: Levels = new CompactLevels();
  /** The levels once more, while they are dense: the way of most changes. */
  private dense: DenseLevels | null = null;
  /** Since the last look; of a dense side only whether there were any. */
  private changes = 0;
  /** The finest step of the market's grid; 0: unknown or irregular. */
  private stepMicros = 0;

  get form(): Levels['form'] {
    return this.levels.form;
  }

  /** Number of levels. */
  get count(): number {
    return this.levels.count;
  }

  /** The best level's key, -1 when the side is empty. */
  get bestKey(): number {
    return this.levels.bestKey;
  }

  /** The best level's size, 0 when the side is empty. */
  get bestSize(): number {
    return this.levels.bestSize;
  }

  sizeAt(key: number): number {
    return this.levels.sizeAt(key);
  }

  /** Gives the level this size; 0 removes it. */
  set(key: number, size: number): void {
    assert(size >= 0, 'a level is never negative');
    const dense = this.dense;
    if (dense?.trySet(key, size)) {
      this.changes = 1;
      return;
    }
    this.touch(key);
    this.levels.set(key, size);
  }

  /** Adds a signed change; a negative result says that the level would become negative, and nothing is changed. */
  add(key: number, change: number): number {
    // Asked of the form itself, so that the call is compiled in and the numbers are not boxed: nothing is allocated.
    const dense = this.dense;
    if (dense?.fits(key)) {
      this.changes = 1;
      return dense.add(key, change);
    }
    this.touch(key);
    return this.levels.add(key, change);
  }

  /** Copies up to `max` levels, best first, into the caller's columns; returns how many. */
  copyBest(keys: Float64Array, sizes: Float64Array, max: number): number {
    return this.levels.copyBest(keys, sizes, max);
  }

  /** Removes every level and keeps the form. */
  clear(): void {
    if (this.levels.count === 0) return;
    this.hold(this.dense ? this.makeDense() : new CompactLevels());
  }

  /** A snapshot is whole: no more levels follow at once. */
  trim(): void {
    if (this.levels instanceof CompactLevels) this.levels.trim();
  }

  /** The market's grid: 0 when it has no single step. Levels are kept. */
  setStep(stepMicros: number): void {
    if (stepMicros === this.stepMicros) return;
    this.stepMicros = stepMicros;
    if (this.dense) this.become(new CompactLevels());
  }

  /** Looked at now and then: a side that was quiet since the last look gives its memory back. */
  settle(): void {
    if (this.changes === 0 && this.dense) this.become(new CompactLevels());
    else if (this.levels instanceof TreeLevels && this.levels.count < TREE_LEVELS_KEPT)
      this.become(new CompactLevels());
    this.changes = 0;
  }

  private touch(key: number): void {
    const levels = this.levels;
    const changes = ++this.changes;
    if (this.dense) {
      if (!this.dense.fits(key)) {
        this.stepMicros = 0;
        this.become(new CompactLevels());
      }
    } else if (changes === BUSY_CHANGES && this.canBeDense()) {
      this.become(this.makeDense());
      this.touch(key);
    } else if (levels.count >= TREE_LEVELS_MIN && !(levels instanceof TreeLevels)) {
      this.become(new TreeLevels());
    }
  }

  private canBeDense(): boolean {
    return this.stepMicros > 0 && ONE_MICROS / this.stepMicros <= DENSE_TICKS_MAX;
  }

  private makeDense(): DenseLevels {
    return new DenseLevels(this.stepMicros, ONE_MICROS);
  }

  /** Moves every level into another form. A level off the grid keeps the side compact. */
  private become(next: Levels): void {
    const count = this.levels.count;
    const keys = new Float64Array(count);
    const sizes = new Float64Array(count);
    this.levels.copyBest(keys, sizes, count);
    let into = next;
    if (into instanceof DenseLevels && !keys.every((key) => (into as DenseLevels).fits(key))) {
      this.stepMicros = 0;
      into = new CompactLevels();
    }
    // From the worst to the best: a sorted array only ever appends.
    for (let rank = count - 1; rank >= 0; rank--) into.set(keys[rank]!, sizes[rank]!);
    this.hold(into);
  }

  private hold(levels: Levels): void {
    this.levels = levels;
    this.dense = levels instanceof DenseLevels ? levels : null;
  }
}
