/**
 * Crossbook on its Node host, as a process: started, waited for until it says that it is ready, and ended.
 *
 * It ends with its standard input, so a run of tests that dies leaves nothing behind.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type AppStart, commandOf } from './app-start.ts';

const READY_MS = 20_000;
const END_MS = 8_000;

const CLI = new URL('../../../src-main/cli.ts', import.meta.url);
const LINKED = new URL('./exchange-host.ts', import.meta.url);

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface AppProcess {
  /** Where the window is, with its token. */
  readonly url: string;
  said(): string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the app. Rejects, with what it said, when it ends or says nothing in time. */
export async function startAppProcess(start: AppStart): Promise<AppProcess> {
  const entry = start.kind === 'linked' ? [fileURLToPath(LINKED), start.factsFile] : [fileURLToPath(CLI)];
  const args = [...entry, ...commandOf(start, 'serve'), '--exit-with-stdin'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const end = async (how: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    how();
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await exited;
    clearTimeout(timer);
  };
  const kill = (): Promise<void> => end(() => child.kill('SIGKILL'));
  try {
    const url = await readUrl(child);
    return { url, said: () => text, kill, stop: () => end(() => child.stdin.end()) };
  } catch (error) {
    await kill();
    throw new Error(`Crossbook did not start (${(error as Error).message}). It said:\n${text}`);
  }
}

/** The ready line: one JSON object, the first line of standard output. */
async function readUrl(child: Child): Promise<string> {
  const signal = AbortSignal.timeout(READY_MS);
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, 'line', { signal }) as Promise<[string]>;
  const exit = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`it ended with ${code}`);
  });
  const [text] = await Promise.race([line, exit]);
  const { url } = JSON.parse(text) as { url?: unknown };
  if (typeof url !== 'string') throw new Error(`its first line has no url: ${text}`);
  return url;
}
