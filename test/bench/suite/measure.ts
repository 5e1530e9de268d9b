/** What a case's process uses: its arguments, slices of time, the answer. */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

export type Values = Record<string, number>;

export type CaseArguments = {
  /** What this process measures: ours, or one of those it is compared with. */
  readonly variant: string;
  /** Fewer frames and shorter times. */
  readonly quick: boolean;
};

export function caseArguments(): CaseArguments {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } });
  return { variant: positionals[0] ?? '', quick: values.quick === true };
}

const STDOUT = 1;
const STDERR = 2;
/** Exit code of a case that this machine cannot run. */
export const UNABLE = 3;

/** The process's answer: one line of standard output, and nothing after it. It is out when this returns. */
export function answer(values: Values): void {
  writeSync(STDOUT, `${JSON.stringify(values)}\n`);
}

/** Ends the process: the machine lacks what the case needs. The sentence says what. */
export function unable(text: string): never {
  writeSync(STDERR, `${text}\n`);
  process.exit(UNABLE);
}

/** Ends the case: a figure whose books are not the reference's is no figure. */
export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual === expected) return;
  const show = (value: unknown): string => String(value).slice(0, 300);
  throw new Error(`${what}: is ${show(actual)}, should be ${show(expected)}`);
}

const NANOS_PER_MS = 1e6;

/** Times slices of the same amount of work; the median of them is not moved by what else the machine did for a moment. */
export class Slices {
  private readonly nanos: number[] = [];

  /** Runs work of so many parts. The first slices, which warm the process up, are run by the caller without this. */
  time(parts: number, work: () => void): void {
    const startMs = performance.now();
    work();
    this.nanos.push(((performance.now() - startMs) * NANOS_PER_MS) / parts);
  }

  /** Nanoseconds a part. */
  get median(): number {
    return median(this.nanos);
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2;
}

/** A place that results go to, so that no measured work can be left out as useless. */
export const sink = { value: 0 };

/** Waits until the condition holds; rejects with the sentence after so long. */
export async function until(condition: () => boolean, deadlineMs: number, what: string): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await pause(5);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
