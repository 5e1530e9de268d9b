/**
 * A side and its naive twin: both take every step, and must answer every question alike: best level, top levels, depth to a price,
 * cumulative size, the size at a price. Throws at the first difference.
 */
import type { Levels } from '../../../src-worker/book/levels.ts';
import { NaiveSide } from './naive-side.ts';
import type { SideStep } from './side-steps.ts';

/** What every form, and the changing side itself, can do. */
export type AnySide = Pick<Levels, 'count' | 'bestKey' | 'bestSize' | 'sizeAt' | 'set' | 'add' | 'copyBest'> & {
  setStep?(stepMicros: number): void;
  settle?(): void;
  clear?(): void;
};

/** Whole comparisons cost a sort: one in so many steps, and at the end. */
const WHOLE_EVERY = 48;
/** The best level is compared after every step while there are few levels, for the twin has to look through all. */
const FEW_LEVELS = 64;
const TOPS = [1, 3, 10];

export class ComparedSide {
  /** Steps taken and compared; a stretch is one. */
  changes = 0;
  private readonly side: AnySide;
  private readonly naive = new NaiveSide();

  constructor(side: AnySide) {
    this.side = side;
  }

  take(step: SideStep): void {
    const { side, naive } = this;
    switch (step.kind) {
      case 'set':
        side.set(step.key, step.size);
        naive.set(step.key, step.size);
        this.expectAt(step.key);
        break;
      case 'add':
        this.expect(
          side.add(step.key, step.size),
          naive.add(step.key, step.size),
          `the size that add gave at ${step.key}`,
        );
        this.expectAt(step.key);
        break;
      case 'stretch':
        for (let i = 0; i < step.count; i++) {
          side.set(step.key + i * step.stride, step.size);
          naive.set(step.key + i * step.stride, step.size);
        }
        break;
      case 'grid':
        side.setStep?.(step.stepMicros);
        break;
      case 'settle':
        side.settle?.();
        break;
      case 'clear':
        side.clear?.();
        naive.levels.clear();
        break;
    }
    this.changes++;
    if (naive.levels.size <= FEW_LEVELS) this.expectBest();
    if (this.changes % WHOLE_EVERY === 0) this.expectWhole();
  }

  expectWhole(): void {
    const { side } = this;
    const sorted = this.naive.sorted();
    const keys = new Float64Array(sorted.length + 1);
    const sizes = new Float64Array(sorted.length + 1);
    this.expect(side.count, sorted.length, 'the number of levels');
    this.expect(side.copyBest(keys, sizes, sorted.length + 1), sorted.length, 'the number of levels copied');
    let ours = 0;
    let naive = 0;
    for (const [rank, [key, size]] of sorted.entries()) {
      this.expect(keys[rank]!, key, `the price at rank ${rank}`);
      this.expect(sizes[rank]!, size, `the size at rank ${rank}`);
      ours += sizes[rank]!;
      naive += size;
      this.expect(ours, naive, `the cumulative size to rank ${rank}`);
    }
    for (const top of TOPS) this.expectTop(top, sorted);
    this.expectDepth(sorted);
    this.expectBest();
  }

  /** Fewer levels than there are: exactly those, and nothing written behind them. */
  private expectTop(top: number, sorted: readonly (readonly [number, number])[]): void {
    const keys = new Float64Array(top + 1).fill(-7);
    const sizes = new Float64Array(top + 1).fill(-7);
    const count = this.side.copyBest(keys, sizes, top);
    this.expect(count, Math.min(top, sorted.length), `how many of the top ${top}`);
    for (let rank = 0; rank < count; rank++)
      this.expect(keys[rank]!, sorted[rank]![0], `rank ${rank} of the top ${top}`);
    this.expect(keys[count]!, -7, `what lies behind the top ${top}`);
  }

  /** The size from the best level to a price in the middle of the side. */
  private expectDepth(sorted: readonly (readonly [number, number])[]): void {
    const limit = sorted[Math.floor(sorted.length / 2)]?.[0] ?? 0;
    const keys = new Float64Array(sorted.length);
    const sizes = new Float64Array(sorted.length);
    const count = this.side.copyBest(keys, sizes, sorted.length);
    let ours = 0;
    for (let rank = 0; rank < count && keys[rank]! >= limit; rank++) ours += sizes[rank]!;
    let naive = 0;
    for (const [key, size] of this.naive.levels) if (key >= limit) naive += size;
    this.expect(ours, naive, `the depth to ${limit}`);
  }

  private expectAt(key: number): void {
    this.expect(this.side.sizeAt(key), this.naive.levels.get(key) ?? 0, `the size at ${key}`);
  }

  private expectBest(): void {
    let best = -1;
    for (const key of this.naive.levels.keys()) if (key > best) best = key;
    this.expect(this.side.bestKey, best, 'the best price');
    this.expect(this.side.bestSize, this.naive.levels.get(best) ?? 0, 'the best size');
    this.expect(this.side.count, this.naive.levels.size, 'the number of levels');
  }

  private expect(ours: number, naive: number, what: string): void {
    if (!Object.is(ours, naive)) throw new Error(`${what} is ${ours}, it should be ${naive}`);
  }
}
