/** What a run leaves behind in its process: things that keep it alive, files that stay open, memory that is not given back. */
import { readdirSync, readlinkSync } from 'node:fs';

/** Memory may grow by so much over a process's seeds after the first ones: code, caches and fragments settle late. */
const HEAP_GROWTH_MAX = 0.15;
const HEAP_SLACK_BYTES = 8 << 20;
const WARM_UP_RUNS = 3;

export class Leftovers {
  private readonly before = countHandles();
  private readonly heaps: number[] = [];

  /** Called after a run has ended and everything had its turn to close. Sentences about what is still there. */
  look(): readonly string[] {
    const found: string[] = [];
    for (const [kind, count] of countHandles()) {
      const earlier = this.before.get(kind) ?? 0;
      if (count > earlier) found.push(`${count - earlier} ${kind}`);
    }
    globalThis.gc?.();
    this.heaps.push(process.memoryUsage().heapUsed);
    const first = this.heaps[WARM_UP_RUNS];
    const last = this.heaps.at(-1) ?? 0;
    if (first !== undefined && last > first * (1 + HEAP_GROWTH_MAX) + HEAP_SLACK_BYTES) {
      found.push(`a heap of ${last >> 20} MiB that was ${first >> 20} MiB after ${WARM_UP_RUNS + 1} runs`);
    }
    return found;
  }
}

/** Open handles by kind, and open files by what they lead to where the system lists them. */
function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    // Those of standard output, and what a run's own end still holds for an instant.
    if (kind === 'PipeWrap' || kind === 'TTYWrap' || kind === 'Immediate' || kind === 'Timeout') continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const target of openFiles()) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}

function openFiles(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((descriptor) => {
      try {
        // The number in socket:[1234] is another one each time.
        return [`open file ${readlinkSync(`/proc/self/fd/${descriptor}`).replace(/:\[\d+\]$/, '')}`];
      } catch {
        return []; // Closed since it was listed: the list itself.
      }
    });
  } catch {
    return []; // Only Linux lists them.
  }
}
