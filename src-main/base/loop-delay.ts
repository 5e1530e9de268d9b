/** How late main's event loop was at the most since the last reading: the promise is never more than 5 ms of work at once. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const NANOS_PER_MS = 1e6;
const RESOLUTION_MS = 10;

export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.histogram.enable();
  }

  /** Milliseconds beyond the timer's own resolution; starts over. */
  read(): number {
    const lateMs = Math.max(0, this.histogram.max / NANOS_PER_MS - RESOLUTION_MS);
    this.histogram.reset();
    return Number.isFinite(lateMs) ? lateMs : 0;
  }

  stop(): void {
    this.histogram.disable();
  }
}
