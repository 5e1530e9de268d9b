/** The end of a run, in processes of their own: by force where a thread is held up by the system for ever. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = new URL('../../../../src-main/host/ending.ts', import.meta.url).href;

/** Runs a program that says `up`, is sent the signal, and is to be over at once when `parts` ends. */
async function endOf(parts: string): Promise<readonly [code: number | null, signal: string | null]> {
  const script = `
    import { open } from 'node:fs/promises';
    import { Ending } from '${source}';
    const ending = new Ending({ demo: null, exitWithStdin: false }, 300);
    console.log('up');
    setInterval(() => {}, 1_000);
    ${parts}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  return (await once(child, 'exit')) as [number | null, string | null];
}

test('a run whose parts end has its own exit code', async () => {
  expect(await endOf('await ending.promise; ending.over(); process.exit(0);')).toEqual([0, null]);
});

test('a run whose parts never start or never end is over all the same', async () => {
  expect(await endOf('await new Promise(() => {});')).toEqual([null, 'SIGKILL']);
  expect(await endOf('await ending.promise; await new Promise(() => {});')).toEqual([null, 'SIGKILL']);
});

test.skipIf(process.platform === 'win32')('so is one whose thread waits for a pipe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-ending-'));
  try {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await endOf(`await open(${JSON.stringify(pipe)}, 'r');`)).toEqual([null, 'SIGKILL']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
