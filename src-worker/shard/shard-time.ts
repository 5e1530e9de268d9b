/** A shard's own pace: publishing, judging finished bursts, giving memory back, reporting. */
import { TICK_MS } from './shard-clock.ts';
import type { ShardRunner } from './shard-runner.ts';

/** How often books that fell quiet give memory back. */
const SETTLE_MS = 60_000;

export function keepTime(runner: ShardRunner, publishMs: number, reportMs: number): void {
  setInterval(() => runner.publish(), publishMs);
  setInterval(() => runner.tick(), TICK_MS);
  setInterval(() => runner.settle(), SETTLE_MS);
  setInterval(() => runner.report(), reportMs);
}
