/** Memory as it is when all garbage is gone. Needs a process that was started with --expose-gc. */

const MIB = 1 << 20;
/** One collection moves what it finds, the next frees what that left; more change nothing. */
const COLLECTIONS = 4;

/** Bytes in use: the heap, and buffers outside of it. */
export function usedBytes(): number {
  if (!globalThis.gc) throw new Error('start this process with --expose-gc');
  for (let i = 0; i < COLLECTIONS; i++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  // Array buffers are part of `external`.
  return heapUsed + external;
}

export function rssMiB(): number {
  return process.memoryUsage.rss() / MIB;
}

/** The most that was ever resident, KiB on every platform. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
