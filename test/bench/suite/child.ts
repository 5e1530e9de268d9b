/** Runs one variant of a case in a fresh process, for a bounded time, and reads its answer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BenchCase } from './cases.ts';
import { UNABLE, type Values } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ENDING_GRACE_MS = 5_000;
const ERROR_LINES = 12;

export type ChildAnswer =
  | { readonly ok: true; readonly values: Values }
  /** What it said last, a line or a few. `isUnable`: nothing is wrong, the machine lacks what the case needs. */
  | { readonly ok: false; readonly text: string; readonly isUnable: boolean };

const running = new Set<ChildProcess>();

export async function runVariant(
  { file, nodeFlags = [], timeoutSeconds }: BenchCase,
  variant: string,
  quick: boolean,
): Promise<ChildAnswer> {
  const path = join(import.meta.dirname, '..', 'cases', file);
  const args = [...nodeFlags, path, variant, ...(quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let errors = '';
  let isLate = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const timer = setTimeout(() => {
    isLate = true;
    end(child);
  }, timeoutSeconds * 1_000);
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  clearTimeout(timer);
  running.delete(child);
  if (isLate) return { ok: false, text: `it was not done within ${timeoutSeconds} s`, isUnable: false };
  const values = code === 0 ? readValues(out) : null;
  if (values) return { ok: true, values };
  const text = lastWords(errors) || `it ended with code ${code} and without an answer`;
  return { ok: false, text, isUnable: code === UNABLE };
}

/** Ends whatever is still running: the user does not want to wait. */
export function endChildren(): void {
  for (const child of running) end(child);
}

function end(child: ChildProcess): void {
  child.kill();
  setTimeout(() => child.kill('SIGKILL'), ENDING_GRACE_MS).unref();
}

function readValues(out: string): Values | null {
  try {
    const values: unknown = JSON.parse(out.trim().split('\n').at(-1) ?? '');
    if (typeof values !== 'object' || values === null) return null;
    return Object.values(values).every((value) => Number.isFinite(value)) ? (values as Values) : null;
  } catch {
    return null;
  }
}

/** The sentence of an error, without the stack. */
function lastWords(errors: string): string {
  const lines = errors.trim().split('\n');
  const sentence = lines.find((line) => /^\w*Error: /.test(line));
  return sentence?.replace(/^\w*Error: /, '') ?? lines.slice(-ERROR_LINES).join('\n');
}
