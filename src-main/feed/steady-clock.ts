/**
 * The clock that a feed measures silence and intervals with: it never goes back, whatever becomes of the wall clock, and it goes
 * forward with it while the machine sleeps, when the monotonic clock stands still. A wall clock that is set forward looks like sleep:
 * a connection then counts as silent until it is heard of again, which is soon when it lives.
 */

/** The wall clock gains no more than this on the monotonic one between two readings unless it was set or the machine slept. */
const SLEPT_MS = 2_000;

export class SteadyClock {
  private readonly wallMs: () => number;
  private readonly monoMs: () => number;
  private lastWallMs: number;
  private lastMonoMs: number;
  private ms: number;

  constructor(wallMs: () => number = () => Date.now(), monoMs: () => number = () => performance.now()) {
    this.wallMs = wallMs;
    this.monoMs = monoMs;
    this.lastWallMs = wallMs();
    this.lastMonoMs = monoMs();
    this.ms = this.lastWallMs;
  }

  now(): number {
    const wallMs = this.wallMs();
    const monoMs = this.monoMs();
    const passedMs = monoMs - this.lastMonoMs;
    const wallPassedMs = wallMs - this.lastWallMs;
    this.ms += wallPassedMs - passedMs > SLEPT_MS ? wallPassedMs : passedMs;
    this.lastWallMs = wallMs;
    this.lastMonoMs = monoMs;
    return this.ms;
  }
}
