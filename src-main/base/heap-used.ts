/** The heap in use. Not by process.memoryUsage: it opens a file for what else it says, and throws when file handles have run out. */
import { getHeapStatistics } from 'node:v8';

export function heapUsedBytes(): number {
  return getHeapStatistics().used_heap_size;
}
