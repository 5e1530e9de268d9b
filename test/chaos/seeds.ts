/** Runs seeds in processes of their own, some at a time; a process that breaks costs its seed, and the others go on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { type Protection, WITHOUT } from './protections.ts';
import type { SeedResult } from './run-seed.ts';

const CHILD = new URL('./seeds-child.ts', import.meta.url).pathname;
/** Seeds of one process: enough for memory to show a slope. */
const SEEDS_PER_PROCESS = 12;

export type SeedsOptions = {
  readonly seeds: readonly number[];
  readonly processes: number;
  readonly kinds?: readonly FaultKind[];
  readonly without?: Protection;
  readonly onResult?: (result: SeedResult) => void;
};

export type SeedsOutcome = { readonly results: readonly SeedResult[]; readonly crashed: readonly number[] };

const children = new Set<ChildProcess>();

export function endChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

export async function runSeeds(options: SeedsOptions): Promise<SeedsOutcome> {
  const { seeds, processes } = options;
  const results: SeedResult[] = [];
  const crashed: number[] = [];
  const perProcess = Math.max(1, Math.min(SEEDS_PER_PROCESS, Math.ceil(seeds.length / processes)));
  const waiting: number[][] = [];
  for (let at = 0; at < seeds.length; at += perProcess) waiting.push(seeds.slice(at, at + perProcess));
  const work = async (): Promise<void> => {
    for (let some = waiting.shift(); some; some = waiting.shift()) {
      const done = await runProcess(some, options, results);
      if (done === some.length) continue;
      crashed.push(some[done]!);
      if (done + 1 < some.length) waiting.push(some.slice(done + 1));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return { results, crashed };
}

/** Resolves with the number of seeds that came to their end. */
async function runProcess(seeds: readonly number[], options: SeedsOptions, results: SeedResult[]): Promise<number> {
  const { kinds = [], without = '', onResult } = options;
  const child = spawn(process.execPath, ['--expose-gc', CHILD, seeds.join(), kinds.join()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [WITHOUT]: without },
  });
  children.add(child);
  const ended = new Promise((resolve) => child.once('close', resolve));
  let done = 0;
  for await (const line of createInterface(child.stdout)) {
    const result = JSON.parse(line) as SeedResult;
    done++;
    results.push(result);
    onResult?.(result);
  }
  await ended;
  children.delete(child);
  return done;
}
