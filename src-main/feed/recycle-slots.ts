/** How many connections may be replaced at once, over all venues: the rest must go on undisturbed. */
import { RECYCLES_MAX } from '../../src-shared/domain/limits.ts';

export class RecycleSlots {
  private free: number;

  constructor(max = RECYCLES_MAX) {
    this.free = max;
  }

  /** False: all are taken. */
  take(): boolean {
    if (this.free === 0) return false;
    this.free--;
    return true;
  }

  give(): void {
    this.free++;
  }
}
